using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.PoolTests;

public class WorkerThreadPoolTests
{
    [Fact, Trait("Row", "111")]
    public void It_starts_its_daemon_workers_at_once()
    {
        int before = Threads.ActiveCount;
        using var pool = new WorkerThreadPool(3);
        Assert.Equal(3, pool.WorkerCount);
        Assert.Equal(before + 3, Threads.ActiveCount);
        Assert.All(Threads.Enumerate().TakeLast(3), t => Assert.True(t.Daemon));
        pool.CreateWorkers(2);
        Assert.Equal(before + 5, Threads.ActiveCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerThreadPool(-1));
    }

    [Fact, Trait("Row", "112")]
    public void Requests_are_made_of_items_and_of_lists_of_arguments()
    {
        var results = new List<object?>();
        using var pool = new WorkerThreadPool(2);
        PutAll(pool, WorkerThreadPool.MakeRequests((int x) => x * x, [1, 2, 3], (_, result) => results.Add(result)));
        pool.Wait();
        Assert.Equal([1, 4, 9], results.Cast<int>().Order());

        results.Clear();
        string Greet(string greeting, string name, string end = ".") => greeting + " " + name + end;
        PutAll(pool, WorkerThreadPool.MakeRequests(
            Greet,
            [
                (["hello", "a"], null),
                (["hello"], new Dictionary<string, object?> { ["name"] = "b", ["end"] = "!" }),
            ],
            (_, result) => results.Add(result)));
        pool.Wait();
        Assert.Equal(["hello a.", "hello b!"], results.Cast<string>().Order(StringComparer.Ordinal));
        Assert.Throws<ArgumentException>(() => WorkerThreadPool.MakeRequests(Greet, [(["only one"], null)]));
    }

    [Fact, Trait("Row", "113")]
    public async Task Putting_waits_while_too_many_are_queued()
    {
        var leave = new EventFlag();
        var isBusy = new EventFlag();
        using var pool = new WorkerThreadPool(1, requestQueueSize: 1);
        IReadOnlyList<WorkRequest> requests = WorkerThreadPool.MakeRequests(
            (int _) =>
            {
                isBusy.Set();
                leave.Wait();
            },
            [1, 2, 3, 4]);
        pool.PutRequest(requests[0]);
        isBusy.Wait();
        pool.PutRequest(requests[1]);
        Assert.Throws<QueueFullException>(() => pool.PutRequest(requests[2], TimeSpan.FromMilliseconds(10)));
        Assert.Throws<QueueFullException>(() => pool.PutRequest(requests[2], TimeSpan.Zero));
        await Assert.ThrowsAsync<QueueFullException>(() => pool.PutRequestAsync(requests[2], TimeSpan.Zero));
        Assert.Equal(2, pool.PendingCount);
        Wait.Background putter = Wait.Start(() => pool.PutRequest(requests[2]));
        Task later = pool.PutRequestAsync(requests[3]);
        leave.Set();
        putter.Join();
        await later.WaitAsync(Wait.Limit);
        pool.Wait();
        Assert.All(requests, r => Assert.True(r.IsCompleted));
        Assert.Throws<InvalidOperationException>(() => pool.PutRequest(requests[0]));
    }

    [Fact, Trait("Row", "114")]
    public void Callbacks_run_in_the_thread_that_waits_once_per_request()
    {
        var threads = new List<int>();
        var done = new List<WorkRequest>();
        using var pool = new WorkerThreadPool(3);
        IReadOnlyList<WorkRequest> requests = WorkerThreadPool.MakeRequests((int x) => Environment.CurrentManagedThreadId, Enumerable.Range(0, 20), (request, worker) =>
        {
            Assert.NotEqual(Environment.CurrentManagedThreadId, worker);
            threads.Add(Environment.CurrentManagedThreadId);
            done.Add(request);
        });
        PutAll(pool, requests);
        pool.Wait();
        Assert.Equal([Environment.CurrentManagedThreadId], threads.Distinct());
        Assert.Equal(requests.Select(r => r.RequestId), done.Select(r => r.RequestId).Order());
        Assert.Equal(20, done.Distinct().Count());
    }

    [Fact, Trait("Row", "114")]
    public void A_callback_may_put_further_requests()
    {
        using var pool = new WorkerThreadPool(2);
        var seen = new List<int>();
        void Put(int n) => pool.PutRequest(WorkRequest.Create(
            (int x) => x + 1,
            n,
            (_, result) =>
            {
                seen.Add(result);
                if (result < 5)
                {
                    Put(result);
                }
            }));
        Put(0);
        pool.Wait();
        Assert.Equal([1, 2, 3, 4, 5], seen);
    }

    [Fact, Trait("Row", "115")]
    public async Task Waiting_with_nothing_pending_returns_and_polling_says_so()
    {
        using var pool = new WorkerThreadPool(1);
        pool.Wait();
        Assert.True(pool.Wait(TimeSpan.Zero));
        await pool.WaitAsync();
        Assert.Throws<NoResultsPendingException>(() => pool.Poll());
        Assert.Throws<NoResultsPendingException>(() => pool.Poll(block: true));
    }

