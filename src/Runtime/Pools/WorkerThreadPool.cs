using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A fixed number of daemon threads that work off requests; the outcomes are called back on the thread that polls or
/// waits. The Python <c>threadpool</c> module's <c>ThreadPool</c>.
/// </summary>
/// <remarks>
/// All members are thread-safe, but callbacks run in whichever thread polls, so let one thread do that.
/// <see cref="Dispose"/> dismisses the workers and waits for the work they are at; requests not begun are dropped.
/// Waits end when nothing is pending, whoever called back the last.
/// </remarks>
[DebuggerDisplay("WorkerThreadPool (workers={WorkerCount}, pending={PendingCount})")]
public sealed partial class WorkerThreadPool : IDisposable, IAsyncDisposable
{
    private readonly BlockingQueue<WorkRequest> _requests;
    private readonly BlockingQueue<WorkRequest> _results;
    private readonly NonReentrantLock _gate = new();
    private readonly List<Worker> _workers = [];
    private readonly List<Worker> _dismissed = [];

    // Cancelled when who waits for outcomes must look again: the last worker has ended, or nothing is pending any more.
    private CancellationTokenSource _lookAgain = new();
    private int _waiting;
    private int _running;
    private int _pending;
    private bool _isDisposed;

    /// <summary>Creates a pool and starts its workers.</summary>
    /// <param name="workers">How many threads; 0 or more.</param>
    /// <param name="requestQueueSize">How many requests may wait before putting one waits; 0: any number.</param>
    /// <param name="resultQueueSize">How many outcomes may wait to be polled before the workers wait; 0: any number.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public WorkerThreadPool(int workers, int requestQueueSize = 0, int resultQueueSize = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        ArgumentOutOfRangeException.ThrowIfNegative(requestQueueSize);
        ArgumentOutOfRangeException.ThrowIfNegative(resultQueueSize);
        _requests = new BlockingQueue<WorkRequest>(requestQueueSize);
        _results = new BlockingQueue<WorkRequest>(resultQueueSize);
        _lookAgain.Cancel();
        CreateWorkers(workers);
    }

    /// <summary>How many workers there are, dismissed ones not counted.</summary>
    public int WorkerCount
    {
        get
        {
            using (_gate.Enter())
            {
                return _workers.Count;
            }
        }
    }

    /// <summary>How many requests were put in and not yet called back.</summary>
    public int PendingCount => Volatile.Read(ref _pending);

    /// <summary>Makes a request of every item: a function with a result.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="function">What to run for each item.</param>
    /// <param name="items">The arguments.</param>
    /// <param name="callback">Called with each result, on the thread that polls or waits.</param>
    /// <param name="onError">Called with each exception, likewise; null: it is written to standard error.</param>
    /// <returns>The requests, in the order of the items.</returns>
    public static IReadOnlyList<WorkRequest> MakeRequests<T, TResult>(
        Func<T, TResult> function,
        IEnumerable<T> items,
        Action<WorkRequest, TResult>? callback = null,
        Action<WorkRequest, Exception>? onError = null) =>
        [.. items.Select(item => WorkRequest.Create(function, item, callback, onError))];

    /// <summary>Makes a request of every item: a method without a result.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <param name="method">What to run for each item.</param>
    /// <param name="items">The arguments.</param>
    /// <param name="callback">Called after each, on the thread that polls or waits.</param>
    /// <param name="onError">Called with each exception, likewise; null: it is written to standard error.</param>
    /// <returns>The requests, in the order of the items.</returns>
    public static IReadOnlyList<WorkRequest> MakeRequests<T>(
        Action<T> method,
        IEnumerable<T> items,
        Action<WorkRequest>? callback = null,
        Action<WorkRequest, Exception>? onError = null) =>
        [.. items.Select(item => WorkRequest.Create(method, item, callback, onError))];

    /// <summary>Makes a request of every list of arguments, by position and by name.</summary>
    /// <param name="target">What to run for each.</param>
    /// <param name="calls">The positional arguments, and those by name if any.</param>
    /// <param name="callback">Called with each result, on the thread that polls or waits.</param>
    /// <param name="onError">Called with each exception, likewise; null: it is written to standard error.</param>
    /// <returns>The requests, in the order of the calls.</returns>
    /// <exception cref="ArgumentException">An argument is missing, too many, of the wrong type, given twice, or its name is unknown.</exception>
    public static IReadOnlyList<WorkRequest> MakeRequests(
        Delegate target,
        IEnumerable<(IReadOnlyList<object?> Args, IReadOnlyDictionary<string, object?>? Kwargs)> calls,
        Action<WorkRequest, object?>? callback = null,
        Action<WorkRequest, Exception>? onError = null) =>
        [.. calls.Select(call => WorkRequest.Create(target, call.Args, call.Kwargs, callback, onError))];

    /// <summary>Hands a request to the workers, waiting while too many are queued.</summary>
    /// <param name="request">The request; each can be put once.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever; zero: not at all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="QueueFullException">There was no room in time.</exception>
    /// <exception cref="InvalidOperationException">The request was put before.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the request is not queued.</exception>
    public void PutRequest(WorkRequest request, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        BeginPut(request);
        bool isPut = false;
        try
        {
            isPut = _requests.TryPut(request, timeout ?? Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (QueueClosedException)
        {
            throw Disposed();
        }
        finally
        {
            EndPut(request, isPut);
        }

        ThrowIfNotPut(isPut);
    }

    /// <summary>Hands a request to the workers, waiting without blocking the thread while too many are queued.</summary>
    /// <param name="request">The request; each can be put once.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever; zero: not at all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes once the request is queued; it fails as <see cref="PutRequest"/> does.</returns>
    public async Task PutRequestAsync(WorkRequest request, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        BeginPut(request);
        bool isPut = false;
        try
        {
            isPut = await _requests.TryPutAsync(request, timeout ?? Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }
        catch (QueueClosedException)
        {
            throw Disposed();
        }
        finally
        {
            EndPut(request, isPut);
        }

        ThrowIfNotPut(isPut);
    }

    /// <summary>Calls back every outcome that is there, on this thread.</summary>
    /// <param name="block">True: go on until nothing is pending, waiting for outcomes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NoResultsPendingException">Nothing is pending, or, when blocking, nothing more.</exception>
    /// <exception cref="NoWorkersAvailableException">To wait was asked for, but no worker is left to bring an outcome.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Poll(bool block = false, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (PendingCount == 0)
            {
                throw new NoResultsPendingException();
            }

            if (!_results.TryGet(out WorkRequest? request))
            {
                if (!block)
                {
                    return;
                }

                if (!WaitForOutcome(Timeout.InfiniteTimeSpan, out request, cancellationToken))
                {
                    continue;
                }
            }

            Settle(request!);
        }
    }

    /// <summary>Waits until every request is done, calling back the outcomes on this thread.</summary>
    /// <exception cref="NoWorkersAvailableException">No worker is left to do them.</exception>
    public void Wait() => Wait(Timeout.InfiniteTimeSpan);

    /// <summary>Waits until every request is done or the token is cancelled, calling back the outcomes on this thread.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NoWorkersAvailableException">No worker is left to do them.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Wait(CancellationToken cancellationToken) => Wait(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until every request is done, for a time at most, calling back the outcomes on this thread.</summary>
    /// <param name="timeout">How long to wait; zero: only for what is there; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether every request is done; false when the time is up.</returns>
    /// <exception cref="NoWorkersAvailableException">No worker is left to do them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        while (PendingCount > 0)
        {
            if (!_results.TryGet(out WorkRequest? request)
                && !WaitForOutcome(TimeSpan.FromMilliseconds(deadline.RemainingMilliseconds()), out request, cancellationToken))
            {
                if (deadline.HasPassed)
                {
                    return false;
                }

                continue;
            }

            Settle(request!);
        }

        return true;
    }

    /// <summary>Waits until every request is done without blocking the thread. The callbacks run in the task.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when nothing is pending, or fails with <see cref="NoWorkersAvailableException"/>.</returns>
    public Task WaitAsync(CancellationToken cancellationToken = default) => WaitAsync(Deadline.Never, cancellationToken);

    /// <summary>Waits until every request is done, for a time at most, without blocking the thread. The callbacks run in the task.</summary>
    /// <param name="timeout">How long to wait; zero: only for what is there; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether every request is done, false when the time is up; or the task fails with <see cref="NoWorkersAvailableException"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitAsync(Deadline.After(timeout), cancellationToken);

    /// <summary>Adds workers.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public void CreateWorkers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        using (_gate.Enter())
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (count > 0 && _running == 0)
            {
                _lookAgain = new CancellationTokenSource();
            }

            for (int i = 0; i < count; i++)
            {
                var worker = new Worker(this);
                worker.Start();
                _workers.Add(worker);

                // Before its end can count it out again, which needs the lock held here.
                _running++;
            }
        }
    }

    /// <summary>Tells workers to end: those who wait for work at once, the others after what they are at. Queued requests stay.</summary>
    /// <param name="count">How many, at most all.</param>
    /// <param name="join">True: wait until they have ended.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public void DismissWorkers(int count, bool join = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        List<Worker> leaving;
        using (_gate.Enter())
        {
            count = Math.Min(count, _workers.Count);
            leaving = _workers[^count..];
            _workers.RemoveRange(_workers.Count - count, count);
            _dismissed.RemoveAll(static worker => !worker.IsAlive);
            _dismissed.AddRange(leaving);
        }

        // Outside the lock: a cancellation runs what others have registered.
        leaving.ForEach(static worker => worker.Dismiss());
        if (join)
        {
            JoinAll(leaving);
        }
    }

    /// <summary>Waits until every dismissed worker has ended.</summary>
    public void JoinAllDismissedWorkers() => JoinAllDismissedWorkers(Timeout.InfiniteTimeSpan);

    /// <summary>Waits until every dismissed worker has ended, for a time at most.</summary>
    /// <param name="timeout">How long to wait for all of them together; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the workers.</param>
    /// <returns>Whether all have ended; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool JoinAllDismissedWorkers(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        return Dismissed().All(worker => worker.Join(LockOrder.TimeLeft(deadline), cancellationToken));
    }

    /// <summary>Waits until every dismissed worker has ended without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait, not the workers.</param>
    /// <returns>A task that completes when all have ended, or is cancelled.</returns>
    public async Task JoinAllDismissedWorkersAsync(CancellationToken cancellationToken = default)
    {
        foreach (Worker worker in Dismissed())
        {
            await worker.JoinAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Dismisses all workers, waits for the work they are at, and drops the requests that were not begun. Outcomes that are
    /// there can still be polled.
    /// </summary>
    public void Dispose()
    {
        Shut();
        JoinAllDismissedWorkers();
    }

    /// <summary>Does what <see cref="Dispose"/> does without blocking the thread.</summary>
    /// <returns>A task that completes when the workers have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        Shut();
        await JoinAllDismissedWorkersAsync().ConfigureAwait(false);
    }

    private void Shut()
    {
        using (_gate.Enter())
        {
            _isDisposed = true;
        }

        _requests.Close();
        DropRequests();
        DismissWorkers(int.MaxValue);

        // A worker may wait for room for its result, which nobody will make any more.
        _results.MaxSize = 0;
    }

    private void DropRequests()
    {
        try
        {
            while (_requests.TryGet(out _))
            {
                CountOut();
            }
        }
        catch (QueueClosedException)
        {
            // All are gone.
        }
    }

    private static void JoinAll(List<Worker> leaving)
    {
        // A request may dispose its own pool; its worker ends after it.
        foreach (Worker worker in leaving.Where(static worker => !worker.IsCurrent))
        {
            worker.Join();
        }
    }

    private Worker[] Dismissed()
    {
        using (_gate.Enter())
        {
            _dismissed.RemoveAll(static worker => !worker.IsAlive);
            return [.. _dismissed.Where(static worker => !worker.IsCurrent)];
        }
    }

    private void BeginPut(WorkRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Take();

        // Counted before a worker can finish it.
        Interlocked.Increment(ref _pending);
    }

    private void EndPut(WorkRequest request, bool isPut)
    {
        if (!isPut)
        {
            request.GiveBack();
            CountOut();
        }
    }

    private void ThrowIfNotPut(bool isPut)
    {
        if (!isPut)
        {
            throw new QueueFullException($"{_requests.MaxSize} requests have waited all the time; poll for results, add workers, or wait longer.");
        }
    }

    private static ObjectDisposedException Disposed() => new(nameof(WorkerThreadPool), "The pool was disposed; create a new one.");

    private async Task<bool> WaitAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        while (PendingCount > 0)
        {
            if (!_results.TryGet(out WorkRequest? request))
            {
                (bool isThere, request) = await WaitForOutcomeAsync(deadline, cancellationToken).ConfigureAwait(false);
                if (!isThere && deadline.HasPassed)
                {
                    return false;
                }

                if (!isThere)
                {
                    continue;
                }
            }

            Settle(request!);
        }

        return true;
    }

    /// <summary>False when the time is up, or when it must be looked again because workers went or nothing is pending.</summary>
    private bool WaitForOutcome(TimeSpan timeout, out WorkRequest? request, CancellationToken cancellationToken)
    {
        CancellationToken lookAgain = BeginWait();
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lookAgain);
            return _results.TryGet(out request, PendingCount == 0 ? TimeSpan.Zero : timeout, either.Token);
        }
        catch (OperationCanceledException) when (lookAgain.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            ThrowIfNobodyWorks();
            request = null;
            return false;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<(bool IsThere, WorkRequest? Request)> WaitForOutcomeAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        CancellationToken lookAgain = BeginWait();
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lookAgain);
            TimeSpan timeout = PendingCount == 0 ? TimeSpan.Zero : LockOrder.TimeLeft(deadline);
            return await _results.TryGetAsync(timeout, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lookAgain.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            ThrowIfNobodyWorks();
            return (false, null);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>From here on <see cref="CountOut"/> cancels the token, so look at the pending ones once more before waiting.</summary>
    private CancellationToken BeginWait()
    {
        Interlocked.Increment(ref _waiting);
        using (_gate.Enter())
        {
            return _lookAgain.Token;
        }
    }

    /// <summary>One request less. Without requests nothing will come, so who waits for an outcome is woken.</summary>
    private void CountOut()
    {
        if (Interlocked.Decrement(ref _pending) != 0 || Volatile.Read(ref _waiting) == 0)
        {
            return;
        }

        CancellationTokenSource before;
        using (_gate.Enter())
        {
            before = _lookAgain;
            if (_running > 0)
            {
                _lookAgain = new CancellationTokenSource();
            }
        }

        before.Cancel();
    }

    private void ThrowIfNobodyWorks()
    {
        if (_results.IsEmpty && WorkerCount == 0 && PendingCount > 0)
        {
            throw new NoWorkersAvailableException(
                $"{PendingCount} request(s) are pending but the pool has no workers; call CreateWorkers first.");
        }
    }

    /// <summary>Called by each worker thread at its end, with its last outcome delivered.</summary>
    private void WorkerEnded()
    {
        CancellationTokenSource? gone = null;
        using (_gate.Enter())
        {
            if (--_running == 0)
            {
                gone = _lookAgain;
            }
        }

        // Outside the lock: a cancellation runs what others have registered.
        gone?.Cancel();
    }

    private void Settle(WorkRequest request)
    {
        try
        {
            request.CallBack();
        }
        finally
        {
            CountOut();
        }
    }
}
