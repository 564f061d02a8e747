using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.SignalTests;

public class EventFlagTests
{
    [Fact, Trait("Row", "62")]
    public void It_is_set_and_cleared()
    {
        var flag = new EventFlag();
        Assert.False(flag.IsSet);
        Assert.Equal("EventFlag (unset)", flag.ToString());
        flag.Set();
        Assert.True(flag.IsSet);
        flag.Set();
        Assert.True(flag.IsSet);
        flag.Clear();
        Assert.False(flag.IsSet);
        flag.Clear();
        Assert.False(flag.IsSet);
        Assert.True(new EventFlag(isSet: true).IsSet);
    }

    [Fact, Trait("Row", "63")]
    public void Setting_it_wakes_all_and_lets_later_ones_through()
    {
        var flag = new EventFlag();
        int through = 0;
        Wait.Background[] all = Wait.Start(5, _ =>
        {
            flag.Wait();
            Assert.True(flag.Wait(TimeSpan.Zero));
            Interlocked.Increment(ref through);
        });
        Wait.Until(() => flag.WaiterCount == 5, "all wait");
        Assert.Equal(0, through);
        flag.Set();
        all.JoinAll();
        Assert.Equal(5, through);
        Wait.Run(flag.Wait);
    }

    [Fact, Trait("Row", "64")]
    public void A_timed_wait_tells_whether_it_was_set()
    {
        var flag = new EventFlag();
        Assert.False(flag.Wait(TimeSpan.Zero));
        long start = Stopwatch.GetTimestamp();
        Assert.False(flag.Wait(TimeSpan.FromSeconds(0.5)));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.3, 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => flag.Wait(TimeSpan.FromSeconds(-1)));
        flag.Set();
        Assert.True(flag.Wait(TimeSpan.Zero));
        Assert.True(flag.Wait(TimeSpan.FromSeconds(0.5)));
    }

    [Fact, Trait("Row", "65")]
    public void Whoever_waits_when_it_is_set_gets_through_although_it_is_cleared_at_once()
    {
        const int Waiters = 4;
        var flag = new EventFlag();
        int through = 0;
        for (int round = 1; round <= 1000; round++)
        {
            Wait.Background[] all = round % 10 == 0
                ? Wait.Start(Waiters, _ => CountIfSet())
                : Wait.Start(1, _ => CountIfSet());
            Wait.Until(() => flag.WaiterCount == all.Length, "all wait");
            flag.Set();
            flag.Clear();
            all.JoinAll();
            Assert.Equal(all.Length, through);
            through = 0;
        }

        void CountIfSet()
        {
            if (flag.Wait(TimeSpan.FromSeconds(20)))
            {
                Interlocked.Increment(ref through);
            }
        }
    }

    [Fact, Trait("Row", "65")]
    public async Task Tasks_get_through_as_well()
    {
        var flag = new EventFlag();
        for (int round = 0; round < 1000; round++)
        {
            Task<bool>[] all = [.. Enumerable.Range(0, 4).Select(_ => flag.WaitAsync(Wait.Limit))];
            flag.Set();
            flag.Clear();
            Assert.All(await Task.WhenAll(all), Assert.True);
        }
    }

    [Fact, Trait("Row", "66")]
    public void A_wait_without_a_timeout_returns_only_when_set()
    {
        var flag = new EventFlag();
        bool wasSet = false;
        bool isSetNow = false;
        Wait.Background waiter = Wait.Start(() =>
        {
            flag.Wait();
            wasSet = Volatile.Read(ref isSetNow);
        });
        Wait.Until(() => flag.WaiterCount == 1, "it waits");
        Volatile.Write(ref isSetNow, true);
        flag.Set();
        waiter.Join();
        Assert.True(wasSet);
    }

    [Fact]
    public async Task A_cancelled_wait_ends()
    {
        var flag = new EventFlag();
        using var source = new CancellationTokenSource();
        Wait.Background waiter = Wait.Start(() => Assert.ThrowsAny<OperationCanceledException>(() => flag.Wait(source.Token)));
        Task task = flag.WaitAsync(source.Token);
        Wait.Until(() => flag.WaiterCount == 2, "both wait");
        await source.CancelAsync();
        waiter.Join();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(0, flag.WaiterCount);
        Assert.False(await flag.WaitAsync(TimeSpan.FromMilliseconds(1)));
        flag.Set();
        await flag.WaitAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => flag.Wait(source.Token));
    }

    [Fact]
    public async Task A_task_that_found_it_set_says_so_although_it_is_cleared_meanwhile()
    {
        var flag = new EventFlag();
        bool isOver = false;
        Wait.Background toggler = Wait.Start(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                flag.Set();
                flag.Clear();
            }
        });
        for (int i = 0; i < 200_000; i++)
        {
            Assert.True(await flag.WaitAsync(Wait.Limit));
        }

        Volatile.Write(ref isOver, true);
        toggler.Join();
    }

    [Fact]
    public async Task A_task_with_a_limit_of_more_than_25_days_leaves_no_timer_behind()
    {
        var flag = new EventFlag();
        long before = Timer.ActiveCount;
        for (int i = 0; i < 100; i++)
        {
            Task<bool> waiting = flag.WaitAsync(TimeSpan.FromDays(30));
            flag.Set();
            flag.Clear();
            Assert.True(await waiting);
        }

        Assert.InRange(Timer.ActiveCount - before, -50, 50);
    }
}
