namespace Notes;

/// <summary>
/// Note 5, the list of a thread's methods. The note says that <c>setDaemon</c> can be used only after <c>start()</c>; it is
/// the reverse, and after the start it throws. It also says that join makes threads pointless: it only waits.
/// </summary>
internal static class ThreadMethods
{
    internal static void Run()
    {
        var leave = new EventFlag();
        var thread = new WorkerThread(leave.Wait, name: "Methods") { Daemon = true };
        Console.WriteLine($"name {thread.Name}, daemon {thread.Daemon}, alive {thread.IsAlive}, ident known {thread.Ident is not null}");
        thread.Start();
        Console.WriteLine($"name {thread.Name}, daemon {thread.Daemon}, alive {thread.IsAlive}, ident known {thread.Ident is not null}");
        try
        {
            thread.Daemon = false;
        }
        catch (InvalidOperationException)
        {
            Console.WriteLine("daemon cannot be set after the start");
        }

        leave.Set();
        thread.Join();
        Console.WriteLine($"alive {thread.IsAlive}");
    }
}
