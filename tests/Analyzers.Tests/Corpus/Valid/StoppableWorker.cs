namespace Corpus.Valid;

/// <summary>One long-lived thread with a token, a flag and an orderly end.</summary>
public sealed class StoppableWorker : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private volatile int rounds;
    private Exception? failure;

    public StoppableWorker() => thread = new Thread(Run) { IsBackground = true, Name = "worker", Priority = ThreadPriority.BelowNormal };

    /// <summary>Progress that is read on purpose while the thread runs.</summary>
    public int Rounds => rounds;

    public void Start() => thread.Start();

    public Exception? Stop()
    {
        stop.Cancel();
        if (thread.IsAlive)
        {
            thread.Join();
        }

        return failure;
    }

    public void Dispose()
    {
        Stop();
        stop.Dispose();
    }

    private void Run()
    {
        try
        {
            Thread.CurrentThread.Name ??= "renamed by itself";
            Thread.CurrentThread.IsBackground = true;
            while (!stop.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(1)))
            {
                rounds++;
            }
        }
        catch (ObjectDisposedException exception)
        {
            failure = exception;
        }
    }
}
