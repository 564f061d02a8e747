namespace Corpus.Broken;

public sealed class WrongTypes
{
    private readonly SemaphoreSlim gate = new("one", 1, 2, 3);
    private readonly SemaphoreSlim self = self;
    private const SemaphoreSlim Constant = null;
    private static int number = "text";

    public void Arguments()
    {
        gate.Wait("for ever", 1, out var x, ref number);
        gate.Wait(maximum: 1);
        gate.Release<int>();
        gate.WaitAsync() = null;
        gate.CurrentCount = 2;
        Monitor.Enter();
        Monitor.Enter(1, 2, 3, 4);
        Monitor.TryEnter(gate, ref undeclared);
        lock (5)
        {
        }

        lock (null)
        {
        }

        lock (Arguments)
        {
        }
    }

    public int Threads()
    {
        var thread = new Thread(5);
        thread.Start(1, 2);
        thread.IsBackground = "yes";
        thread.IsBackground++;
        thread += 1;
        var threads = new Thread[] { 1, "two", new Thread(Threads) };
        threads[0, 0].Join();
        threads["x"].Start();
        return thread;
    }

    public void Await()
    {
        await gate.WaitAsync();
        lock (gate)
        {
            await Task.Delay(1);
        }

        yield return await gate.WaitAsync();
        return 5;
    }

    public static void Static()
    {
        gate.Wait();
        this.gate.Wait();
        base.gate.Wait();
        goto nowhere;
        break;
        continue;
        throw;
    }

    public string Uninitialised()
    {
        int result;
        SemaphoreSlim local;
        local.Wait();
        local.Wait();
        new Thread(() => result = 1).Start();
        Console.WriteLine(result);
    }
}
