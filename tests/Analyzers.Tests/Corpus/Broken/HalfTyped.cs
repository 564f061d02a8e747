namespace Corpus.Broken;

public sealed class HalfTyped
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly SemaphoreSlim noValue = ;
    private Thread thread = new Thread(() => );
    private int number

    public void MissingName()
    {
        gate.
    }

    public void MissingArgument()
    {
        gate.Wait(;
        gate.Wait(
    }

    public void MissingBody()
    {
        gate.Wait();
        try
        {
            gate.Wait();
        }
        finally

    public void MissingBrace()
    {
        gate.Wait();
        if (number > 
        {
            lock (gate
            {
                gate.Release(;
            }
    }

    public int MissingExpression => ;

    public async Task MissingAwait()
    {
        await
        await gate.WaitAsync().
        foreach (var x in )
        {
            new Thread(() => { gate.Wait(); gate.Wait(); }).Start(
        }
        for (var i = 0; ; ) { thread = new Thread(; thread.Start(); thread.IsBackground = }
    }
