namespace Notes;

/// <summary>
/// Note 1, second program: the main thread waits. The note joins only the last thread of its list (<c>x.join()</c> after
/// the loop), so the music may play on after "Ending now"; the right form joins every thread.
/// </summary>
internal static class MusicGameJoin
{
    internal static void Run()
    {
        WorkerThread[] threads =
        [
            WorkerThread.Create(MusicGame.Music, "zhang", TimeSpan.FromMilliseconds(250)),
            WorkerThread.Create(MusicGame.Game, "zhang", TimeSpan.FromMilliseconds(80)),
        ];
        foreach (WorkerThread thread in threads)
        {
            thread.Start();
        }

        foreach (WorkerThread thread in threads)
        {
            thread.Join();
        }

        Console.WriteLine($"Ending now {DateTime.Now:T}");
    }
}
