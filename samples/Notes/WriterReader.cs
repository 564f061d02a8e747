namespace Notes;

/// <summary>
/// Note 4, communication between processes. The note's <c>write</c> takes a lock that nobody passes; here it is passed. Its
/// reader never ends and is terminated as soon as the writer has ended, with what it has not read yet lost; here the parent
/// first waits until everything is read.
/// </summary>
internal static class WriterReader
{
    private static readonly string[] s_values = ["a", "b", "c", "d"];

    internal static void Run()
    {
        using var queue = new ProcessQueue<string>();
        using var gate = new ProcessLock();
        using WorkerProcess writer = WorkerProcess.Create(Write, queue, gate);
        using WorkerProcess reader = WorkerProcess.Create(Read, queue);
        writer.Start();
        reader.Start();
        writer.Join();
        queue.Join();
        reader.Terminate();
        reader.Join();
        Console.WriteLine($"reader ended by {reader.Signal}, exit code {reader.ExitCode}");
    }

    private static void Write(ProcessQueue<string> queue, ProcessLock gate)
    {
        using (gate.Enter())
        {
            foreach (string value in s_values)
            {
                Console.WriteLine($"put value:{value} in queue");
                queue.Put(value);
            }
        }
    }

    private static void Read(ProcessQueue<string> queue)
    {
        while (true)
        {
            Console.WriteLine($"get value:{queue.Get()} from queue");
            queue.TaskDone();
        }
    }
}
