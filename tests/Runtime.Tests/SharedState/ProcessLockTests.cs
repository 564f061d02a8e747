using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.SharedState;

public class ProcessLockTests
{
    [Fact]
    [Trait("Row", "203")]
    public void A_lock_excludes_other_processes_and_may_be_released_by_them()
    {
        using var gate = new ProcessLock();
        using var child = new SharedChild("shared-lock", gate.Describe());
        Assert.True(gate.TryAcquire());
        Assert.True(gate.IsLocked);
        Assert.False(gate.TryAcquire());
        Assert.Equal("False", child.Ask("try"));
        Assert.Equal("done", child.Ask("release"));
        Assert.Equal("True", child.Ask("try"));
        Assert.False(gate.TryAcquire());
        Assert.Equal("done", child.Ask("release"));
        Assert.True(gate.TryAcquire());
        gate.Release();
    }

    [Fact]
    [Trait("Row", "203")]
    public void A_release_too_many_is_refused()
    {
        using var gate = new ProcessLock();
        Assert.Throws<SynchronizationLockException>(gate.Release);
        gate.Acquire();
        gate.Release();
        Assert.Throws<SynchronizationLockException>(gate.Release);
        using var child = new SharedChild("shared-lock", gate.Describe());
        Assert.Equal(nameof(SynchronizationLockException), child.Ask("release"));
        Assert.True(gate.Acquire(blocking: false));
    }

    [Fact]
    [Trait("Row", "203")]
    public void A_reentrant_lock_belongs_to_one_thread_of_one_process()
    {
        using var gate = new ProcessReentrantLock();
        Assert.Throws<SynchronizationLockException>(gate.Release);
        gate.Acquire();
        Assert.True(gate.TryAcquire());
        Assert.Equal(2, gate.RecursionCount);
        using var child = new SharedChild("shared-reentrant", gate.Describe());
        Assert.Equal("False", child.Ask("try"));
        Assert.Equal(nameof(SynchronizationLockException), child.Ask("release"));
        Wait.Run(() =>
        {
            Assert.False(gate.TryAcquire());
            Assert.False(gate.IsHeldByCurrentThread);
            Assert.Throws<SynchronizationLockException>(gate.Release);
        });
        gate.Release();
        Assert.Equal("False", child.Ask("try"));
        gate.Release();
        Assert.Equal("True", child.Ask("try"));
        Assert.Equal("True", child.Ask("try"));
        Assert.Equal("2", child.Ask("count"));
        Assert.False(gate.TryAcquire());
        child.Ask("release");
        child.Ask("release");
        Assert.True(gate.TryAcquire());
        gate.Release();
        Assert.Throws<SynchronizationLockException>(gate.Release);
    }

    [Fact]
    public void Two_handles_to_a_reentrant_lock_in_one_process_are_one_lock()
    {
        using var gate = new ProcessReentrantLock();
        using ProcessReentrantLock other = ProcessReentrantLock.Attach(gate.Describe());
        using (gate.Enter())
        using (other.Enter())
        {
            Assert.Equal(2, gate.RecursionCount);
        }

        Assert.False(other.IsLocked);
        other.Dispose();
        Assert.Throws<ObjectDisposedException>(other.Acquire);
        Assert.True(gate.TryAcquire());
    }

