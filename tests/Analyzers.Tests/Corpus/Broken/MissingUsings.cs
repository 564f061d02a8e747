namespace Corpus.Broken;

public sealed class MissingUsings : UnknownBase, IUnknown<Missing>
{
    private readonly UnknownLock gate = new(1, 1);
    private readonly SemaphoreSlim<int> wrongArity = new();
    private readonly Thread[] threads = new Unknown[3];

    [Unknown]
    public void Run(Absent argument, ref Gone other)
    {
        gate.Wait();
        gate.Wait();
        wrongArity.Wait();
        using (argument.EnterScope())
        using (other)
        {
            foreach (Nothing thread in argument.Threads)
            {
                thread.Start();
            }
        }

        Console.WriteLine(undeclared + argument.Result);
        base.Run();
        var pool = new ProcessPool(4);
        pool.ApplyAsync(Run, 1);
        pool.Join();
    }
}
