using System.Diagnostics;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.LockTests;

public class NonReentrantLockTests
{
    [Fact, Trait("Row", "28")]
    public void A_free_lock_is_acquired_and_released()
    {
        var gate = new NonReentrantLock();
        gate.Acquire();
        gate.Release();
        Assert.True(gate.TryAcquire());
        gate.Release();
        Assert.True(gate.Acquire(blocking: false));
        gate.Release();
        Assert.False(gate.IsLocked);
    }

    [Fact, Trait("Row", "29")]
    public void A_held_lock_is_not_acquired_without_waiting()
    {
        var gate = new NonReentrantLock();
        gate.Acquire();
        Wait.Run(() =>
        {
            Assert.False(gate.TryAcquire());
            Assert.False(gate.Acquire(blocking: false));
            Assert.False(gate.TryAcquire(TimeSpan.Zero));
        });
    }

    [Fact, Trait("Row", "30")]
    public void The_same_thread_waits_for_itself_until_another_releases()
    {
        var gate = new NonReentrantLock();
        Wait.Background holder = Wait.Start(() =>
        {
            gate.Acquire();
            gate.Acquire();
            gate.Release();
        });
        Wait.Until(() => gate.WaiterCount == 1, "the second acquire waits");
        Assert.False(holder.HasEnded);
        gate.Release();
        holder.Join();
        Assert.False(gate.IsLocked);
    }

    [Fact, Trait("Row", "31")]
    public void Any_thread_may_release()
    {
        var gate = new NonReentrantLock();
        Wait.Run(gate.Acquire);
        Assert.True(gate.IsLocked);
        gate.Release();
        Wait.Run(() => Assert.True(gate.TryAcquire()));
    }

    [Fact, Trait("Row", "32")]
    public void Releasing_a_lock_that_is_not_held_is_refused()
    {
        var gate = new NonReentrantLock();
        Assert.Throws<SynchronizationLockException>(gate.Release);
        gate.Acquire();
        gate.Release();
        Assert.Throws<SynchronizationLockException>(gate.Release);
        Assert.True(gate.TryAcquire());
    }

    [Fact, Trait("Row", "33")]
    public void All_who_wait_get_the_lock_in_the_end()
    {
        var gate = new NonReentrantLock();
        int entered = 0;
        gate.Acquire();
        Wait.Background[] all = Wait.Start(5, _ =>
        {
            gate.Acquire();
            entered++;
            gate.Release();
        });
        Wait.Until(() => gate.WaiterCount == 5, "all wait");
        Assert.Equal(0, entered);
        gate.Release();
        all.JoinAll();
        Assert.Equal(5, entered);
    }

    [Fact, Trait("Row", "34")]
    public void A_timeout_without_blocking_is_refused() =>
        Assert.Throws<ArgumentException>(() => new NonReentrantLock().Acquire(blocking: false, TimeSpan.FromSeconds(1)));

    [Fact, Trait("Row", "35")]
    public void A_negative_timeout_other_than_infinite_is_refused()
    {
        var gate = new NonReentrantLock();
        Assert.Throws<ArgumentOutOfRangeException>(() => gate.TryAcquire(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => gate.Acquire(blocking: true, TimeSpan.FromSeconds(-100)));
        Assert.False(gate.IsLocked);
        Assert.True(gate.TryAcquire(Timeout.InfiniteTimeSpan));
    }

    [Fact, Trait("Row", "36")]
    public void A_timeout_of_more_than_25_days_works_and_one_of_more_than_292_years_is_refused()
    {
        var gate = new NonReentrantLock();
        Assert.Throws<ArgumentOutOfRangeException>(() => gate.TryAcquire(TimeSpan.FromDays(366 * 293)));
        gate.Acquire();
        int taken = 0;
        Wait.Background[] all = Wait.Start(3, number =>
        {
            Assert.True(gate.TryAcquire(TimeSpan.FromDays(new[] { 30, 36_600, 365 * 292 }[number])));
            taken++;
            gate.Release();
        });
        Wait.Until(() => gate.WaiterCount == 3, "all wait");
        gate.Release();
        all.JoinAll();
        Assert.Equal(3, taken);
    }

    [Fact, Trait("Row", "37")]
    public void A_held_lock_is_given_up_after_the_timeout()
    {
        var gate = new NonReentrantLock();
        gate.Acquire();
        long start = Stopwatch.GetTimestamp();
        Assert.False(gate.TryAcquire(TimeSpan.FromSeconds(0.5)));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.3, 5);
    }

