namespace Corpus.Valid;

/// <summary>A semaphore that one thread waits on and another one releases: no lock, although it starts with one permit.</summary>
public sealed class SemaphoreAsSignal
{
    private readonly SemaphoreSlim mayGo = new(1);
    private readonly SemaphoreSlim arrived = new(0, 1);
    private readonly Queue<string> letters = new();

    public void Consumer()
    {
        mayGo.Wait();
        Console.WriteLine("first round");
        mayGo.Wait();
        Console.WriteLine("second round");
    }

    public void Producer() => mayGo.Release();

    public void Send(string letter)
    {
        lock (letters)
        {
            letters.Enqueue(letter);
        }

        if (arrived.CurrentCount == 0)
        {
            arrived.Release();
        }
    }

    public string Receive()
    {
        while (true)
        {
            lock (letters)
            {
                if (letters.TryDequeue(out var letter))
                {
                    return letter;
                }
            }

            arrived.Wait(TimeSpan.FromMilliseconds(10));
        }
    }
}
