using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.LockTests;

public class ReentrantLockTests
{
    [Fact, Trait("Row", "42")]
    public void The_owner_acquires_and_releases_again_and_again()
    {
        var gate = new ReentrantLock();
        gate.Acquire();
        gate.Acquire();
        gate.Release();
        Assert.True(gate.TryAcquire());
        Assert.True(gate.TryAcquire(TimeSpan.Zero));
        gate.Acquire(CancellationToken.None);
        Assert.True(gate.Acquire(blocking: false));
        for (int i = 0; i < 5; i++)
        {
            Assert.True(gate.IsLocked);
            gate.Release();
        }

        Assert.False(gate.IsLocked);
        Wait.Run(() => Assert.True(gate.TryAcquire()));
    }

    [Fact, Trait("Row", "43")]
    public void Releasing_a_lock_that_is_not_held_is_refused()
    {
        var gate = new ReentrantLock();
        Assert.Throws<SynchronizationLockException>(gate.Release);
        using (gate.Enter())
        {
            using (gate.Enter())
            {
            }
        }

        Assert.Throws<SynchronizationLockException>(gate.Release);
    }

    [Fact, Trait("Row", "44")]
    public void Only_the_owner_may_release()
    {
        var gate = new ReentrantLock();
        gate.Acquire();
        Wait.Run(() =>
        {
            SynchronizationLockException refused = Assert.Throws<SynchronizationLockException>(gate.Release);
            Assert.Contains("another thread", refused.Message, StringComparison.Ordinal);
        });
        gate.Release();
    }

    [Fact, Trait("Row", "45")]
    public void It_is_held_by_its_owner_only()
    {
        var gate = new ReentrantLock();
        Assert.False(gate.IsHeldByCurrentThread);
        gate.Acquire();
        Assert.True(gate.IsHeldByCurrentThread);
        Wait.Run(() => Assert.False(gate.IsHeldByCurrentThread));
        gate.Acquire();
        gate.Release();
        Assert.True(gate.IsHeldByCurrentThread);
        gate.Release();
        Assert.False(gate.IsHeldByCurrentThread);
    }

    [Fact, Trait("Row", "46")]
    public void The_recursion_count_follows_and_is_zero_for_others()
    {
        var gate = new ReentrantLock();
        Assert.Equal(0, gate.RecursionCount);
        gate.Acquire();
        Assert.Equal(1, gate.RecursionCount);
        gate.Acquire();
        gate.Acquire();
        Assert.Equal(3, gate.RecursionCount);
        Wait.Run(() => Assert.Equal(0, gate.RecursionCount));
        gate.Release();
        Assert.Equal(2, gate.RecursionCount);
        gate.Release();
        gate.Release();
        Assert.Equal(0, gate.RecursionCount);
    }

    [Fact, Trait("Row", "47")]
    public void Another_thread_does_not_get_it_without_waiting()
    {
        var gate = new ReentrantLock();
        gate.Acquire();
        Wait.Run(() =>
        {
            Assert.False(gate.TryAcquire());
            Assert.False(gate.Acquire(blocking: false));
            Assert.False(gate.TryAcquire(TimeSpan.FromMilliseconds(10)));
            Assert.Throws<ArgumentException>(() => gate.Acquire(blocking: false, TimeSpan.FromSeconds(1)));
            Assert.Throws<ArgumentOutOfRangeException>(() => gate.TryAcquire(TimeSpan.FromSeconds(-1)));
        });
    }

    [Fact, Trait("Row", "48")]
    public void Another_gets_it_only_after_as_many_releases_as_acquires()
    {
        var gate = new ReentrantLock();
        gate.Acquire();
        gate.Acquire();
        Wait.Background other = Wait.Start(() =>
        {
            gate.Acquire();
            gate.Release();
        });
        Wait.Until(() => gate.WaiterCount == 1, "the other waits");
        gate.Release();
        Assert.Equal(1, gate.WaiterCount);
        Assert.False(other.HasEnded);
        gate.Release();
        other.Join();
    }

    [Fact]
    public void A_cancelled_wait_ends()
    {
        var gate = new ReentrantLock();
        using var source = new CancellationTokenSource();
        gate.Acquire();
        Wait.Background other = Wait.Start(() => Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            using (gate.Enter(source.Token))
            {
            }
        }));
        Wait.Until(() => gate.WaiterCount == 1, "the other waits");
        source.Cancel();
        other.Join();
        Assert.Contains("count 1", gate.ToString(), StringComparison.Ordinal);
        Assert.True(gate.TryEnter(TimeSpan.Zero, out ReentrantLock.Scope scope));
        scope.Dispose();
        Assert.Equal(1, gate.RecursionCount);
    }
}
