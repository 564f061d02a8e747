using System.Runtime.ExceptionServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Takes several locks in one order that is the same for the whole process, whatever order the caller names them in, so
/// that two callers can never wait for each other. A lock named twice is taken once.
/// </summary>
/// <remarks>
/// <para>Accepted are <see cref="NonReentrantLock"/>, <see cref="ReentrantLock"/>, <see cref="ConditionVariable"/> (its
/// lock), <c>System.Threading.Lock</c> (in programs for .NET 10 and later) and any other reference, whose monitor is taken
/// as by the <c>lock</c> statement. Refused is what has another lock than its monitor: semaphores, wait handles,
/// reader-writer locks, and locks across processes, whose order holds in one process only.</para>
/// <para>All members are thread-safe. The order holds between sets only: a lock taken beside them by hand can still be
/// taken the other way round.</para>
/// </remarks>
public static class LockSet
{
    /// <summary>Takes two locks for a block: <c>using (LockSet.AcquireAll(a.Gate, b.Gate)) { … }</c>.</summary>
    /// <param name="first">One lock.</param>
    /// <param name="second">The other; may be the same.</param>
    /// <returns>The scope whose end releases the locks, the last taken first.</returns>
    /// <exception cref="ArgumentException">One of them is a boxed value, or has another lock than its monitor.</exception>
    public static Scope AcquireAll(object first, object second) => Acquire([first, second], Deadline.Never, default);

    /// <summary>Takes three locks for a block.</summary>
    /// <param name="first">One lock.</param>
    /// <param name="second">Another; may be the same.</param>
    /// <param name="third">A third; may be the same.</param>
    /// <returns>The scope whose end releases the locks, the last taken first.</returns>
    /// <exception cref="ArgumentException">One of them is a boxed value, or has another lock than its monitor.</exception>
    public static Scope AcquireAll(object first, object second, object third) =>
        Acquire([first, second, third], Deadline.Never, default);

    /// <summary>Takes any number of locks for a block.</summary>
    /// <param name="locks">The locks, in any order.</param>
    /// <returns>The scope whose end releases the locks, the last taken first.</returns>
    /// <exception cref="ArgumentException">One of them is a boxed value, or has another lock than its monitor.</exception>
    public static Scope AcquireAll(params object[] locks) => Acquire(CopyOf(locks), Deadline.Never, default);

    /// <summary>Takes any number of locks for a block, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; no lock is then held. A monitor looks at it every 20 ms.</param>
    /// <param name="locks">The locks, in any order.</param>
    /// <returns>The scope whose end releases the locks, the last taken first.</returns>
    /// <exception cref="ArgumentException">One of them is a boxed value, or has another lock than its monitor.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
#pragma warning disable CA1068 // the token cannot stand last: params must
    public static Scope AcquireAll(CancellationToken cancellationToken, params object[] locks) =>
        Acquire(CopyOf(locks), Deadline.Never, cancellationToken);
#pragma warning restore CA1068

    /// <summary>Takes all the locks within a time, or none.</summary>
    /// <param name="timeout">How long to wait for all of them together; zero: not at all; −1 ms: for ever.</param>
    /// <param name="scope">The scope whose end releases the locks; an empty one when they were not taken.</param>
    /// <param name="locks">The locks, in any order.</param>
    /// <returns>Whether all locks are held; false when the time is up.</returns>
    /// <exception cref="ArgumentException">One of them is a boxed value, or has another lock than its monitor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public static bool TryAcquireAll(TimeSpan timeout, out Scope scope, params object[] locks) =>
        TryAcquireAll(timeout, CancellationToken.None, out scope, locks);

    /// <summary>Takes all the locks within a time, or none, waiting until the token is cancelled at most.</summary>
    /// <param name="timeout">How long to wait for all of them together; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; no lock is then held. A monitor looks at it every 20 ms.</param>
    /// <param name="scope">The scope whose end releases the locks; an empty one when they were not taken.</param>
    /// <param name="locks">The locks, in any order.</param>
    /// <returns>Whether all locks are held; false when the time is up.</returns>
    /// <exception cref="ArgumentException">One of them is a boxed value, or has another lock than its monitor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
#pragma warning disable CA1068 // the token cannot stand last: params must
    public static bool TryAcquireAll(TimeSpan timeout, CancellationToken cancellationToken, out Scope scope, params object[] locks)
#pragma warning restore CA1068
    {
        Deadline deadline = Deadline.After(timeout);
        object[] ordered = InOrder(CopyOf(locks));
        bool isTaken = TryTakeAll(ordered, deadline, cancellationToken);
        scope = isTaken ? new Scope(ordered) : default;
        return isTaken;
    }

#if NET9_0_OR_GREATER
    /// <summary>Takes any number of locks of the BCL for a block; as objects the compiler would warn of them.</summary>
    /// <param name="locks">The locks, in any order.</param>
    /// <returns>The scope whose end releases the locks, the last taken first.</returns>
    public static Scope AcquireAll(params Lock[] locks) => Acquire(AsObjects(locks), Deadline.Never, default);

    /// <summary>Takes all the locks of the BCL within a time, or none.</summary>
    /// <param name="timeout">How long to wait for all of them together; zero: not at all; −1 ms: for ever.</param>
    /// <param name="scope">The scope whose end releases the locks; an empty one when they were not taken.</param>
    /// <param name="locks">The locks, in any order.</param>
    /// <returns>Whether all locks are held; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public static bool TryAcquireAll(TimeSpan timeout, out Scope scope, params Lock[] locks) =>
        TryAcquireAll(timeout, out scope, AsObjects(locks));
#endif

