using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.LockTests;

/// <summary>What holds for both semaphores; their differences follow in the derived classes.</summary>
public abstract class SemaphoreTests
{
    protected abstract CountingSemaphore Create(int value);

    protected abstract CountingSemaphore CreateDefault();

    [Fact, Trait("Row", "49")]
    public void A_negative_value_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(-1));

    [Fact, Trait("Row", "50")]
    public void The_default_value_is_one()
    {
        CountingSemaphore semaphore = CreateDefault();
        Assert.Equal(1, semaphore.CurrentCount);
        Assert.True(semaphore.TryAcquire());
        Assert.False(semaphore.TryAcquire());
    }

    [Fact, Trait("Row", "51")]
    public void No_more_than_its_value_are_inside_and_each_release_lets_one_in()
    {
        CountingSemaphore semaphore = Create(7);
        semaphore.Acquire();
        semaphore.Acquire();
        int inside = 0;
        var leave = new EventFlag();
        Wait.Background[] all = Wait.Start(10, _ =>
        {
            semaphore.Acquire();
            Interlocked.Increment(ref inside);
            leave.Wait();
        });
        Wait.Until(() => semaphore.WaiterCount == 5 && Volatile.Read(ref inside) == 5, "five are inside, five wait");
        for (int released = 1; released <= 2; released++)
        {
            semaphore.Release();
            Wait.Until(() => semaphore.WaiterCount == 5 - released && Volatile.Read(ref inside) == 5 + released, "one more is inside");
            Assert.Equal(0, semaphore.CurrentCount);
        }

        leave.Set();
        semaphore.Release(3);
        all.JoinAll();
        Assert.Equal(10, inside);
        Assert.Equal(0, semaphore.CurrentCount);
    }

    [Fact, Trait("Row", "52")]
    public void Releasing_several_lets_as_many_in()
    {
        CountingSemaphore semaphore = Create(5);
        for (int i = 0; i < 5; i++)
        {
            semaphore.Acquire();
        }

        int inside = 0;
        Wait.Background[] all = Wait.Start(5, _ =>
        {
            semaphore.Acquire();
            Interlocked.Increment(ref inside);
        });
        Wait.Until(() => semaphore.WaiterCount == 5, "all wait");
        semaphore.Release(3);
        Wait.Until(() => semaphore.WaiterCount == 2 && Volatile.Read(ref inside) == 3, "three are in, two wait");
        semaphore.Release(2);
        all.JoinAll();
        Assert.Equal(0, semaphore.CurrentCount);
    }

    [Theory, Trait("Row", "53")]
    [InlineData(0)]
    [InlineData(-3)]
    public void Releasing_none_or_fewer_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(1).Release(count));

    [Fact, Trait("Row", "54")]
    public void Of_ten_tries_as_many_succeed_as_permits_are_left()
    {
        CountingSemaphore semaphore = Create(4);
        semaphore.Acquire();
        Assert.True(semaphore.Acquire(blocking: false));
        semaphore.Release();
        int taken = 0;
        Wait.Start(10, _ => Interlocked.Add(ref taken, semaphore.TryAcquire() ? 1 : 0)).JoinAll();
        Assert.Equal(3, taken);
        Assert.False(semaphore.Acquire(blocking: false));
    }

    [Fact, Trait("Row", "55")]
    public void A_timed_acquire_gives_up_after_its_time()
    {
        CountingSemaphore semaphore = Create(1);
        Assert.Throws<ArgumentException>(() => semaphore.Acquire(blocking: false, TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => semaphore.TryAcquire(TimeSpan.FromSeconds(-1)));
        Assert.True(semaphore.TryAcquire(TimeSpan.FromMilliseconds(5)));
        long start = Stopwatch.GetTimestamp();
        Assert.False(semaphore.TryAcquire(TimeSpan.FromSeconds(0.5)));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.3, 5);
        Assert.False(semaphore.Acquire(blocking: true, TimeSpan.FromMilliseconds(5)));
        semaphore.Release();
        Assert.True(semaphore.TryAcquire());
    }

    [Fact, Trait("Row", "56")]
    public void A_scope_returns_the_permit_also_by_an_exception()
    {
        CountingSemaphore semaphore = Create(2);
        Assert.Throws<InvalidOperationException>((Action)(() =>
        {
            using (semaphore.Enter())
            {
                Assert.Equal(1, semaphore.CurrentCount);
                throw new InvalidOperationException();
            }
        }));
        Assert.Equal(2, semaphore.CurrentCount);
        Assert.True(semaphore.TryEnter(TimeSpan.Zero, out CountingSemaphore.Scope scope));
        scope.Dispose();
        scope.Dispose();
        Assert.Equal(2, semaphore.CurrentCount);
    }

    [Fact]
    public async Task Tasks_get_permits_in_turn_and_a_cancelled_one_takes_none()
    {
        CountingSemaphore semaphore = Create(1);
        using var source = new CancellationTokenSource();
        await semaphore.AcquireAsync();
        Assert.False(await semaphore.TryAcquireAsync(TimeSpan.FromMilliseconds(1)));
        ValueTask cancelled = semaphore.AcquireAsync(source.Token);
        ValueTask<bool> timed = semaphore.TryAcquireAsync(Wait.Limit);
        Task<CountingSemaphore.AsyncScope> scoped = semaphore.EnterAsync().AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelled);
        semaphore.Release();
        Assert.True(await timed);
        Assert.False(scoped.IsCompleted);
        semaphore.Release();
        (await scoped).Dispose();
        Assert.Equal(1, semaphore.CurrentCount);
    }

    [Fact]
    public void Threads_that_come_and_give_up_lose_no_permit()
    {
        CountingSemaphore semaphore = Create(2);
        int inside = 0, most = 0;
        Wait.Start(4, number =>
        {
            var random = new Random(number);
            for (int i = 0; i < 4000; i++)
            {
                if (semaphore.TryAcquire(TimeSpan.FromTicks(random.Next(0, 400))))
                {
                    int now = Interlocked.Increment(ref inside);
                    InterlockedMax(ref most, now);
                    Interlocked.Decrement(ref inside);
                    semaphore.Release();
                }
            }
        }).JoinAll();
        Assert.Equal(2, semaphore.CurrentCount);
        Assert.InRange(most, 1, 2);
        Assert.Equal(0, semaphore.WaiterCount);
    }

    private static void InterlockedMax(ref int place, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref place)) < value)
        {
            Interlocked.CompareExchange(ref place, value, seen);
        }
    }

    public sealed class Counting : SemaphoreTests
    {
        protected override CountingSemaphore Create(int value) => new(value);

        protected override CountingSemaphore CreateDefault() => new();

        [Fact, Trait("Row", "57")]
        public void It_may_grow_beyond_its_first_value()
        {
            var semaphore = new CountingSemaphore(1);
            semaphore.Release();
            semaphore.Release(3);
            Assert.Equal(5, semaphore.CurrentCount);
            Assert.Throws<SemaphoreFullException>(() => semaphore.Release(semaphore.MaxCount));
            Assert.Equal(5, semaphore.CurrentCount);
            Assert.Equal("CountingSemaphore (value=5)", semaphore.ToString());
        }
    }

    public sealed class Bounded : SemaphoreTests
    {
        protected override CountingSemaphore Create(int value) => new BoundedSemaphore(value);

        protected override CountingSemaphore CreateDefault() => new BoundedSemaphore();

        [Fact, Trait("Row", "58")]
        public void A_release_past_its_first_value_is_refused()
        {
            var semaphore = new BoundedSemaphore(2);
            Assert.Throws<SemaphoreFullException>(() => semaphore.Release());
            semaphore.Acquire();
            semaphore.Release();
            Assert.Throws<SemaphoreFullException>(() => semaphore.Release());
        }

        [Fact, Trait("Row", "59")]
        public void A_release_of_too_many_changes_nothing()
        {
            var semaphore = new BoundedSemaphore(3);
            semaphore.Acquire();
            Assert.Throws<SemaphoreFullException>(() => semaphore.Release(2));
            Assert.Equal(2, semaphore.CurrentCount);
        }

        [Fact, Trait("Row", "60")]
        public void The_text_tells_value_and_limit()
        {
            var semaphore = new BoundedSemaphore(3);
            Assert.Equal("BoundedSemaphore (value=3/3)", semaphore.ToString());
            semaphore.Acquire();
            Assert.Equal("BoundedSemaphore (value=2/3)", semaphore.ToString());
            Assert.Equal((2, 3), (semaphore.CurrentCount, semaphore.MaxCount));
        }
    }
}
