using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.QueueTests;

public class FailingQueueTests
{
    [Fact, Trait("Row", "107")]
    public void A_put_that_fails_leaves_the_queue_as_it_was()
    {
        var queue = new Failing(2) { FailsPut = true };
        Assert.Throws<NotSupportedException>(() => queue.Put("a"));
        Assert.Throws<NotSupportedException>(() => queue.Put("a", block: true, TimeSpan.FromMilliseconds(5)));
        Assert.True(queue.IsEmpty);
        Assert.True(queue.Join(TimeSpan.Zero));
        queue.FailsPut = false;
        queue.Put("a");
        queue.Put("b");
        Assert.True(queue.IsFull);

        // One that had to wait first fails as well and leaves the room to others.
        queue.FailsPut = true;
        Wait.Background waiting = Wait.Start(() => Assert.Throws<NotSupportedException>(() => queue.Put("c")));
        Wait.Until(() => queue.PutterCount == 1, "it waits");
        Assert.Equal("a", queue.Get());
        waiting.Join();
        queue.FailsPut = false;
        Assert.True(queue.TryPut("d"));
        Assert.Equal(["b", "d"], [queue.Get(), queue.Get()]);
    }

    [Fact, Trait("Row", "107")]
    public void A_get_that_fails_leaves_the_queue_as_it_was()
    {
        var queue = new Failing(2);
        queue.Put("a");
        queue.FailsGet = true;
        Assert.Throws<NotSupportedException>(() => queue.Get());
        Assert.Throws<NotSupportedException>(() => queue.TryGet(out _));
        Assert.Equal(1, queue.Count);
        queue.FailsGet = false;
        Assert.Equal("a", queue.Get());

        queue.FailsGet = true;
        Wait.Background waiting = Wait.Start(() => Assert.Throws<NotSupportedException>(() => queue.Get()));
        Wait.Until(() => queue.GetterCount == 1, "it waits");
        queue.Put("b");
        waiting.Join();
        queue.FailsGet = false;
        Assert.Equal("b", queue.Get());
        Assert.True(queue.IsEmpty);
    }

    [Fact, Trait("Row", "107"), Trait("Row", "110")]
    public void Closing_wakes_who_waits_although_dropping_fails()
    {
        var queue = new Failing(1) { FailsGet = true };
        queue.Put("a");
        Wait.Background putter = Wait.Start(() => Assert.Throws<QueueClosedException>(() => queue.Put("b")));
        Wait.Until(() => queue.PutterCount == 1, "it waits");
        Assert.Throws<NotSupportedException>(() => queue.Close(immediate: true));
        putter.Join();
        Assert.True(queue.IsClosed);
        queue.FailsGet = false;
        Assert.Equal("a", queue.Get());
    }

    private sealed class Failing(int maxSize) : BlockingQueue<string>(maxSize)
    {
        internal bool FailsPut { get; set; }

        internal bool FailsGet { get; set; }

        protected override void OnPut(string item)
        {
            if (FailsPut)
            {
                throw new NotSupportedException();
            }

            base.OnPut(item);
        }

        protected override string OnGet() => FailsGet ? throw new NotSupportedException() : base.OnGet();
    }
}