    [Fact, Trait("Row", "38")]
    public void After_a_timeout_the_lock_is_as_before()
    {
        var gate = new NonReentrantLock();
        gate.Acquire();
        Wait.Run(() => Assert.False(gate.TryAcquire(TimeSpan.FromMilliseconds(10))));
        gate.Release();
        Assert.False(gate.IsLocked);
        Assert.True(gate.TryAcquire());
        gate.Release();
        Assert.Throws<SynchronizationLockException>(gate.Release);
    }

    [Fact, Trait("Row", "39")]
    public void A_scope_releases_also_by_an_exception()
    {
        var gate = new NonReentrantLock();
        Assert.Throws<InvalidOperationException>((Action)(() =>
        {
            using (gate.Enter())
            {
                Assert.True(gate.IsLocked);
                throw new InvalidOperationException();
            }
        }));
        Assert.False(gate.IsLocked);
    }

    [Fact]
    public void A_scope_disposed_twice_releases_once()
    {
        var gate = new NonReentrantLock();
        NonReentrantLock.Scope scope = gate.Enter();
        scope.Dispose();
        gate.Acquire();
        scope.Dispose();
        Assert.True(gate.IsLocked);
        Assert.False(gate.TryEnter(TimeSpan.Zero, out NonReentrantLock.Scope none));
        none.Dispose();
        Assert.True(gate.IsLocked);
    }

    [Fact, Trait("Row", "40")]
    public void The_text_tells_the_state()
    {
        var gate = new NonReentrantLock();
        Assert.Equal("NonReentrantLock (unlocked)", gate.ToString());
        gate.Acquire();
        Assert.Equal("NonReentrantLock (locked)", gate.ToString());
    }

    [Fact, Trait("Row", "41")]
    public void A_held_lock_that_is_dropped_is_collected()
    {
        WeakReference dropped = DropHeld();
        Wait.Until(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !dropped.IsAlive;
            },
            "the lock is collected");
    }

    [Fact]
    public void A_cancelled_wait_ends_and_leaves_the_lock_usable()
    {
        var gate = new NonReentrantLock();
        using var source = new CancellationTokenSource();
        gate.Acquire();
        Wait.Background waiter = Wait.Start(() => Assert.ThrowsAny<OperationCanceledException>(() => { gate.Acquire(source.Token); }));
        Wait.Until(() => gate.WaiterCount == 1, "it waits");
        source.Cancel();
        waiter.Join();
        Assert.Equal(0, gate.WaiterCount);
        gate.Release();
        Assert.True(gate.TryAcquire());
    }

    [Fact]
    public void An_interrupted_wait_ends_and_leaves_the_lock_usable()
    {
        var gate = new NonReentrantLock();
        gate.Acquire();
        Wait.Background waiter = Wait.Start(() => Assert.Throws<ThreadInterruptedException>(gate.Acquire));
        Wait.Until(() => gate.WaiterCount == 1, "it waits");
        waiter.Thread.Interrupt();
        waiter.Join();
        gate.Release();
        Assert.True(gate.TryAcquire());
    }

    [Fact]
    public async Task Tasks_wait_without_a_thread_and_in_turn()
    {
        var gate = new NonReentrantLock();
        var order = new List<int>();
        await gate.AcquireAsync();
        Task[] tasks = [.. Enumerable.Range(0, 5).Select(async number =>
        {
            using (await gate.EnterAsync())
            {
                order.Add(number);
                await Task.Yield();
            }
        })];
        Assert.Equal(5, gate.WaiterCount);
        Assert.False(await gate.TryAcquireAsync(TimeSpan.FromMilliseconds(1)));
        gate.Release();
        await Task.WhenAll(tasks).WaitAsync(Wait.Limit);
        Assert.Equal([0, 1, 2, 3, 4], order);
        Assert.False(gate.IsLocked);
    }

    [Fact]
    public async Task A_cancelled_task_leaves_the_line()
    {
        var gate = new NonReentrantLock();
        using var source = new CancellationTokenSource();
        await gate.AcquireAsync();
        ValueTask waiting = gate.AcquireAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        Assert.Equal(0, gate.WaiterCount);
        gate.Release();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await gate.AcquireAsync(source.Token));
        Assert.True(gate.TryAcquire());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference DropHeld()
    {
        var gate = new NonReentrantLock();
        gate.Acquire();
        return new WeakReference(gate);
    }
}
