namespace Notes;

/// <summary>
/// Note 5, ten threads wait for an event that the main thread sets. The note asks the user and hangs if the answer is
/// not "true"; here a delayed call gives the answer.
/// </summary>
internal static class EventExecute
{
    internal static void Run()
    {
        var flag = new EventFlag();
        List<WorkerThread> threads = [.. Enumerable.Range(0, 10).Select(_ => WorkerThread.Create(Do, flag))];
        threads.ForEach(thread => thread.Start());
        var answer = new DelayedCall(TimeSpan.FromMilliseconds(150), () =>
        {
            Console.WriteLine("set");
            flag.Set();
        });
        answer.Start();
        threads.ForEach(thread => thread.Join());
    }

    private static void Do(EventFlag flag)
    {
        Console.WriteLine("start");
        flag.Wait();
        Console.WriteLine("execute");
    }
}
