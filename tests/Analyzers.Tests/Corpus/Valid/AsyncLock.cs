namespace Corpus.Valid;

/// <summary>A lock for asynchronous code that hands out what releases it.</summary>
public sealed class AsyncLock : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private int entries;

    public async Task<Releaser> LockAsync(CancellationToken cancellationToken = default)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        entries++;
        return new Releaser(this);
    }

    public async Task<int> TwiceInARowAsync()
    {
        using (await LockAsync())
        {
            entries++;
        }

        using (await LockAsync())
        {
            return entries;
        }
    }

    public async Task<int> InALoopAsync(IEnumerable<int> numbers)
    {
        var sum = 0;
        foreach (var number in numbers)
        {
            await gate.WaitAsync();
            try
            {
                sum += number;
                if (sum > 100)
                {
                    continue;
                }

                entries++;
            }
            finally
            {
                gate.Release();
            }
        }

        return sum;
    }

    public void Dispose() => gate.Dispose();

    public readonly struct Releaser(AsyncLock owner) : IDisposable
    {
        public void Dispose() => owner.gate.Release();
    }
}
