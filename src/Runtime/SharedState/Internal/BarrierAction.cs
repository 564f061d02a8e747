using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>
/// Runs a barrier's action in the process that created the barrier: called by the party that came last, or by a thread of
/// its own when that party is in another process.
/// </summary>
internal sealed class BarrierAction
{
    private readonly Action _action;

    // The slot as it was at the start: the thread ends when the barrier is disposed of, which changes the slot's number.
    private readonly SyncSlot _slot;

    internal BarrierAction(SyncSlot slot, Action action)
    {
        _slot = slot;
        _action = action;
        new Thread(Serve) { IsBackground = true, Name = "Barrier action" }.Start();
    }

    /// <summary>Runs the action of a round that is marked as running it.</summary>
    internal void Run()
    {
        BarrierRounds rounds = new(in _slot);
        int round = rounds.Round;
        try
        {
            _action();
        }
        catch
        {
            rounds.Break();
            throw;
        }

        if (!rounds.TryFinishAction(round))
        {
            throw BarrierRounds.Broken();
        }
    }

    private void Serve()
    {
        try
        {
            while (!_slot.IsGone)
            {
                int wakeups = Volatile.Read(ref _slot.Wakeups);
                BarrierRounds rounds = new(in _slot);
                if (rounds.State == BarrierState.ActionAsked && rounds.TryStartAction())
                {
                    RunReported();
                }
                else
                {
                    _slot.Sleep(wakeups, Deadline.Never, CancellationToken.None);
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The barrier is gone, and so is the need for its action.
        }
    }

    /// <summary>On a thread that reports what the action throws as every worker thread does.</summary>
    private void RunReported()
    {
        var thread = new WorkerThread(RunUnlessBroken, name: "Barrier action", daemon: true);
        thread.Start();
        thread.Join();
    }

    private void RunUnlessBroken()
    {
        try
        {
            Run();
        }
        catch (Exception exception) when (exception is BrokenBarrierException or ObjectDisposedException)
        {
            // The parties know, or are gone.
        }
    }
}
