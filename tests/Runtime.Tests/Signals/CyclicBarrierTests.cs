using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.SignalTests;

public class CyclicBarrierTests
{
    private const int N = 5;

    [Theory, Trait("Row", "79")]
    [InlineData(1)]
    [InlineData(10)]
    public void All_pass_in_lock_step(int passes)
    {
        var barrier = new CyclicBarrier(N);
        int[] arrived = new int[passes + 1];
        Wait.Start(N, _ =>
        {
            for (int pass = 0; pass < passes; pass++)
            {
                Interlocked.Increment(ref arrived[pass]);
                barrier.Wait(Wait.Limit);
                Assert.Equal(N, Volatile.Read(ref arrived[pass]));
            }
        }).JoinAll();
        Assert.Equal(0, barrier.WaitingCount);
        Assert.False(barrier.IsBroken);
    }

    [Fact, Trait("Row", "80")]
    public void Each_party_gets_another_number()
    {
        var barrier = new CyclicBarrier(N);
        var numbers = new int[N];
        for (int round = 0; round < 100; round++)
        {
            Wait.Start(N, i => numbers[i] = barrier.Wait(Wait.Limit)).JoinAll();
            Assert.Equal(Enumerable.Range(0, N), numbers.Order());
        }
    }

    [Fact, Trait("Row", "81")]
    public void The_action_runs_once_before_anybody_goes_on()
    {
        int runs = 0;
        var barrier = new CyclicBarrier(N, () =>
        {
            Thread.Yield();
            runs++;
        });
        Wait.Start(N, _ =>
        {
            for (int round = 1; round <= 50; round++)
            {
                barrier.Wait(Wait.Limit);

                // The next run needs this party, too.
                Assert.Equal(round, Volatile.Read(ref runs));
            }
        }).JoinAll();
    }

    [Fact, Trait("Row", "82")]
    public void An_action_that_throws_breaks_the_barrier()
    {
        var barrier = new CyclicBarrier(N, () => throw new NotSupportedException());
        int own = 0, broken = 0;
        Wait.Start(N, _ =>
        {
            Exception? failure = Record.Exception(() => barrier.Wait(Wait.Limit));
            Interlocked.Add(ref own, failure is NotSupportedException ? 1 : 0);
            Interlocked.Add(ref broken, failure is BrokenBarrierException ? 1 : 0);
        }).JoinAll();
        Assert.Equal((1, N - 1), (own, broken));
        Assert.True(barrier.IsBroken);
        Assert.Throws<BrokenBarrierException>(() => barrier.Wait());
    }

    [Fact, Trait("Row", "83")]
    public void Aborting_breaks_who_waits_and_who_comes()
    {
        var barrier = new CyclicBarrier(N);
        Wait.Background[] waiting = StartWaiting(barrier, N - 1);
        barrier.Abort();
        Assert.Equal(N - 1, Broken(waiting));
        Assert.True(barrier.IsBroken);
        Assert.Throws<BrokenBarrierException>(() => barrier.Wait());
    }

    [Fact, Trait("Row", "84")]
    public void Resetting_breaks_who_waits_and_nobody_else()
    {
        var barrier = new CyclicBarrier(N);
        Wait.Background[] waiting = StartWaiting(barrier, N - 1);
        barrier.Reset();
        Assert.Equal(N - 1, Broken(waiting));
        Assert.False(barrier.IsBroken);
        Wait.Start(N, _ => barrier.Wait(Wait.Limit)).JoinAll();
    }

    [Fact, Trait("Row", "85")]
    public void An_aborted_barrier_works_again_after_a_reset()
    {
        var barrier = new CyclicBarrier(N);
        for (int round = 0; round < 10; round++)
        {
            Wait.Background[] waiting = StartWaiting(barrier, N - 1);
            barrier.Abort();
            Assert.Equal(N - 1, Broken(waiting));
            barrier.Reset();
            Wait.Start(N, _ => barrier.Wait(Wait.Limit)).JoinAll();
        }
    }

    [Fact, Trait("Row", "86")]
    public void A_party_that_comes_too_late_finds_it_broken_as_the_others_do()
    {
        var barrier = new CyclicBarrier(N);
        int broken = 0;
        Wait.Start(N, i =>
        {
            if (i == N - 1)
            {
                Wait.Until(() => barrier.IsBroken, "the first gave up");
            }

            Exception? failure = Record.Exception(() => barrier.Wait(i == 0 ? TimeSpan.FromMilliseconds(50) : Wait.Limit));
            Interlocked.Add(ref broken, failure is BrokenBarrierException ? 1 : 0);
        }).JoinAll();
        Assert.Equal(N, broken);
    }

