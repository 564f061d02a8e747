using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The result of a task of a <see cref="ProcessPool"/>, once it is there. Python's <c>AsyncResult</c>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>All members are thread-safe. It settles exactly once, whatever happens to workers and pool.</remarks>
public sealed class PendingResult<T>
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<bool>? _cancel;

    internal PendingResult()
    {
    }

    /// <summary>Whether the result, or the exception, is there.</summary>
    public bool Ready => _completion.Task.IsCompleted;

    /// <summary>Whether there is a result and no exception.</summary>
    /// <exception cref="InvalidOperationException">Neither is there yet.</exception>
    public bool Successful => Ready
        ? _completion.Task.IsCompletedSuccessfully
        : throw new InvalidOperationException("The task is not done; ask Ready first, or call Wait.");

    /// <summary>Waits for the result.</summary>
    /// <param name="timeout">How long to wait; null or −1 ms: for ever.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TimeoutException">The time is up; the task goes on. Also thrown for <see cref="ProcessPoolOptions.TaskTimeout"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="OperationCanceledException">The task was cancelled, or the pool terminated.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    public T Get(TimeSpan? timeout = null) => Wait(timeout)
        ? _completion.Task.GetAwaiter().GetResult()
        : throw new TimeoutException($"The task is not done after {timeout}; it goes on. Call Get again, or Cancel.");

    /// <summary>Waits until the task is done; does not throw what it threw.</summary>
    /// <param name="timeout">How long to wait; null or −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the task.</param>
    /// <returns>Whether it is done; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Wait(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        Task<T> task = _completion.Task;
        try
        {
            while (!task.Wait(deadline.RemainingMilliseconds(), cancellationToken))
            {
                if (deadline.HasPassed)
                {
                    return false;
                }
            }
        }
        catch (AggregateException)
        {
            // What the task threw is for Get.
        }
        catch (OperationCanceledException) when (task.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            // A cancelled task is done as well.
        }

        return true;
    }

    /// <summary>
    /// Cancels the task: one that no worker has started is never run; one that runs has its token cancelled, if its target
    /// takes one, and is otherwise not disturbed.
    /// </summary>
    /// <returns>Whether the task is certain not to run; false if it runs or is done.</returns>
    public bool Cancel() => Volatile.Read(ref _cancel) is { } cancel && cancel();

    /// <summary>Lets the result be awaited.</summary>
    /// <returns>For the compiler.</returns>
    public TaskAwaiter<T> GetAwaiter() => _completion.Task.GetAwaiter();

    /// <summary>The same as a task, for <see cref="Task.WhenAll(IEnumerable{Task})"/> and the like.</summary>
    /// <returns>A task that settles with this.</returns>
    public Task<T> AsTask() => _completion.Task;

    internal void CancelWith(Func<bool> cancel) => Volatile.Write(ref _cancel, cancel);

    internal void Succeed(T result)
    {
        Volatile.Write(ref _cancel, null);
        _completion.TrySetResult(result);
    }

    internal void Fail(Exception exception)
    {
        Volatile.Write(ref _cancel, null);
        if (exception is OperationCanceledException cancelled and not PoolTerminatedException)
        {
            _completion.TrySetCanceled(cancelled.CancellationToken);
        }
        else
        {
            _completion.TrySetException(exception);
        }
    }
}
