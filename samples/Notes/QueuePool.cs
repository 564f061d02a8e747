namespace Notes;

/// <summary>
/// Note 2, "a thread pool made of a message queue" (a picture in the note): workers take tasks out of a queue, the main
/// thread waits until all are done and then closes the queue, which ends the workers.
/// </summary>
internal static class QueuePool
{
    internal static void Run()
    {
        var tasks = new BlockingQueue<Action>();
        List<WorkerThread> workers = [.. Enumerable.Range(0, 3).Select(_ => WorkerThread.Create(Work, tasks))];
        workers.ForEach(worker => worker.Start());
        for (int i = 0; i < 10; i++)
        {
            int number = i;
            tasks.Put(() => Console.WriteLine($"task {number}"));
        }

        tasks.Join();
        tasks.Close();
        workers.ForEach(worker => worker.Join());
        Console.WriteLine("pool closed");
    }

    private static void Work(BlockingQueue<Action> tasks)
    {
        while (true)
        {
            Action task;
            try
            {
                task = tasks.Get();
            }
            catch (QueueClosedException)
            {
                return;
            }

            try
            {
                task();
            }
            finally
            {
                tasks.TaskDone();
            }
        }
    }
}
