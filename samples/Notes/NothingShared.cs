namespace Notes;

/// <summary>
/// Note 3, "variables are not shared between processes", and the lock of <c>multiprocessing</c>, which the note uses between
/// threads. Between processes it guards what they do share: a value in shared memory.
/// </summary>
internal static class NothingShared
{
    private const int Rounds = 2000;
    private static int s_number;

    internal static void Run()
    {
        using var gate = new ProcessLock();
        using var shared = new SharedValue<int>(0, raw: true);
        using WorkerProcess first = WorkerProcess.Create(Count, gate, shared);
        using WorkerProcess second = WorkerProcess.Create(Count, gate, shared);
        first.Start();
        second.Start();
        first.Join();
        second.Join();
        Console.WriteLine($"the parent's own number {s_number}, the shared value {shared.Value}");
    }

    private static void Count(ProcessLock gate, SharedValue<int> shared)
    {
        for (int i = 0; i < Rounds; i++)
        {
            s_number++;
            using (gate.Enter())
            {
                shared.Value++;
            }
        }

        Console.WriteLine($"a child's own number {s_number}");
    }
}
