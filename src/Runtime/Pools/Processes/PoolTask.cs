using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Hosting;

namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>A task on its way through a pool. It settles exactly once, whoever comes first: result, crash, cancellation, end of the pool.</summary>
internal abstract class PoolTask(ProcessTarget target, ParentCall? context, byte[] payload)
{
    private int _isSettled;

    /// <summary>Given anew whenever a worker gets the task, so that numbers rise at each worker. Guarded by the pool's lock.</summary>
    internal long Sequence { get; set; }

    internal ProcessTarget Target => target;

    /// <summary>The trace that was going on where the task was submitted; null where nobody records.</summary>
    internal string? TraceParent { get; } = RuntimeDiagnostics.SampledParent(Activity.Current);

    internal byte[] Payload => payload;

    /// <summary>How often a worker died of it.</summary>
    internal int Crashes { get; set; }

    /// <summary>Who works on it; null while it is queued. Guarded by the pool's lock.</summary>
    internal PoolWorker? Worker { get; set; }

    /// <summary>Whether its worker was asked to give it back. Guarded by the pool's lock.</summary>
    internal bool IsAskedBack { get; set; }

    internal bool IsSettled => Volatile.Read(ref _isSettled) != 0;

    internal void Complete(WireReader result, int processId)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
        {
            OnCompleted(result, processId);
        }
    }

    internal bool Fail(Exception exception)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) != 0)
        {
            return false;
        }

        OnFailed(exception);
        return true;
    }

    internal void Report(WireReader progress) => context?.Report(progress);

    /// <summary>The result must be read here and now: its memory is used again.</summary>
    protected abstract void OnCompleted(WireReader result, int processId);

    protected abstract void OnFailed(Exception exception);
}
