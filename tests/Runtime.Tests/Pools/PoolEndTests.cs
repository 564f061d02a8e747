using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.PoolTests;

/// <summary>How waits and pools come to their end, whoever else polls, gives up or disposes.</summary>
public class PoolEndTests
{
    [Fact]
    public void Of_two_threads_that_wait_both_return()
    {
        for (int round = 0; round < 300; round++)
        {
            using var pool = new WorkerThreadPool(1);
            int calledBack = 0;
            pool.PutRequest(WorkRequest.Create((int _) => { }, 0, _ => Interlocked.Increment(ref calledBack)));
            Wait.Start(2, _ => pool.Wait()).JoinAll();
            Assert.Equal(1, calledBack);
        }
    }

    [Fact]
    public async Task A_thread_that_waits_beside_a_task_returns_when_the_task_has_called_back_the_last()
    {
        var isCallingBack = new EventFlag();
        var mayReturn = new EventFlag();
        await using var pool = new WorkerThreadPool(1);
        pool.PutRequest(WorkRequest.Create((int _) => { }, 0, _ =>
        {
            isCallingBack.Set();
            mayReturn.Wait();
        }));
        Wait.Background first = Wait.Start(pool.Wait);
        isCallingBack.Wait();

        // The only outcome is taken; what these wait for will never come.
        Wait.Background second = Wait.Start(pool.Wait);
        Task third = pool.WaitAsync();
        Assert.False(third.IsCompleted);
        mayReturn.Set();
        first.Join();
        second.Join();
        await third.WaitAsync(Wait.Limit);
    }

    [Fact]
    public void Who_waits_only_for_a_request_that_found_no_room_returns()
    {
        var leave = new EventFlag();
        var isBusy = new EventFlag();
        using var source = new CancellationTokenSource();
        using var pool = new WorkerThreadPool(1, requestQueueSize: 1, resultQueueSize: 0);
        WorkRequest busy = WorkRequest.Create(
            (int _) =>
            {
                isBusy.Set();
                leave.Wait();
            },
            0);
        pool.PutRequest(busy);
        isBusy.Wait();
        pool.PutRequest(WorkRequest.Create((int _) => { }, 0));
        Wait.Background putter = Wait.Start(() => Assert.ThrowsAny<OperationCanceledException>(
            () => pool.PutRequest(WorkRequest.Create((int _) => { }, 0), null, source.Token)));
        Wait.Until(() => pool.PendingCount == 3, "the third looks for room");
        Wait.Background waiter = Wait.Start(pool.Wait);
        source.Cancel();
        putter.Join();
        leave.Set();
        waiter.Join();
        Assert.Equal(0, pool.PendingCount);
    }

    [Fact]
    public void Disposing_counts_out_what_was_not_begun_and_keeps_the_outcomes()
    {
        var leave = new EventFlag();
        var isBusy = new EventFlag();
        using var pool = new WorkerThreadPool(1);
        var results = new List<int>();
        foreach (WorkRequest request in WorkerThreadPool.MakeRequests(
            (int x) =>
            {
                isBusy.Set();
                leave.Wait();
                return x;
            },
            [1, 2, 3],
            (_, result) => results.Add(result)))
        {
            pool.PutRequest(request);
        }

        isBusy.Wait();
        Wait.Background disposing = Wait.Start(pool.Dispose);
        Wait.Until(() => pool.PendingCount == 1, "two are dropped");
        leave.Set();
        disposing.Join();
        pool.Wait();
        Assert.Equal([1], results);
        Assert.Equal(0, pool.PendingCount);
    }

    [Fact]
    public async Task Waits_for_results_and_for_dismissed_workers_may_be_limited_and_awaited()
    {
        var leave = new EventFlag();
        var isBusy = new EventFlag();
        await using var pool = new WorkerThreadPool(1);
        pool.PutRequest(WorkRequest.Create(
            (int _) =>
            {
                isBusy.Set();
                leave.Wait();
            },
            0));
        isBusy.Wait();
        Assert.False(await pool.WaitAsync(TimeSpan.FromMilliseconds(5)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pool.WaitAsync(TimeSpan.FromSeconds(-1)));
        pool.DismissWorkers(1);
        Assert.False(pool.JoinAllDismissedWorkers(TimeSpan.Zero));
        Assert.False(pool.JoinAllDismissedWorkers(TimeSpan.FromMilliseconds(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.JoinAllDismissedWorkers(TimeSpan.FromSeconds(-1)));
        using var source = new CancellationTokenSource();
        Task cancelled = pool.JoinAllDismissedWorkersAsync(source.Token), joined = pool.JoinAllDismissedWorkersAsync();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.ThrowsAny<OperationCanceledException>(() => pool.JoinAllDismissedWorkers(Wait.Limit, source.Token));
        Assert.False(joined.IsCompleted);
        leave.Set();
        await joined.WaitAsync(Wait.Limit);
        Assert.True(pool.JoinAllDismissedWorkers(TimeSpan.Zero));
        Assert.True(await pool.WaitAsync(Wait.Limit));
    }

    [Fact]
    public void A_request_may_dispose_its_own_pool()
    {
        using var pool = new WorkerThreadPool(2);
        WorkRequest request = WorkRequest.Create((int _) => pool.Dispose(), 0);
        pool.PutRequest(request);
        Wait.Until(() => pool.WorkerCount == 0 && request.IsCompleted, "it has disposed the pool");
        pool.Wait();
        Assert.Null(request.Exception);
    }
}
