using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.LockTests;

public class LockSetTests
{
    [Fact]
    public void Two_callers_that_name_the_locks_the_other_way_round_do_not_deadlock()
    {
        object[] kinds = [new NonReentrantLock(), new ReentrantLock(), new object(), new object()];
        int inside = 0;
        Wait.Start(4, number =>
        {
            object[] mine = [.. kinds.OrderBy(_ => number)];
            var random = new Random(number);
            for (int i = 0; i < 3000; i++)
            {
                random.Shuffle(mine);
                using (LockSet.AcquireAll(mine))
                {
                    Assert.Equal(1, ++inside);
                    inside--;
                }
            }
        }).JoinAll();
        Assert.Equal(0, inside);
    }

    [Fact]
    public void Locks_of_the_bcl_are_taken_as_such()
    {
        Lock first = new(), second = new(), third = new();
        using (LockSet.AcquireAll(first, second))
        using (LockSet.AcquireAll(third))
        {
            Assert.True(first.IsHeldByCurrentThread && second.IsHeldByCurrentThread && third.IsHeldByCurrentThread);
            Wait.Run(() =>
            {
                Assert.False(LockSet.TryAcquireAll(TimeSpan.FromMilliseconds(5), out LockSet.Scope scope, third, second));
                scope.Dispose();
            });
        }

        Assert.False(first.IsHeldByCurrentThread || second.IsHeldByCurrentThread || third.IsHeldByCurrentThread);
    }

    [Fact]
    public void A_lock_named_twice_is_taken_once()
    {
        var gate = new NonReentrantLock();
        Wait.Run(() =>
        {
            using (LockSet.AcquireAll(gate, gate))
            {
                Assert.True(gate.IsLocked);
            }

            Assert.False(gate.IsLocked);
        });
    }

    [Fact]
    public void When_time_runs_out_none_is_kept()
    {
        var first = new NonReentrantLock();
        var second = new ReentrantLock();
        var monitor = new object();
        foreach (object held in new object[] { first, second, monitor })
        {
            var release = new EventFlag();
            var isHeld = new EventFlag();
            Wait.Background holder = Wait.Start(() =>
            {
                using (LockSet.AcquireAll(held))
                {
                    isHeld.Set();
                    release.Wait();
                }
            });
            isHeld.Wait();
            Assert.False(LockSet.TryAcquireAll(TimeSpan.FromMilliseconds(5), out LockSet.Scope scope, first, second, monitor));
            scope.Dispose();
            release.Set();
            holder.Join();
            Assert.False(first.IsLocked);
            Assert.False(second.IsLocked);
            Assert.False(Monitor.IsEntered(monitor));
            Assert.True(LockSet.TryAcquireAll(TimeSpan.Zero, out scope, first, second, monitor));
            scope.Dispose();
        }
    }

    [Fact]
    public void A_cancelled_wait_keeps_none()
    {
        var gate = new NonReentrantLock();
        var monitor = new object();
        var isHeld = new EventFlag();
        var release = new EventFlag();
        Wait.Background holder = Wait.Start(() =>
        {
            lock (monitor)
            {
                isHeld.Set();
                release.Wait();
            }
        });
        isHeld.Wait();
        using var source = new CancellationTokenSource();
        Wait.Background waiter = Wait.Start(() => Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            using (LockSet.AcquireAll(source.Token, gate, monitor))
            {
            }
        }));
        Wait.Until(() => gate.IsLocked, "the first is taken, the second waited for");
        source.Cancel();
        waiter.Join();
        Assert.False(gate.IsLocked);
        Assert.ThrowsAny<OperationCanceledException>(() => LockSet.TryAcquireAll(Wait.Limit, source.Token, out _, gate, monitor));
        Assert.False(LockSet.TryAcquireAll(TimeSpan.FromMilliseconds(5), CancellationToken.None, out LockSet.Scope scope, gate, monitor));
        scope.Dispose();
        Assert.False(gate.IsLocked);
        release.Set();
        holder.Join();
    }

    [Fact]
    public async Task Tasks_take_several_too()
    {
        NonReentrantLock first = new(), second = new();
        using (await LockSet.AcquireAllAsync(CancellationToken.None, second, first))
        {
            await Task.Yield();
            Assert.True(first.IsLocked && second.IsLocked);
            using var source = new CancellationTokenSource();
            Task<LockSet.AsyncScope> waiting = LockSet.AcquireAllAsync(source.Token, first, second).AsTask();
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        Assert.False(first.IsLocked || second.IsLocked);
    }

    [Fact]
    public void What_cannot_be_locked_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LockSet.AcquireAll(new object(), 5));
        Assert.Throws<ArgumentNullException>(() => LockSet.AcquireAll(new object(), null!));
    }

    [Fact]
    public void A_condition_stands_for_its_lock()
    {
        var gate = new NonReentrantLock();
        var condition = new ConditionVariable(gate);
        Wait.Run(() =>
        {
            using (LockSet.AcquireAll(condition, gate))
            {
                Assert.True(gate.IsLocked);
                condition.NotifyAll();
            }

            Assert.False(gate.IsLocked);
        });
    }

    [Fact]
    public void What_has_another_lock_than_its_monitor_is_refused()
    {
        using var slim = new SemaphoreSlim(1);
        using var readers = new ReaderWriterLockSlim();
        using var handle = new ManualResetEvent(false);
        Assert.All([new CountingSemaphore(), new BoundedSemaphore(), slim, readers, handle], (object item) =>
        {
            ArgumentException refused = Assert.Throws<ArgumentException>(() => LockSet.AcquireAll(new object(), item));
            Assert.Contains(item.GetType().Name, refused.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_list_that_is_null_is_refused_as_such()
    {
        Assert.Throws<ArgumentNullException>(() => LockSet.AcquireAll((object[])null!));
        Assert.Throws<ArgumentNullException>(() => LockSet.AcquireAll((Lock[])null!));
        Assert.Throws<ArgumentNullException>(() => LockSet.TryAcquireAll(TimeSpan.Zero, out _, (object[])null!));
    }

    [Fact]
    public void A_lock_released_inside_by_hand_does_not_keep_the_others_held()
    {
        NonReentrantLock first = new(), second = new(), third = new();
        Assert.Throws<SynchronizationLockException>(() =>
        {
            using (LockSet.AcquireAll(first, second, third))
            {
                second.Release();
            }
        });
        Assert.False(first.IsLocked || second.IsLocked || third.IsLocked);
    }

    [Fact]
    public async Task Tasks_may_limit_their_time()
    {
        NonReentrantLock first = new(), second = new();
        await second.AcquireAsync();
        (bool isTaken, LockSet.AsyncScope scope) = await LockSet.TryAcquireAllAsync(TimeSpan.FromMilliseconds(5), CancellationToken.None, second, first);
        Assert.False(isTaken);
        scope.Dispose();
        Assert.False(first.IsLocked);
        Assert.True(second.IsLocked);
        second.Release();
        (isTaken, scope) = await LockSet.TryAcquireAllAsync(Wait.Limit, CancellationToken.None, first, second);
        Assert.True(isTaken && first.IsLocked && second.IsLocked);
        scope.Dispose();
        scope.Dispose();
        Assert.False(first.IsLocked || second.IsLocked);
    }

    [Fact]
    public void A_lock_across_processes_is_refused()
    {
        using var gate = new ProcessLock();
        Assert.Throws<ArgumentException>(() => { using LockSet.Scope scope = LockSet.AcquireAll(gate, new NonReentrantLock()); });
        Assert.False(Monitor.IsEntered(gate));
    }
}