    /// <summary>Takes all the locks within a time, or none, without blocking the thread.</summary>
    /// <param name="timeout">How long to wait for all of them together; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; no lock is then held.</param>
    /// <param name="locks">The locks, in any order. Only <see cref="NonReentrantLock"/>: the others belong to a thread.</param>
    /// <returns>Whether all locks are held, and the scope whose end releases them; an empty one when they were not taken.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
#pragma warning disable CA1068 // the token cannot stand last: params must
    public static ValueTask<(bool Success, AsyncScope Scope)> TryAcquireAllAsync(
        TimeSpan timeout, CancellationToken cancellationToken, params NonReentrantLock[] locks)
#pragma warning restore CA1068
    {
        Deadline deadline = Deadline.After(timeout);
        return TryTakeAllAsync(InOrder(CopyOf(locks)), deadline, cancellationToken);
    }

    /// <summary>Takes several locks for a block that awaits: <c>using (await LockSet.AcquireAllAsync(token, a, b)) { … }</c>.</summary>
    /// <param name="cancellationToken">Ends the wait; no lock is then held.</param>
    /// <param name="locks">The locks, in any order. Only <see cref="NonReentrantLock"/>: the others belong to a thread.</param>
    /// <returns>The scope whose end releases the locks, the last taken first.</returns>
#pragma warning disable CA1068 // the token cannot stand last: params must
    public static async ValueTask<AsyncScope> AcquireAllAsync(CancellationToken cancellationToken, params NonReentrantLock[] locks)
#pragma warning restore CA1068
    {
        return (await TryTakeAllAsync(InOrder(CopyOf(locks)), Deadline.Never, cancellationToken).ConfigureAwait(false)).Scope;
    }

#if NET9_0_OR_GREATER
    private static object[] AsObjects(Lock[] locks)
    {
        ArgumentNullException.ThrowIfNull(locks);
        var objects = new object[locks.Length];
        Array.Copy(locks, objects, locks.Length);
        return objects;
    }
#endif

    private static object[] CopyOf(object[] locks)
    {
        ArgumentNullException.ThrowIfNull(locks);
        return [.. locks];
    }

    private static Scope Acquire(object[] locks, Deadline deadline, CancellationToken cancellationToken)
    {
        object[] ordered = InOrder(locks);
        TryTakeAll(ordered, deadline, cancellationToken);
        return new Scope(ordered);
    }

    /// <summary>Sorts by the global order and drops what is named twice.</summary>
    private static object[] InOrder(object[] locks)
    {
        for (int i = 0; i < locks.Length; i++)
        {
            locks[i] = LockOrder.Lockable(locks[i], nameof(locks));
        }

        long[] places = Array.ConvertAll(locks, LockOrder.PlaceOf);
        Array.Sort(places, locks);
        int count = 0;
        for (int i = 0; i < locks.Length; i++)
        {
            if (i == 0 || places[i] != places[i - 1])
            {
                locks[count++] = locks[i];
            }
        }

        return count == locks.Length ? locks : locks[..count];
    }

    private static bool TryTakeAll(object[] ordered, Deadline deadline, CancellationToken cancellationToken)
    {
        int taken = 0;
        try
        {
            while (taken < ordered.Length && LockOrder.TryTake(ordered[taken], deadline, cancellationToken))
            {
                taken++;
            }
        }
        catch
        {
            ReleaseAll(ordered, taken);
            throw;
        }

        if (taken == ordered.Length)
        {
            return true;
        }

        ReleaseAll(ordered, taken);
        return false;
    }

    private static async ValueTask<(bool Success, AsyncScope Scope)> TryTakeAllAsync(
        object[] ordered, Deadline deadline, CancellationToken cancellationToken)
    {
        int taken = 0;
        bool isTaken = true;
        try
        {
            while (taken < ordered.Length && isTaken)
            {
                var next = (NonReentrantLock)ordered[taken];
                isTaken = await next.TryAcquireAsync(LockOrder.TimeLeft(deadline), cancellationToken).ConfigureAwait(false);
                taken += isTaken ? 1 : 0;
            }
        }
        catch
        {
            ReleaseAll(ordered, taken);
            throw;
        }

        if (isTaken)
        {
            return (true, new AsyncScope(ordered));
        }

        ReleaseAll(ordered, taken);
        return (false, default);
    }

    /// <summary>Releases all, also when one of them was released by somebody else; the first such mistake is thrown at the end.</summary>
    private static void ReleaseAll(object[] ordered, int count)
    {
        ExceptionDispatchInfo? mistake = null;
        for (int i = count - 1; i >= 0; i--)
        {
            try
            {
                LockOrder.Release(ordered[i]);
            }
            catch (SynchronizationLockException exception)
            {
                mistake ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        mistake?.Throw();
    }

    /// <summary>Holds the locks until disposed; belongs to the stack frame that acquired them.</summary>
    public ref struct Scope
    {
        private object[]? _locks;

        internal Scope(object[] locks) => _locks = locks;

        /// <summary>Releases the locks; does nothing the second time or for an empty scope.</summary>
        public void Dispose()
        {
            object[]? held = _locks;
            _locks = null;
            ReleaseAll(held ?? [], held?.Length ?? 0);
        }
    }

    /// <summary>Holds the locks until disposed; may cross an <c>await</c>.</summary>
    public struct AsyncScope : IDisposable
    {
        private object[]? _locks;

        internal AsyncScope(object[] locks) => _locks = locks;

        /// <summary>Releases the locks; does nothing the second time or for an empty scope. A copy would release again: do not copy it.</summary>
        public void Dispose()
        {
            object[]? held = _locks;
            _locks = null;
            ReleaseAll(held ?? [], held?.Length ?? 0);
        }
    }
}
