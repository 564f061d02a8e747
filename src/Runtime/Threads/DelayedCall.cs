using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A thread that waits and then runs its target once, unless it is cancelled before. Python's <c>threading.Timer</c>.
/// </summary>
/// <remarks>All members are thread-safe. It costs a whole thread; for many delays use <c>System.Threading.Timer</c>.</remarks>
public sealed class DelayedCall : WorkerThread
{
    private readonly EventFlag _finished = new();

    /// <summary>Creates a delayed call; <see cref="WorkerThread.Start"/> starts the delay.</summary>
    /// <param name="delay">How long to wait from the start.</param>
    /// <param name="target">What to run.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">True: the process does not wait for it. Null: as the creating thread.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative or longer than 292 years.</exception>
    public DelayedCall(TimeSpan delay, Action target, string? name = null, bool? daemon = null)
        : this(delay, target, target, name, daemon)
    {
    }

    private DelayedCall(TimeSpan delay, Action target, Delegate namedAfter, string? name, bool? daemon)
        : base(target, namedAfter, name, daemon, 0)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (delay == Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(delay), delay, "A call that is delayed for ever never runs; give a real delay.");
        }

        Deadline.ThrowIfInvalid(delay);
        Delay = delay;
    }

    /// <summary>How long the call waits from its start.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Creates a delayed call with an argument.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <param name="delay">How long to wait from the start.</param>
    /// <param name="target">What to run.</param>
    /// <param name="arg">Its argument.</param>
    /// <returns>The call, not yet started.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative or longer than 292 years.</exception>
    public static DelayedCall Create<T>(TimeSpan delay, Action<T> target, T arg)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new DelayedCall(delay, () => target(arg), target, null, null);
    }

    /// <summary>Creates a delayed call with two arguments.</summary>
    /// <typeparam name="T1">The first argument's type.</typeparam>
    /// <typeparam name="T2">The second argument's type.</typeparam>
    /// <param name="delay">How long to wait from the start.</param>
    /// <param name="target">What to run.</param>
    /// <param name="arg1">The first argument.</param>
    /// <param name="arg2">The second argument.</param>
    /// <returns>The call, not yet started.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative or longer than 292 years.</exception>
    public static DelayedCall Create<T1, T2>(TimeSpan delay, Action<T1, T2> target, T1 arg1, T2 arg2)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new DelayedCall(delay, () => target(arg1, arg2), target, null, null);
    }

    /// <summary>Creates a delayed call whose arguments are given by position and by name, as Python's <c>args</c> and <c>kwargs</c>.</summary>
    /// <param name="delay">How long to wait from the start.</param>
    /// <param name="target">What to run; a result is dropped.</param>
    /// <param name="args">The first arguments, in order.</param>
    /// <param name="kwargs">Further arguments by parameter name.</param>
    /// <returns>The call, not yet started.</returns>
    /// <exception cref="ArgumentException">An argument is missing, too many, of the wrong type, given twice, or its name is unknown.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative or longer than 292 years.</exception>
    public static DelayedCall Create(
        TimeSpan delay, Delegate target, IReadOnlyList<object?> args, IReadOnlyDictionary<string, object?>? kwargs = null)
    {
        BoundCall call = BoundCall.Bind(target, args, kwargs);
        return new DelayedCall(delay, () => call.Invoke(), target, null, null);
    }

    /// <summary>Keeps the target from running if it does not run yet, and ends the wait; afterwards it has no effect.</summary>
    public void Cancel() => _finished.Set();

    /// <inheritdoc/>
    protected override void Run()
    {
        _finished.Wait(Delay);
        if (!_finished.IsSet)
        {
            base.Run();
        }

        _finished.Set();
    }
}
