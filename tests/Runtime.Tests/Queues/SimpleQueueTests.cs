using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.QueueTests;

public class SimpleQueueTests
{
    [Fact, Trait("Row", "108")]
    public void Items_come_out_as_they_went_in()
    {
        var queue = new SimpleQueue<int>();
        Assert.True(queue.IsEmpty);
        for (int i = 0; i < 100; i++)
        {
            queue.Put(i);
        }

        Assert.Equal(100, queue.Count);
        Assert.Equal(Enumerable.Range(0, 100), Enumerable.Range(0, 100).Select(_ => queue.Get()));
        Assert.False(queue.TryGet(out _));
        Assert.Throws<QueueEmptyException>(() => queue.Get(block: false));
        Assert.Throws<QueueEmptyException>(() => queue.Get(block: true, TimeSpan.FromMilliseconds(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.Get(block: true, TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentException>(() => queue.Get(block: false, TimeSpan.FromSeconds(1)));
    }

    [Fact, Trait("Row", "108")]
    public void Of_many_producers_each_item_comes_once_and_each_ones_in_order()
    {
        const int Threads = 50, Each = 200;
        var queue = new SimpleQueue<(int Producer, int Number)>();
        var seen = new List<(int Producer, int Number)>[Threads];
        Wait.Background[] consumers = Wait.Start(Threads, me =>
        {
            seen[me] = [];
            while (queue.Get() is var item and (>= 0, _))
            {
                seen[me].Add(item);
            }
        });
        Wait.Start(Threads, me =>
        {
            for (int i = 0; i < Each; i++)
            {
                queue.Put((me, i));
            }
        }).JoinAll();
        for (int i = 0; i < Threads; i++)
        {
            queue.Put((-1, 0));
        }

        consumers.JoinAll();
        Assert.Equal(Threads * Each, seen.SelectMany(s => s).Distinct().Count());
        Assert.Equal(Threads * Each, seen.Sum(s => s.Count));
        Assert.All(seen, s => Assert.All(
            s.GroupBy(item => item.Producer),
            group => Assert.Equal(group.Select(item => item.Number).Order(), group.Select(item => item.Number))));
    }

    [Fact, Trait("Row", "109")]
    public void A_put_in_the_middle_of_other_puts_and_gets_does_not_block()
    {
        var queue = new SimpleQueue<int>();
        Wait.Run(() =>
        {
            // A finalizer runs on a thread of its own here, so the nearest to Python's re-entrance is a put while this thread is about to wait.
            for (int i = 0; i < 1000; i++)
            {
                _ = new PutsWhenFinalized(queue);
                queue.Put(1);
                Assert.InRange(queue.Get(), 1, 2);
            }
        });
        Wait.Until(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return queue.Count > 0;
            },
            "finalizers have put");
    }

    [Fact]
    public async Task Threads_tasks_timeouts_and_cancellations_lose_no_item()
    {
        const int Items = 20_000;
        var queue = new SimpleQueue<int>();
        int taken = 0;
        using var source = new CancellationTokenSource();
        Task[] tasks = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            try
            {
                await foreach (int item in queue.ReadAllAsync(source.Token))
                {
                    Interlocked.Increment(ref taken);
                }
            }
            catch (OperationCanceledException)
            {
            }
        }))];
        Wait.Background[] threads = Wait.Start(2, number =>
        {
            var random = new Random(number);
            while (!source.IsCancellationRequested)
            {
                Interlocked.Add(ref taken, queue.TryGet(out _, TimeSpan.FromTicks(random.Next(3000))) ? 1 : 0);
            }
        });
        Wait.Start(2, _ =>
        {
            for (int i = 0; i < Items / 2; i++)
            {
                queue.Put(i);
            }
        }).JoinAll();
        Wait.Until(() => Volatile.Read(ref taken) == Items, "all is taken");
        await source.CancelAsync();
        threads.JoinAll();
        await Task.WhenAll(tasks).WaitAsync(Wait.Limit);
        Assert.Equal((Items, 0, 0), (taken, queue.Count, queue.WaiterCount));
        Assert.ThrowsAny<OperationCanceledException>(() => queue.Get(source.Token));
        Assert.False((await queue.TryGetAsync(TimeSpan.FromMilliseconds(1))).Success);
    }

    [Fact]
    public void A_get_waits_for_a_put()
    {
        var queue = new SimpleQueue<string>();
        string? got = null;
        Wait.Background getter = Wait.Start(() => got = queue.Get());
        Wait.Until(() => queue.WaiterCount == 1, "it waits");
        queue.Put("item");
        getter.Join();
        Assert.Equal("item", got);
    }

    private sealed class PutsWhenFinalized(SimpleQueue<int> queue)
    {
        ~PutsWhenFinalized() => queue.Put(2);
    }
}
