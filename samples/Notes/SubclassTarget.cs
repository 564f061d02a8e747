namespace Notes;

/// <summary>
/// Note 3, a subclass that is given its function. The note's <c>Run</c> calls the target with its arguments through
/// private members; <c>base.Run()</c> does just that.
/// </summary>
internal static class SubclassTarget
{
    internal static void Run()
    {
        var thread = new MyThread(() => Work("argument"), "Mine");
        thread.Start();
        thread.Join();
    }

    private static void Work(string argument) => Console.WriteLine($"{Threads.Current.Name} got {argument}");

    private sealed class MyThread(Action target, string name) : WorkerThread(target, name)
    {
        protected override void Run()
        {
            Console.WriteLine("before");
            base.Run();
            Console.WriteLine("after");
        }
    }
}
