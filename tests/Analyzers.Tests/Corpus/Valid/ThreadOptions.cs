namespace Corpus.Valid;

/// <summary>Options of threads, in all the places where they may be set.</summary>
public sealed class ThreadOptions
{
    private Thread? current;

    public bool IsImportant { get; init; }

    public Thread Build(ThreadStart body)
    {
        var thread = new Thread(body);
        thread.IsBackground = true;
        thread.Name = "named before its start";
        if (IsImportant)
        {
            thread.Priority = ThreadPriority.AboveNormal;
        }

        thread.Start();
        return thread;
    }

    public void Restart(ThreadStart body)
    {
        current?.Join();
        current = new Thread(body);
        current.IsBackground = true;
        current.Start();
    }

    public void OnePerRound(int rounds, ThreadStart body)
    {
        for (var i = 0; i < rounds; i++)
        {
            var thread = new Thread(body);
            thread.Name = $"round {i}";
            thread.Start();
            thread.Join();
        }
    }

    public void StartedOrNot(bool mayStart, ThreadStart body)
    {
        var thread = new Thread(body);
        if (mayStart)
        {
            thread.Start();
            return;
        }

        thread.IsBackground = true;
        thread.Start();
    }

    public static Thread[] All(IEnumerable<ThreadStart> bodies)
    {
        var threads = bodies.Select((body, index) => new Thread(body) { Name = $"{index}", IsBackground = index % 2 == 0 }).ToArray();
        foreach (var thread in threads)
        {
            thread.IsBackground = true;
        }

        foreach (var thread in threads)
        {
            thread.Start();
        }

        return threads;
    }
}