    [Fact, Trait("Row", "115")]
    public async Task A_wait_may_be_limited_and_awaited()
    {
        var leave = new EventFlag();
        using var pool = new WorkerThreadPool(1);
        int calledBack = 0;
        WorkRequest request = WorkRequest.Create((int _) => leave.Wait(), 0, _ => calledBack++);
        pool.PutRequest(request);
        Assert.False(pool.Wait(TimeSpan.FromMilliseconds(5)));
        using var source = new CancellationTokenSource();
        Task cancelled = pool.WaitAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.ThrowsAny<OperationCanceledException>(() => pool.Wait(source.Token));
        pool.Poll();
        Assert.Equal(0, calledBack);
        leave.Set();
        await pool.WaitAsync().WaitAsync(Wait.Limit);
        Assert.Equal((1, 0), (calledBack, pool.PendingCount));
    }

    [Fact, Trait("Row", "116")]
    public void An_exception_goes_to_its_own_callback_or_to_standard_error()
    {
        var failures = new List<Exception>();
        int results = 0;
        var failure = new InvalidOperationException("mistake");
        using var pool = new WorkerThreadPool(1);
        WorkRequest told = WorkRequest.Create<int, int>(_ => throw failure, 1, (_, _) => results++, (_, e) => failures.Add(e));
        WorkRequest untold = WorkRequest.Create<int, int>(_ => throw failure, 1, (_, _) => results++);
        string written = ErrorOutput.Of(() =>
        {
            pool.PutRequest(told);
            pool.PutRequest(untold);
            pool.Wait();
        });
        Assert.Equal([failure], failures);
        Assert.Equal(0, results);
        Assert.Same(failure, untold.Exception);
        Assert.Contains("mistake", written, StringComparison.Ordinal);
        Assert.Contains($"request {untold.RequestId}", written, StringComparison.Ordinal);
        Assert.DoesNotContain($"request {told.RequestId}", written, StringComparison.Ordinal);
        Assert.EndsWith("(failed)", told.ToString(), StringComparison.Ordinal);
    }

    [Fact, Trait("Row", "117")]
    public async Task Waiting_without_workers_is_refused()
    {
        using var pool = new WorkerThreadPool(0);
        pool.PutRequest(WorkRequest.Create((int x) => x, 1));
        pool.Poll();
        Assert.Throws<NoWorkersAvailableException>(() => pool.Poll(block: true));
        Assert.Throws<NoWorkersAvailableException>(pool.Wait);
        await Assert.ThrowsAsync<NoWorkersAvailableException>(() => pool.WaitAsync());
        pool.CreateWorkers(1);
        pool.Wait();
        Assert.Equal(0, pool.PendingCount);
    }

    [Fact, Trait("Row", "117")]
    public void Who_waits_when_the_last_worker_leaves_is_told()
    {
        var leave = new EventFlag();
        var isBusy = new EventFlag();
        using var pool = new WorkerThreadPool(1);
        int done = 0;
        PutAll(pool, WorkerThreadPool.MakeRequests(
            (int _) =>
            {
                isBusy.Set();
                leave.Wait();
            },
            [1, 2],
            _ => done++));
        isBusy.Wait();
        Wait.Background waiter = Wait.Start(() => Assert.Throws<NoWorkersAvailableException>(pool.Wait));
        pool.DismissWorkers(1);
        leave.Set();
        waiter.Join();
        Assert.Equal((1, 1), (done, pool.PendingCount));
    }

    [Fact, Trait("Row", "118")]
    public void Dismissed_workers_finish_what_they_are_at_and_leave_the_rest()
    {
        var leave = new EventFlag();
        int running = 0;
        using var pool = new WorkerThreadPool(2);
        IReadOnlyList<WorkRequest> requests = WorkerThreadPool.MakeRequests(
            (int _) =>
            {
                Interlocked.Increment(ref running);
                leave.Wait();
            },
            Enumerable.Range(0, 5));
        PutAll(pool, requests);
        Wait.Until(() => Volatile.Read(ref running) == 2, "both are at work");
        pool.DismissWorkers(5);
        Assert.Equal(0, pool.WorkerCount);
        leave.Set();
        pool.JoinAllDismissedWorkers();
        Assert.Equal(2, requests.Count(r => r.IsCompleted));
        pool.CreateWorkers(1);
        pool.Wait();
        Assert.All(requests, r => Assert.True(r.IsCompleted));
    }

    [Fact, Trait("Row", "119")]
    public void A_dismissed_worker_that_waits_for_work_leaves_at_once()
    {
        int before = Threads.ActiveCount;
        using var pool = new WorkerThreadPool(4);
        pool.DismissWorkers(4, join: true);
        Assert.Equal(before, Threads.ActiveCount);
    }

    [Fact]
    public void Disposing_ends_the_workers_and_refuses_new_work()
    {
        int before = Threads.ActiveCount;
        var pool = new WorkerThreadPool(2, resultQueueSize: 1);
        PutAll(pool, WorkerThreadPool.MakeRequests((int x) => x, Enumerable.Range(0, 10)));
        pool.Dispose();
        pool.Dispose();
        Assert.Equal(before, Threads.ActiveCount);
        Assert.Throws<ObjectDisposedException>(() => pool.PutRequest(WorkRequest.Create((int x) => x, 1)));
        Assert.Throws<ObjectDisposedException>(() => pool.CreateWorkers(1));
    }

    private static void PutAll(WorkerThreadPool pool, IEnumerable<WorkRequest> requests)
    {
        foreach (WorkRequest request in requests)
        {
            pool.PutRequest(request);
        }
    }
}
