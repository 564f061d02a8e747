namespace Notes;

/// <summary>
/// Note 1, third program: the game is a daemon and longer than the music. The process waits for the music only, so the
/// game never stops.
/// </summary>
internal static class MusicGameDaemon
{
    internal static void Run()
    {
        WorkerThread music = WorkerThread.Create(MusicGame.Music, "zhang", TimeSpan.FromMilliseconds(200));
        WorkerThread game = WorkerThread.Create(MusicGame.Game, "zhang", TimeSpan.FromMinutes(1));

        // Before the start: the note says so, and another of the notes says the reverse and is wrong.
        game.Daemon = true;
        music.Start();
        game.Start();
        Console.WriteLine($"Ending now {DateTime.Now:T}");
    }
}
