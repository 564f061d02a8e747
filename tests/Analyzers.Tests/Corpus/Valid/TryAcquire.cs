namespace Corpus.Valid;

/// <summary>Acquires that may fail, and releases that know whether they did.</summary>
public sealed class TryAcquire
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private int number;

    public bool Bump(TimeSpan timeout)
    {
        if (!gate.Wait(timeout))
        {
            return false;
        }

        try
        {
            number++;
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<bool> BumpAsync(CancellationToken cancellationToken)
    {
        var taken = false;
        try
        {
            taken = await gate.WaitAsync(TimeSpan.FromSeconds(1), cancellationToken);
            if (taken)
            {
                number++;
            }

            return taken;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            if (taken)
            {
                gate.Release();
            }
        }
    }

    /// <summary>The inner one gives up at once, so nobody hangs.</summary>
    public bool Probe()
    {
        gate.Wait();
        try
        {
            return gate.Wait(0) || number > 0;
        }
        finally
        {
            gate.Release();
        }
    }

    public void EitherWay(bool alreadyHeld)
    {
        if (!alreadyHeld)
        {
            gate.Wait();
        }

        number++;
        if (!alreadyHeld)
        {
            gate.Release();
        }
    }

    public void ReleasedInBetween()
    {
        gate.Wait();
        number++;
        gate.Release();
        gate.Wait();
        number--;
        gate.Release();
    }
}