    [Fact, Trait("Row", "87")]
    public void The_timeout_of_the_constructor_holds_for_every_wait()
    {
        var barrier = new CyclicBarrier(2, timeout: TimeSpan.FromSeconds(0.3));
        long start = Stopwatch.GetTimestamp();
        Assert.Throws<BrokenBarrierException>(() => barrier.Wait());
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.1, 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CyclicBarrier(2, timeout: TimeSpan.FromSeconds(-1)));
    }

    [Fact, Trait("Row", "88")]
    public void One_party_never_waits()
    {
        var barrier = new CyclicBarrier(1);
        Wait.Run(() =>
        {
            Assert.Equal(0, barrier.Wait());
            Assert.Equal(0, barrier.Wait(TimeSpan.Zero));
        });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CyclicBarrier(0));
    }

    [Fact, Trait("Row", "89")]
    public void The_text_tells_who_waits_or_that_it_is_broken()
    {
        var barrier = new CyclicBarrier(3);
        Assert.Equal("CyclicBarrier (waiters=0/3)", barrier.ToString());
        Wait.Background[] waiting = StartWaiting(barrier, 2);
        Assert.Equal("CyclicBarrier (waiters=2/3)", barrier.ToString());
        Assert.Equal((2, 3), (barrier.WaitingCount, barrier.Parties));
        barrier.Abort();
        Broken(waiting);
        Assert.Equal("CyclicBarrier (broken)", barrier.ToString());
    }

    [Fact]
    public async Task Tasks_and_threads_meet()
    {
        var barrier = new CyclicBarrier(4);
        for (int round = 0; round < 100; round++)
        {
            Wait.Background[] threads = Wait.Start(2, _ => barrier.Wait(Wait.Limit));
            Task<int> first = barrier.WaitAsync(Wait.Limit), second = barrier.WaitAsync();
            threads.JoinAll();
            Assert.NotEqual(await first.WaitAsync(Wait.Limit), await second.WaitAsync(Wait.Limit));
        }
    }

    [Fact]
    public async Task A_cancelled_party_breaks_the_barrier()
    {
        var barrier = new CyclicBarrier(3);
        using var source = new CancellationTokenSource();
        Wait.Background waiting = Wait.Start(() => Assert.Throws<BrokenBarrierException>(() => barrier.Wait()));
        Task<int> cancelled = barrier.WaitAsync(null, source.Token);
        Wait.Until(() => barrier.WaitingCount == 2, "both wait");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        waiting.Join();
        Assert.True(barrier.IsBroken);
    }

    [Fact]
    public void A_party_whose_time_ends_while_the_action_runs_has_passed()
    {
        var firstMayLeave = new EventFlag();
        var barrier = new CyclicBarrier(2, firstMayLeave.Wait);
        Wait.Background first = Wait.Start(() => Assert.Equal(0, barrier.Wait(TimeSpan.FromMilliseconds(300))));
        Wait.Until(() => barrier.WaitingCount == 1, "the first waits");
        long start = Stopwatch.GetTimestamp();
        Wait.Background second = Wait.Start(() => Assert.Equal(1, barrier.Wait()));
        Wait.Until(() => Stopwatch.GetElapsedTime(start) > TimeSpan.FromMilliseconds(400), "its time is over");
        Assert.False(barrier.IsBroken);
        firstMayLeave.Set();
        first.Join();
        second.Join();
    }

    [Fact]
    public void Who_comes_while_the_action_runs_belongs_to_the_next_round()
    {
        var isRunning = new EventFlag();
        var mayEnd = new EventFlag();
        int runs = 0;
        var barrier = new CyclicBarrier(2, () =>
        {
            runs++;
            isRunning.Set();
            mayEnd.Wait();
        });
        Wait.Background[] first = Wait.Start(2, _ => barrier.Wait(Wait.Limit));
        isRunning.Wait();
        Wait.Background[] second = Wait.Start(2, _ => barrier.Wait(Wait.Limit));
        Assert.Equal(1, runs);
        mayEnd.Set();
        first.JoinAll();
        second.JoinAll();
        Assert.Equal(2, runs);
    }

    private static Wait.Background[] StartWaiting(CyclicBarrier barrier, int count)
    {
        Wait.Background[] all = Wait.Start(count, _ => barrier.Wait(Wait.Limit));
        Wait.Until(() => barrier.WaitingCount == count, "all wait");
        return all;
    }

    private static int Broken(Wait.Background[] all) =>
        all.Count(one => Record.Exception(one.Join) is BrokenBarrierException);
}
