namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>A thread parked on a monitor of its own. One object per thread is reused, so waiting allocates nothing after the first time.</summary>
internal sealed class ThreadWaiter : Waiter
{
    // As many as ManualResetEventSlim makes.
    internal const int Spins = 35;

    [ThreadStatic]
    private static ThreadWaiter? t_cached;

    private readonly object _park = new();
    private volatile bool _isSignaled;
    private bool _isCancelled;

    internal static ThreadWaiter Rent()
    {
        ThreadWaiter waiter = t_cached ?? new ThreadWaiter();
        // Emptied, because a callback that runs during the wait may wait itself.
        t_cached = null;
        waiter.Reset();
        return waiter;
    }

    /// <summary>Gives the object back. Only once it stands in no list and its signal, if any, was consumed.</summary>
    internal void Return()
    {
        Gift = null;
        t_cached = this;
    }

    internal void Reset()
    {
        _isSignaled = false;
        _isCancelled = false;
        Outcome = 0;
        WantsHandoff = false;
    }

    internal override void Signal()
    {
        using (Section.Enter(_park))
        {
            _isSignaled = true;
            Monitor.Pulse(_park);
        }
    }

    /// <summary>
    /// Parks until signalled (true), or until the deadline or the token ends the wait (false, and the waiter has left its
    /// list). A signal that comes together with the end of the wait wins: whoever sent it must be able to rely on it.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled and the waiter has left its list.</exception>
    internal bool Park(IWaiterOwner owner, Deadline deadline, CancellationToken cancellationToken)
    {
        bool isSignaled;
        try
        {
            isSignaled = Block(deadline, cancellationToken);
        }
        catch (ThreadInterruptedException)
        {
            if (owner.TryWithdraw(this))
            {
                throw;
            }

            // Signalled and interrupted at once: keep both, the interrupt for the next wait.
            Thread.CurrentThread.Interrupt();
            return true;
        }

        if (isSignaled || !owner.TryWithdraw(this))
        {
            return true;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>Waits for a signal that is certain to come; an interrupt is kept for the thread's next wait.</summary>
    internal void AwaitSignal()
    {
        using (Section.Enter(_park))
        {
            bool wasInterrupted = false;
            while (!_isSignaled)
            {
                try
                {
                    Monitor.Wait(_park);
                }
                catch (ThreadInterruptedException)
                {
                    wasInterrupted = true;
                }
            }

            if (wasInterrupted)
            {
                Thread.CurrentThread.Interrupt();
            }
        }
    }

    /// <summary>
    /// Looks for the signal for some microseconds, yielding more and more. To be called before <see cref="Park"/> where the
    /// signal is likely to be near: a sleep and a wake-up take longer.
    /// </summary>
    internal void Spin()
    {
        var spinner = new SpinWait();
        for (int i = 0; i < Spins && !_isSignaled; i++)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }

    private bool Block(Deadline deadline, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.CanBeCanceled
            ? cancellationToken.UnsafeRegister(static state => ((ThreadWaiter)state!).Cancel(), this)
            : default;
        lock (_park)
        {
            while (!_isSignaled)
            {
                int milliseconds = deadline.RemainingMilliseconds();
                if (_isCancelled || milliseconds == 0)
                {
                    return false;
                }

                Monitor.Wait(_park, milliseconds);
            }

            return true;
        }
    }

    private void Cancel()
    {
        using (Section.Enter(_park))
        {
            _isCancelled = true;
            Monitor.Pulse(_park);
        }
    }
}
