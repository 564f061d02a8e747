namespace Notes;

/// <summary>Note 2, threads by inheritance. The note misspells the base class and forgets <c>self</c>; the idea is this.</summary>
internal static class Subclass
{
    internal static void Run()
    {
        var first = new MyThread("t1");
        var second = new MyThread("t2");
        first.Start();
        second.Start();
    }

    private sealed class MyThread(string text) : WorkerThread
    {
        protected override void Run()
        {
            Console.WriteLine(text);
            Thread.Sleep(60);
        }
    }
}
