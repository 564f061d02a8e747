namespace Notes;

/// <summary>
/// Note 1, first program: two threads run beside the main thread. The note prepares the threads and then calls the
/// functions one after the other; its text describes what is done here.
/// </summary>
internal static class MusicGame
{
    private static readonly TimeSpan s_length = TimeSpan.FromMilliseconds(120);

    internal static void Run()
    {
        WorkerThread music = WorkerThread.Create(Music, "zhang", s_length);
        WorkerThread game = WorkerThread.Create(Game, "zhang", s_length);
        music.Start();
        game.Start();
        Console.WriteLine($"Ending now {DateTime.Now:T}");

        // The process ends when both have: they are no daemons.
    }

    internal static void Music(string name, TimeSpan length)
    {
        Console.WriteLine($"{name} begin listen music {DateTime.Now:T}");
        Thread.Sleep(length);
        Console.WriteLine($"{name} stop listen music {DateTime.Now:T}");
    }

    internal static void Game(string name, TimeSpan length)
    {
        Console.WriteLine($"{name} begin play game {DateTime.Now:T}");
        Thread.Sleep(length);
        Console.WriteLine($"{name} stop play game {DateTime.Now:T}");
    }
}