    [Fact]
    [Trait("Row", "203")]
    public void A_waiting_process_gets_the_lock_when_it_is_released()
    {
        using var gate = new ProcessLock();
        using var child = new SharedChild("shared-lock", gate.Describe());
        gate.Acquire();
        child.Begin("acquire");
        gate.Release();
        child.Expect("done");
        Assert.False(gate.TryAcquire(TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public void A_timeout_is_kept()
    {
        using var gate = new ProcessLock();
        gate.Acquire();
        long start = Stopwatch.GetTimestamp();
        Assert.False(gate.TryAcquire(TimeSpan.FromMilliseconds(250)));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 249.9, 5_000);
        Assert.Throws<ArgumentOutOfRangeException>(() => gate.TryAcquire(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentException>(() => gate.Acquire(blocking: false, TimeSpan.FromSeconds(1)));
        gate.Release();
        Assert.True(gate.TryAcquire(TimeSpan.FromDays(100)));
    }

    [Fact]
    [Trait("Row", "174")]
    public void A_waiter_learns_that_the_holder_was_killed_and_the_lock_goes_on()
    {
        using var gate = new ProcessLock();
        using var child = new SharedChild("shared-lock", gate.Describe());
        Assert.Equal("True", child.Ask("try"));
        Wait.Background waiter = Wait.Start(() => Assert.Throws<AbandonedLockException>(() => gate.TryAcquire(Wait.Limit)));
        long start = Stopwatch.GetTimestamp();
        child.Kill();
        waiter.Join();
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
        Assert.False(gate.IsLocked);
        Assert.True(gate.TryAcquire());
        gate.Release();
    }

    [Fact]
    [Trait("Row", "174")]
    public void Who_comes_after_the_holder_was_killed_learns_it_too()
    {
        using var gate = new ProcessReentrantLock();
        using var child = new SharedChild("shared-reentrant", gate.Describe());
        child.Begin("acquire");
        child.Expect("done");
        child.Kill();
        Assert.Throws<AbandonedLockException>(() => gate.TryAcquire(Wait.Limit));
        using (gate.Enter())
        {
            Assert.Equal(1, gate.RecursionCount);
        }
    }

    [Fact]
    [Trait("Row", "174")]
    public void Who_asks_whether_it_was_abandoned_holds_the_lock_and_can_repair()
    {
        using var gate = new ProcessLock();
        using (var child = new SharedChild("shared-lock", gate.Describe()))
        {
            Assert.Equal("True", child.Ask("try"));
            child.Tell("end");
            child.AwaitEnd();
        }

        using (gate.Enter(out bool wasAbandoned))
        {
            Assert.True(wasAbandoned);
            Assert.True(gate.IsLocked);
        }

        Assert.True(gate.TryAcquire(TimeSpan.Zero, out bool again));
        Assert.False(again);
        gate.Release();
    }

    [Fact]
    public void A_living_holder_that_is_stopped_keeps_the_lock()
    {
        using var gate = new ProcessLock();
        using var child = new SharedChild("shared-lock", gate.Describe());
        Assert.Equal("True", child.Ask("try"));
        child.Signal("STOP");
        Assert.False(gate.TryAcquire(TimeSpan.FromMilliseconds(400)));
        child.Signal("CONT");
        Assert.Equal("done", child.Ask("release"));
        Assert.True(gate.TryAcquire(Wait.Limit));
    }

    [Fact]
    public void The_death_of_a_waiter_holds_nobody_up()
    {
        using var gate = new ProcessLock();
        using var first = new SharedChild("shared-lock", gate.Describe());
        using var second = new SharedChild("shared-lock", gate.Describe());
        gate.Acquire();
        first.Begin("acquire");
        second.Begin("acquire");
        first.Kill();
        gate.Release();
        second.Expect("done");
    }

    [Fact]
    public void Killed_processes_never_stop_the_others()
    {
        using var gate = new ProcessLock();
        using var semaphore = new ProcessSemaphore(1);
        var random = new Random(4711);
        for (int round = 0; round < 4; round++)
        {
            using var locker = new SharedChild("shared-lock", gate.Describe());
            using var acquirer = new SharedChild("shared-semaphore", semaphore.Describe());
            locker.Begin("churn 1000000000");
            acquirer.Begin("churn 1000000000");
            for (int i = random.Next(200, 20_000); i > 0; i--)
            {
                TakeAndRelease(gate);
                Assert.True(semaphore.TryAcquire(Wait.Limit));
                semaphore.Release();
            }

            locker.Kill();
            acquirer.Kill();
            TakeAndRelease(gate);
            Assert.True(semaphore.TryAcquire(Wait.Limit));
            semaphore.Release();
            Assert.Equal(1, semaphore.CurrentCount);
            Assert.False(gate.IsLocked);
        }
    }

    [Fact]
    public async Task A_task_waits_without_a_pool_thread_and_its_cancellation_loses_nothing()
    {
        using var gate = new ProcessLock();
        gate.Acquire();
        using var cancellation = new CancellationTokenSource();
        Task cancelled = gate.AcquireAsync(cancellation.Token).AsTask();
        Task patient = gate.AcquireAsync().AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Wait.Limit));
        Assert.False(patient.IsCompleted);
        gate.Release();
        await patient.WaitAsync(Wait.Limit);
        Assert.True(gate.IsLocked);
        Assert.False(await gate.TryAcquireAsync(TimeSpan.FromMilliseconds(20)));
        gate.Release();
        using (await gate.EnterAsync())
        {
            Assert.True(gate.IsLocked);
        }

        Assert.False(gate.IsLocked);
    }

    [Fact]
    public async Task A_cancelled_wait_of_a_thread_takes_nothing()
    {
        using var gate = new ProcessLock();
        gate.Acquire();
        using var cancellation = new CancellationTokenSource();
        Wait.Background waiter = Wait.Start(() => Assert.Throws<OperationCanceledException>(() => gate.Acquire(cancellation.Token)));
        await cancellation.CancelAsync();
        waiter.Join();
        gate.Release();
        Assert.False(gate.IsLocked);
        Assert.Throws<OperationCanceledException>(() => gate.Enter(cancellation.Token));
        Assert.False(gate.IsLocked);
    }

    [Fact]
    public void A_disposed_lock_is_refused_in_every_process()
    {
        var gate = new ProcessLock();
        string description = gate.Describe();
        using var child = new SharedChild("shared-lock", description);
        gate.Acquire();
        child.Begin("acquire");
        gate.Dispose();
        child.Expect(nameof(ObjectDisposedException));
        Assert.Equal(nameof(ObjectDisposedException), child.Ask("try"));
        Assert.Throws<ObjectDisposedException>(gate.Release);
        Assert.Throws<ObjectDisposedException>(() => gate.TryAcquire());
        Assert.Throws<SharedStateLostException>(() => ProcessLock.Attach(description));
        gate.Dispose();
    }

    [Fact]
    public void A_handle_disposed_elsewhere_leaves_the_lock_to_its_creator()
    {
        using var gate = new ProcessLock();
        using var child = new SharedChild("shared-lock", gate.Describe());
        Assert.Equal("done", child.Ask("dispose"));
        Assert.Equal(nameof(ObjectDisposedException), child.Ask("try"));
        Assert.True(gate.TryAcquire());
    }

    [Fact]
    public void A_lock_of_an_ended_process_cannot_be_opened()
    {
        using var child = new SharedChild("shared-creator");
        string description = child.Ask("lock");
        using ProcessLock open = ProcessLock.Attach(description);
        Assert.True(open.TryAcquire());
        child.Kill();
        Assert.Throws<SharedStateLostException>(() => ProcessLock.Attach(description));

        // What is open already goes on.
        open.Release();
        Assert.True(open.TryAcquire());
    }

    [Fact]
    public void A_wrong_address_is_refused()
    {
        using var gate = new ProcessLock();
        using var flag = new ProcessEvent();
        Assert.Throws<SharedStateLostException>(() => ProcessLock.Attach(flag.Describe()));
        Assert.Throws<SharedStateLostException>(() => ProcessSemaphore.Attach(gate.Describe()));
        string[] parts = gate.Describe().Split('/');
        Assert.Throws<SharedStateLostException>(() => ProcessLock.Attach($"{parts[0]}/{parts[1]}/65472/1"));
        Assert.Throws<SharedStateLostException>(() => ProcessLock.Attach($"{parts[0]}/{parts[1]}/999999/{parts[3]}"));
        Assert.Throws<SharedStateLostException>(() => ProcessLock.Attach($"{parts[0]}/{parts[1]}/67/{parts[3]}"));
        Assert.Throws<SharedStateLostException>(() => ProcessLock.Attach($"{parts[0]}/99999/{parts[2]}/{parts[3]}"));
        foreach (string text in new[] { "", "1-2", "1-2/../etc/1", "../1/2/3", "1-2/3/4/-5", "1-2/3/4/5/6" })
        {
            Assert.Throws<FormatException>(() => ProcessLock.Attach(text));
        }
    }

    [Fact]
    public void Many_locks_share_pages_and_a_slot_is_not_reused_at_once()
    {
        ProcessLock[] all = [.. Enumerable.Range(0, 3000).Select(_ => new ProcessLock())];
        Assert.Equal(3000, all.Select(gate => gate.Describe()).Distinct().Count());
        Assert.InRange(all.Select(gate => gate.Describe().Split('/')[1]).Distinct().Count(), 1, 5);
        Array.ForEach(all, gate => Assert.True(gate.TryAcquire()));
        string[] places = [.. all.Select(gate => Place(gate))];
        Array.ForEach(all, gate => gate.Dispose());
        using var next = new ProcessLock();
        Assert.DoesNotContain(Place(next), places);
        Assert.True(next.TryAcquire());
    }

    private static string Place(ProcessLock gate) => string.Join('/', gate.Describe().Split('/')[..3]);

    private static void TakeAndRelease(ProcessLock gate)
    {
        Assert.True(gate.TryAcquire(Wait.Limit, out _));
        gate.Release();
    }
}
