using System.Runtime.CompilerServices;

namespace Corpus.Valid;

/// <summary>Timers and asynchronous streams with an orderly end.</summary>
public sealed class Timers : IAsyncDisposable
{
    private readonly Timer timer;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;
    private int beats;

    public Timers()
    {
        timer = new Timer(_ => Interlocked.Increment(ref beats), null, Timeout.Infinite, Timeout.Infinite);
        timer.Change(TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    public void Start() => running = Task.Run(() => LoopAsync(stop.Token));

    public async IAsyncEnumerable<int> BeatsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var periodic = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await periodic.WaitForNextTickAsync(cancellationToken))
        {
            await gate.WaitAsync(cancellationToken);
            int current;
            try
            {
                current = beats;
            }
            finally
            {
                gate.Release();
            }

            yield return current;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await timer.DisposeAsync();
        stop.Dispose();
        gate.Dispose();
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        await foreach (var beat in BeatsAsync(cancellationToken).WithCancellation(cancellationToken))
        {
            if (beat > 1000 && await gate.WaitAsync(0, cancellationToken))
            {
                gate.Release();
                return;
            }
        }
    }
}
