namespace Misuse;

/// <summary>A thread is made a background thread after its start: too late if it has ended by then, and then it throws.</summary>
internal static class BackgroundAfterStart
{
    public static void Run()
    {
        var worker = new Thread(() => Console.WriteLine("background after start: in the background"));
        worker.Start();
        worker.IsBackground = true;
        worker.Join();
    }
}
