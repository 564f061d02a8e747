using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.SharedState;

public class ProcessSignalTests
{
    [Fact]
    [Trait("Row", "204")]
    public void A_semaphore_counts_the_permits_of_all_processes()
    {
        using var semaphore = new ProcessSemaphore(2);
        using var child = new SharedChild("shared-semaphore", semaphore.Describe());
        Assert.Equal(2, semaphore.CurrentCount);
        Assert.Equal("True", child.Ask("try"));
        Assert.Equal(1, semaphore.CurrentCount);
        Assert.True(semaphore.TryAcquire());
        Assert.Equal("False", child.Ask("try"));
        Assert.Equal("0", child.Ask("count"));
        child.Begin("acquire");
        semaphore.Release();
        child.Expect("done");
        Assert.Equal("done", child.Ask("release"));
        Assert.Equal(1, semaphore.CurrentCount);
        semaphore.Release(5);
        Assert.Equal(6, semaphore.CurrentCount);
    }

    [Fact]
    [Trait("Row", "204")]
    public void A_bounded_semaphore_refuses_a_release_too_many()
    {
        using var semaphore = new ProcessSemaphore(2, 2);
        using var child = new SharedChild("shared-semaphore", semaphore.Describe());
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release());
        Assert.Equal(nameof(SemaphoreFullException), child.Ask("release"));
        semaphore.Acquire();
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release(2));
        semaphore.Release();
        Assert.Equal(2, semaphore.CurrentCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => semaphore.Release(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessSemaphore(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessSemaphore(3, 2));
    }

    [Fact]
    [Trait("Row", "204")]
    public async Task A_semaphore_keeps_timeouts_and_cancellations()
    {
        using var semaphore = new ProcessSemaphore(0);
        long start = Stopwatch.GetTimestamp();
        Assert.False(semaphore.TryAcquire(TimeSpan.FromMilliseconds(150)));
        Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 149.9);
        using var cancellation = new CancellationTokenSource();
        Task cancelled = semaphore.AcquireAsync(cancellation.Token).AsTask();
        Task patient = semaphore.AcquireAsync().AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Wait.Limit));
        semaphore.Release();
        await patient.WaitAsync(Wait.Limit);
        Assert.Equal(0, semaphore.CurrentCount);
    }

    [Fact]
    public void The_permits_of_a_killed_process_come_back()
    {
        using var semaphore = new ProcessSemaphore(3, 3);
        using var child = new SharedChild("shared-semaphore", semaphore.Describe());
        semaphore.Acquire();
        Assert.Equal("True", child.Ask("try"));
        Assert.Equal("True", child.Ask("try"));
        child.Kill();
        Assert.True(semaphore.TryAcquire(Wait.Limit));
        Assert.Equal(2, semaphore.AbandonedCount);
        Assert.Equal(1, semaphore.CurrentCount);
        semaphore.Release(2);
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release());
    }

    [Fact]
    public void Permits_used_as_signals_do_not_come_back()
    {
        using var items = new ProcessSemaphore(0);
        using var consumer = new SharedChild("shared-semaphore", items.Describe());
        items.Release(2);
        Assert.Equal("True", consumer.Ask("try"));
        consumer.Kill();
        Assert.True(items.TryAcquire());
        Assert.False(items.TryAcquire(TimeSpan.FromMilliseconds(300)));
        Assert.Equal(0, items.AbandonedCount);
    }

    [Fact]
    [Trait("Row", "205")]
    public void An_event_crosses_processes_both_ways()
    {
        using var flag = new ProcessEvent();
        using var child = new SharedChild("shared-event", flag.Describe());
        Assert.Equal("False", child.Ask("wait 0"));
        child.Begin("wait");
        flag.Set();
        child.Expect("done");
        Assert.Equal("True", child.Ask("wait 0"));
        Assert.Equal("done", child.Ask("clear"));
        Assert.False(flag.IsSet);
        Assert.False(flag.Wait(TimeSpan.FromMilliseconds(50)));
        Wait.Background waiter = Wait.Start(flag.Wait);
        Wait.Until(() => flag.HasWaiters, "a thread waits");
        child.Ask("set");
        waiter.Join();
    }

    [Fact]
    [Trait("Row", "205")]
    public async Task A_pulse_lets_through_who_waited()
    {
        using var flag = new ProcessEvent();
        using var child = new SharedChild("shared-event", flag.Describe());
        for (int round = 0; round < 50; round++)
        {
            Task<bool> first = flag.WaitAsync(Wait.Limit);
            Task<bool> second = flag.WaitAsync(Wait.Limit);
            Assert.False(first.IsCompleted);
            Assert.Equal("done", child.Ask("pulse"));
            Assert.True(await first);
            Assert.True(await second);
            Assert.False(flag.IsSet);
        }

        using var cancellation = new CancellationTokenSource(10);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flag.WaitAsync(cancellation.Token).WaitAsync(Wait.Limit));
        Assert.False(await flag.WaitAsync(TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    [Trait("Row", "205")]
    public void A_notification_wakes_exactly_as_many_as_said_in_their_order()
    {
        using var gate = new ProcessLock();
        using var condition = new ProcessCondition(gate);
        SharedChild[] children = [.. Enumerable.Range(0, 3).Select(_ => new SharedChild("shared-condition", condition.Describe()))];
        for (int i = 0; i < 3; i++)
        {
            children[i].Begin("wait");
            Wait.Until(() => condition.WaiterCount == i + 1, "a process waits");
        }

        using (condition.Enter())
        {
            condition.Notify(2);
        }

        children[0].Expect("True");
        children[1].Expect("True");
        Assert.Equal(1, condition.WaiterCount);
        Assert.Equal("done", children[0].Ask("notify 1"));
        children[2].Expect("True");
        Assert.Equal(0, condition.WaiterCount);
        Array.ForEach(children, child => child.Dispose());
    }

    [Fact]
    [Trait("Row", "205")]
    public void A_condition_is_re_entrant_by_default_and_its_wait_gives_up_all_levels()
    {
        using var condition = new ProcessCondition();
        Assert.Throws<SynchronizationLockException>(() => condition.Wait());
        Assert.Throws<SynchronizationLockException>(() => condition.Notify());
        using var child = new SharedChild("shared-condition", condition.Describe());
        using (condition.Enter())
        using (condition.Enter())
        {
            Assert.False(condition.Wait(TimeSpan.FromMilliseconds(50)));
            child.Tell("notify 1");
            Assert.True(condition.Wait(Wait.Limit));
            child.Expect("done");
            int asked = 0;
            Assert.False(condition.WaitFor(() => ++asked < 0, TimeSpan.FromMilliseconds(30)));
            Assert.True(asked >= 2);
        }

        Assert.Throws<SynchronizationLockException>(condition.Release);
        Assert.Equal("done", child.Ask("notify 1"));
    }

    [Fact]
    public void A_notified_process_that_dies_before_it_goes_on_passes_its_notification_on()
    {
        using var condition = new ProcessCondition();
        using var first = new SharedChild("shared-condition", condition.Describe());
        using var second = new SharedChild("shared-condition", condition.Describe());
        first.Begin("wait");
        Wait.Until(() => condition.WaiterCount == 1, "the first waits");
        second.Begin("wait");
        Wait.Until(() => condition.WaiterCount == 2, "the second waits");
        first.Signal("STOP");
        using (condition.Enter())
        {
            condition.Notify();
        }

        Assert.Equal(1, condition.WaiterCount);
        first.Kill();
        second.Expect("True");
        Assert.Equal(0, condition.WaiterCount);
    }

    [Fact]
    public void A_process_that_died_while_it_waited_is_passed_over()
    {
        using var condition = new ProcessCondition();
        using var first = new SharedChild("shared-condition", condition.Describe());
        using var second = new SharedChild("shared-condition", condition.Describe());
        first.Begin("wait");
        Wait.Until(() => condition.WaiterCount == 1, "the first waits");
        second.Begin("wait");
        Wait.Until(() => condition.WaiterCount == 2, "the second waits");
        first.Kill();
        using (condition.Enter())
        {
            condition.Notify();
        }

        second.Expect("True");
    }

    [Fact]
    public void Who_waits_learns_that_the_holder_of_the_lock_died_and_holds_it_again()
    {
        using var condition = new ProcessCondition();
        using var child = new SharedChild("shared-condition", condition.Describe());
        using (condition.Enter())
        {
            child.Tell("acquire");
            Wait.Background killer = Wait.Start(() =>
            {
                child.Expect("done");
                child.Kill();
            });
            Assert.Throws<AbandonedLockException>(() => condition.WaitFor(() => false, Wait.Limit));
            killer.Join();
            condition.NotifyAll();
        }

        Assert.True(condition.TryAcquire());
        condition.Release();
    }

    [Fact]
    public void A_cancelled_wait_of_a_condition_holds_the_lock_again()
    {
        using var condition = new ProcessCondition();
        using var cancellation = new CancellationTokenSource(30);
        using (condition.Enter())
        {
            Assert.Throws<OperationCanceledException>(() => condition.Wait(null, cancellation.Token));
            condition.NotifyAll();
        }

        Assert.Equal(0, condition.WaiterCount);
    }

    [Fact]
    [Trait("Row", "205")]
    public void A_barrier_keeps_processes_in_step_for_a_thousand_rounds()
    {
        int actions = 0;
        using var barrier = new ProcessBarrier(3, () => actions++);
        using var first = new SharedChild("shared-barrier", barrier.Describe());
        using var second = new SharedChild("shared-barrier", barrier.Describe());
        first.Begin("rounds 1000");
        second.Begin("rounds 1000");
        for (int i = 0; i < 1000; i++)
        {
            Assert.InRange(barrier.Wait(Wait.Limit), 0, 2);
            Assert.Equal(i + 1, actions);
        }

        first.Expect("done");
        second.Expect("done");
        Assert.False(barrier.IsBroken);
        Assert.Equal(0, barrier.WaitingCount);
        Assert.Equal(3, barrier.Parties);
    }

    [Fact]
    [Trait("Row", "205")]
    public void The_indices_of_a_round_are_a_permutation_and_an_attached_party_can_be_the_last()
    {
        int actions = 0;
        using var barrier = new ProcessBarrier(2, () => actions++);
        using var child = new SharedChild("shared-barrier", barrier.Describe());
        int mine = -1;
        Wait.Background party = Wait.Start(() => mine = barrier.Wait(Wait.Limit));
        Wait.Until(() => barrier.WaitingCount == 1, "a party waits");
        child.Begin("wait");
        string others = child.Hear();
        party.Join();
        Assert.Equal(0, mine);
        Assert.Equal("1", others);
        Assert.Equal(1, actions);
    }

    [Fact]
    [Trait("Row", "205")]
    public void A_barrier_breaks_by_abort_and_timeout_and_is_new_after_reset()
    {
        using var barrier = new ProcessBarrier(2, timeout: TimeSpan.FromMilliseconds(50));
        using var child = new SharedChild("shared-barrier", barrier.Describe());
        Assert.Throws<BrokenBarrierException>(() => barrier.Wait());
        Assert.True(barrier.IsBroken);
        child.Begin("wait");
        child.Expect(nameof(BrokenBarrierException));
        barrier.Reset();
        Assert.False(barrier.IsBroken);
        Wait.Background refused = Wait.Start(() => Assert.Throws<BrokenBarrierException>(() => barrier.Wait(Wait.Limit)));
        Wait.Until(() => barrier.WaitingCount == 1, "a party waits");
        Assert.Equal("done", child.Ask("abort"));
        refused.Join();
        Assert.Equal("done", child.Ask("reset"));
        Wait.Background party = Wait.Start(() => barrier.Wait(Wait.Limit));
        Wait.Until(() => barrier.WaitingCount == 1, "a party waits");
        child.Begin("wait");
        child.Expect("1");
        party.Join();
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessBarrier(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessBarrier(257));
    }

    [Fact]
    [Trait("Row", "205")]
    public void A_barrier_breaks_when_its_action_throws()
    {
        using var barrier = new ProcessBarrier(2, () => throw new InvalidOperationException("on purpose"));
        using var child = new SharedChild("shared-barrier", barrier.Describe());
        child.Begin("wait");
        Wait.Until(() => barrier.WaitingCount == 1, "the other waits");
        InvalidOperationException mine = Assert.Throws<InvalidOperationException>(() => barrier.Wait(Wait.Limit));
        Assert.Equal("on purpose", mine.Message);
        child.Expect(nameof(BrokenBarrierException));
    }

    [Fact]
    public void A_barrier_breaks_when_a_waiting_process_is_killed_and_can_be_reset()
    {
        using var barrier = new ProcessBarrier(3);
        using var child = new SharedChild("shared-barrier", barrier.Describe());
        child.Begin("wait");
        Wait.Until(() => barrier.WaitingCount == 1, "the other waits");
        Wait.Background party = Wait.Start(() => Assert.Throws<BrokenBarrierException>(() => barrier.Wait(Wait.Limit)));
        Wait.Until(() => barrier.WaitingCount == 2, "both wait");
        child.Kill();
        party.Join();
        Assert.True(barrier.IsBroken);
        barrier.Reset();
        Wait.Background[] parties = Wait.Start(3, _ => barrier.Wait(Wait.Limit));
        parties.JoinAll();
        Assert.False(barrier.IsBroken);
    }

    [Fact]
    public async Task A_cancelled_party_breaks_the_barrier()
    {
        using var barrier = new ProcessBarrier(2);
        using var cancellation = new CancellationTokenSource();
        Wait.Background party = Wait.Start(() => Assert.Throws<OperationCanceledException>(() => barrier.Wait(null, cancellation.Token)));
        Wait.Until(() => barrier.WaitingCount == 1, "a party waits");
        await cancellation.CancelAsync();
        party.Join();
        Assert.True(barrier.IsBroken);
    }

    [Fact]
    public void Disposal_by_the_creator_ends_every_wait()
    {
        var condition = new ProcessCondition();
        var flag = new ProcessEvent();
        var barrier = new ProcessBarrier(2, () => { });
        var semaphore = new ProcessSemaphore(0);
        Wait.Background[] waiters =
        [
            Wait.Start(() => Assert.Throws<ObjectDisposedException>(flag.Wait)),
            Wait.Start(() => Assert.Throws<ObjectDisposedException>(() => barrier.Wait())),
            Wait.Start(() => Assert.Throws<ObjectDisposedException>(semaphore.Acquire)),
            Wait.Start(() =>
            {
                using (condition.Enter())
                {
                    Assert.Throws<ObjectDisposedException>(() => condition.Wait());
                }
            }),
        ];
        Wait.Until(() => flag.HasWaiters && barrier.WaitingCount == 1 && condition.WaiterCount == 1, "all wait");
        flag.Dispose();
        barrier.Dispose();
        semaphore.Dispose();
        condition.Dispose();
        waiters.JoinAll();
        Assert.Throws<ObjectDisposedException>(() => flag.IsSet);
        Assert.Throws<ObjectDisposedException>(() => semaphore.CurrentCount);
    }
}
