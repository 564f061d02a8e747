using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.QueueTests;

/// <summary>What holds for all three orders.</summary>
public abstract class BlockingQueueTests
{
    protected abstract BlockingQueue<int> Create(int maxSize = 0);

    /// <summary>What comes out after 111, 333, 222 went in.</summary>
    protected abstract int[] Order();

    [Fact, Trait("Row", "96")]
    public void Items_come_out_in_the_queues_order()
    {
        BlockingQueue<int> queue = Create();
        queue.Put(111);
        queue.Put(333);
        queue.Put(222);
        Assert.Equal(Order(), new[] { queue.Get(), queue.Get(), queue.Get() });
    }

    [Fact, Trait("Row", "97")]
    public void Full_empty_and_count_tell_the_bound()
    {
        BlockingQueue<int> queue = Create(2);
        Assert.True(queue.IsEmpty);
        Assert.False(queue.IsFull);
        queue.Put(1);
        Assert.False(queue.IsEmpty);
        Assert.False(queue.IsFull);
        queue.Put(2);
        Assert.True(queue.IsFull);
        Assert.Equal(2, queue.Count);
        Assert.EndsWith("(items=2/2)", queue.ToString(), StringComparison.Ordinal);
    }

    [Fact, Trait("Row", "98")]
    public void A_put_into_a_full_queue_that_is_not_to_wait_fails()
    {
        BlockingQueue<int> queue = Create(1);
        queue.Put(1, block: false);
        Assert.Throws<QueueFullException>(() => queue.Put(2, block: false));
        long start = Stopwatch.GetTimestamp();
        Assert.Throws<QueueFullException>(() => queue.Put(2, block: true, TimeSpan.FromMilliseconds(20)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(19));
        Assert.False(queue.TryPut(2));
        Assert.False(queue.TryPut(2, TimeSpan.FromMilliseconds(10)));
        Assert.Equal(1, queue.Count);
    }

    [Fact, Trait("Row", "99")]
    public void A_get_from_an_empty_queue_that_is_not_to_wait_fails()
    {
        BlockingQueue<int> queue = Create();
        Assert.Throws<QueueEmptyException>(() => queue.Get(block: false));
        long start = Stopwatch.GetTimestamp();
        Assert.Throws<QueueEmptyException>(() => queue.Get(block: true, TimeSpan.FromMilliseconds(20)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(19));
        Assert.False(queue.TryGet(out _));
        Assert.False(queue.TryGet(out _, TimeSpan.FromMilliseconds(10)));
    }

    [Theory, Trait("Row", "100")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_put_waits_for_a_get_and_a_get_for_a_put(bool isTimed)
    {
        BlockingQueue<int> queue = Create(1);
        int got = 0;
        Wait.Background getter = Wait.Start(() => got = isTimed ? queue.Get(block: true, TimeSpan.FromSeconds(10)) : queue.Get());
        Wait.Until(() => queue.GetterCount == 1, "the get waits");
        queue.Put(1);
        getter.Join();
        Assert.Equal(1, got);

        queue.Put(2);
        Wait.Background putter = Wait.Start(() =>
        {
            if (isTimed)
            {
                queue.Put(3, block: true, TimeSpan.FromSeconds(10));
            }
            else
            {
                queue.Put(3);
            }
        });
        Wait.Until(() => queue.PutterCount == 1, "the put waits");
        Assert.Equal(2, queue.Get());
        putter.Join();
        Assert.Equal(3, queue.Get());
    }

    [Fact, Trait("Row", "101")]
    public void The_forms_without_waiting_tell_by_their_result()
    {
        BlockingQueue<int> queue = Create(1);
        Assert.True(queue.TryPut(1));
        Assert.False(queue.TryPut(2));
        Assert.True(queue.TryGet(out int item));
        Assert.Equal(1, item);
        Assert.False(queue.TryGet(out _));
    }

    [Fact, Trait("Row", "102")]
    public void A_negative_timeout_is_refused_whether_or_not_it_would_wait()
    {
        BlockingQueue<int> queue = Create(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.Put(1, block: true, TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.TryPut(1, TimeSpan.FromSeconds(-1)));
        Assert.True(queue.IsEmpty);
        queue.Put(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.Get(block: true, TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.TryGet(out _, TimeSpan.FromSeconds(-1)));
        Assert.Equal(1, queue.Count);
    }

    [Fact, Trait("Row", "103")]
    public void More_done_than_put_is_refused()
    {
        BlockingQueue<int> queue = Create();
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
        queue.Put(1);
        queue.Get();
        queue.TaskDone();
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
    }

    [Fact, Trait("Row", "104")]
    public void Join_waits_until_all_is_done_and_can_be_repeated()
    {
        BlockingQueue<int> queue = Create();
        int sum = 0;
        Wait.Background[] workers = Wait.Start(2, _ =>
        {
            while (queue.Get() is var item and >= 0)
            {
                Interlocked.Add(ref sum, item);
                queue.TaskDone();
            }

            queue.TaskDone();
        });
        for (int round = 1; round <= 2; round++)
        {
            for (int i = 0; i < 100; i++)
            {
                queue.Put(i);
            }

            queue.Join();
            Assert.Equal(round * 4950, sum);
        }

        queue.Put(-1);
        queue.Put(-1);
        workers.JoinAll();
        queue.Join();
    }

    [Fact, Trait("Row", "104")]
    public async Task Join_waits_for_items_that_were_taken_but_are_not_done()
    {
        BlockingQueue<int> queue = Create();
        queue.Put(1);
        queue.Get();
        Assert.False(queue.Join(TimeSpan.FromMilliseconds(5)));
        Assert.False(await queue.JoinAsync(TimeSpan.FromMilliseconds(5)));
        using var source = new CancellationTokenSource();
        Task cancelled = queue.JoinAsync(source.Token), joined = queue.JoinAsync();
        Wait.Background thread = Wait.Start(queue.Join);
        Wait.Until(() => queue.JoinerCount == 3, "all wait");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        queue.TaskDone();
        thread.Join();
        await joined.WaitAsync(Wait.Limit);
        Assert.True(queue.Join(TimeSpan.Zero));
    }

    [Fact, Trait("Row", "105")]
    public void A_bound_below_the_count_leaves_the_queue_full_until_it_has_shrunk()
    {
        BlockingQueue<int> queue = Create(3);
        queue.Put(1);
        queue.Put(2);
        queue.Put(3);
        queue.MaxSize = 2;
        Assert.True(queue.IsFull);
        Assert.False(queue.TryPut(4));
        queue.Get();
        Assert.False(queue.TryPut(4));
        queue.Get();
        Assert.True(queue.TryPut(4));

        Wait.Background putter = Wait.Start(() => queue.Put(5));
        Wait.Until(() => queue.PutterCount == 1, "it waits for room");
        queue.MaxSize = 3;
        putter.Join();
    }

    [Theory, Trait("Row", "106")]
    [InlineData(0)]
    [InlineData(-1)]
    public void Without_a_positive_bound_there_is_always_room(int maxSize)
    {
        BlockingQueue<int> queue = Create(maxSize);
        for (int i = 0; i < 10_000; i++)
        {
            Assert.True(queue.TryPut(i));
        }

        Assert.False(queue.IsFull);
    }

    [Fact, Trait("Row", "110")]
    public void A_closed_queue_gives_out_what_it_has_and_then_nothing_more()
    {
        BlockingQueue<int> queue = Create();
        queue.Put(1);
        queue.Put(1);
        queue.Close();
        Assert.True(queue.IsClosed);
        Assert.Throws<QueueClosedException>(() => queue.Put(2));
        Assert.Throws<QueueClosedException>(() => queue.TryPut(2));
        Assert.Equal(1, queue.Get());
        Assert.True(queue.TryGet(out _));
        Assert.Throws<QueueClosedException>(() => queue.Get());
        Assert.Throws<QueueClosedException>(() => queue.Get(block: false));
        Assert.Throws<QueueClosedException>(() => queue.TryGet(out _, TimeSpan.FromSeconds(10)));
        Assert.False(queue.Join(TimeSpan.Zero));
        queue.TaskDone();
        queue.TaskDone();
        queue.Join();
    }

    [Fact, Trait("Row", "110")]
    public void Closing_wakes_who_waits_and_at_once_drops_what_is_there()
    {
        BlockingQueue<int> empty = Create();
        Wait.Background[] getters = Wait.Start(3, _ => Assert.Throws<QueueClosedException>(() => empty.Get()));
        Wait.Until(() => empty.GetterCount == 3, "all wait");
        empty.Close();
        getters.JoinAll();

        BlockingQueue<int> full = Create(2);
        full.Put(1);
        full.Put(2);
        Wait.Background[] waiting =
        [
            .. Wait.Start(2, _ => Assert.Throws<QueueClosedException>(() => full.Put(3))),
            Wait.Start(full.Join),
        ];
        Wait.Until(() => full.PutterCount == 2 && full.JoinerCount == 1, "all wait");
        full.Close(immediate: true);
        waiting.JoinAll();
        Assert.True(full.IsEmpty);
        Assert.Throws<QueueClosedException>(() => full.Get());
    }

    [Fact]
    public async Task Tasks_put_and_get()
    {
        BlockingQueue<int> queue = Create(2);
        Task producer = Task.Run(async () =>
        {
            for (int i = 0; i < 1000; i++)
            {
                await queue.PutAsync(i);
            }

            queue.Close();
        });
        var seen = new List<int>();
        await foreach (int item in queue.ReadAllAsync())
        {
            seen.Add(item);
        }

        await producer;
        Assert.Equal(Enumerable.Range(0, 1000), seen.Order());
        await Assert.ThrowsAsync<QueueClosedException>(async () => await queue.PutAsync(1));
        await Assert.ThrowsAsync<QueueClosedException>(async () => await queue.GetAsync());
    }

    [Fact]
    public async Task A_cancelled_wait_takes_and_leaves_nothing()
    {
        BlockingQueue<int> queue = Create(1);
        using var source = new CancellationTokenSource();
        Task<int> get = queue.GetAsync(source.Token).AsTask();
        Wait.Background thread = Wait.Start(() => Assert.ThrowsAny<OperationCanceledException>(() => queue.Get(source.Token)));
        Assert.False((await queue.TryGetAsync(TimeSpan.FromMilliseconds(1))).Success);
        Wait.Until(() => queue.GetterCount == 2, "both wait");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get);
        thread.Join();
        Assert.Equal(0, queue.GetterCount);
        queue.Put(1);
        Assert.False(await queue.TryPutAsync(2, TimeSpan.FromMilliseconds(1)));
        Assert.Equal(1, queue.Get());
    }

    [Fact]
    public void Every_item_comes_out_once_whoever_puts_takes_waits_or_gives_up()
    {
        const int Each = 5000;
        BlockingQueue<int> queue = Create(3);
        var seen = new int[3 * Each];
        Wait.Background[] producers = Wait.Start(3, number =>
        {
            var random = new Random(number);
            for (int i = 0; i < Each; i++)
            {
                while (!queue.TryPut((number * Each) + i, TimeSpan.FromTicks(random.Next(3000))))
                {
                }
            }
        });
        Wait.Background[] consumers = Wait.Start(3, number =>
        {
            var random = new Random(number);
            while (true)
            {
                if (queue.TryGet(out int item, random.Next(3) == 0 ? Wait.Limit : TimeSpan.FromTicks(random.Next(3000))))
                {
                    if (item == int.MaxValue)
                    {
                        return;
                    }

                    Interlocked.Increment(ref seen[item]);
                }
            }
        });
        producers.JoinAll();

        // Only when the queue is empty, for not every order gives the last item out last.
        Wait.Until(() => queue.IsEmpty, "all is taken");
        for (int i = 0; i < 3; i++)
        {
            queue.Put(int.MaxValue);
        }

        consumers.JoinAll();
        Assert.All(seen, count => Assert.Equal(1, count));
    }

    public sealed class Fifo : BlockingQueueTests
    {
        protected override int[] Order() => [111, 333, 222];

        protected override BlockingQueue<int> Create(int maxSize = 0) => new(maxSize);
    }

    public sealed class Lifo : BlockingQueueTests
    {
        protected override int[] Order() => [222, 333, 111];

        protected override BlockingQueue<int> Create(int maxSize = 0) => new LifoBlockingQueue<int>(maxSize);
    }

    public sealed class Priority : BlockingQueueTests
    {
        protected override int[] Order() => [111, 222, 333];

        protected override BlockingQueue<int> Create(int maxSize = 0) => new PriorityBlockingQueue<int>(maxSize);

        [Fact]
        public void The_order_may_be_given()
        {
            var queue = new PriorityBlockingQueue<string>(comparer: StringComparer.OrdinalIgnoreCase);
            queue.Put("b");
            queue.Put("A");
            Assert.Equal(["A", "b"], [queue.Get(), queue.Get()]);
        }
    }
}
