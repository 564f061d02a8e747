using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ChannelTests;

/// <summary>A queue of this process, used by children.</summary>
public class ProcessQueueTests
{
    [Fact, Trait("Row", "189")]
    public void A_full_queue_refuses_a_child_after_the_time_it_was_given()
    {
        using var queue = new ProcessQueue<string>(6);
        using LiveChild child = OpenQueue(queue);
        Assert.Equal("0 True False 6", child.Ask("state"));
        Assert.Equal("ok", child.Ask("put 1 2 3 4 5 6"));
        Assert.Equal("6 False True 6", child.Ask("state"));
        Assert.True(queue.IsFull);
        Assert.Equal("False", child.Ask("try-put 7 0"));
        long start = Stopwatch.GetTimestamp();
        Assert.Equal("False", child.Ask("try-put 7 200"));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(199));
        Assert.StartsWith("!QueueFullException", child.Ask("put-or-throw 7 10"), StringComparison.Ordinal);
        Assert.Throws<QueueFullException>(() => queue.Put("7", block: false));
        start = Stopwatch.GetTimestamp();
        Assert.False(queue.TryPut("7", TimeSpan.FromMilliseconds(50)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(49));
        Assert.Equal(6, queue.Count);
        child.Say("put 7");
        Wait.Until(() => Waiting(queue).Putters == 1, "the child waits for room");
        Assert.Equal("1", queue.Get());
        Assert.Equal("ok", child.ReadLine());
        Assert.Equal(6, queue.Count);
    }

    [Fact, Trait("Row", "190")]
    public void An_empty_queue_lets_a_child_wait_for_the_time_it_was_given()
    {
        using var queue = new ProcessQueue<string>();
        using LiveChild child = OpenQueue(queue);
        Assert.Equal("-", child.Ask("try-get 0"));
        long start = Stopwatch.GetTimestamp();
        Assert.Equal("-", child.Ask("try-get 200"));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(199));
        foreach (string item in new[] { "2", "3", "4", "5" })
        {
            queue.Put(item);
        }

        Assert.Equal("2", child.Ask("get"));
        Assert.Equal("3", child.Ask("try-get 0"));
        Assert.Equal("4", child.Ask("try-get 10000"));
        Assert.Equal("5", child.Ask("get-async"));
        Assert.Equal("-", child.Ask("try-get 0"));
        Assert.Throws<QueueEmptyException>(() => queue.Get(block: false));
        child.Say("get");
        Wait.Until(() => Waiting(queue).Getters == 1, "the child waits for an item");
        queue.Put("6");
        Assert.Equal("6", child.ReadLine());
    }

    [Fact, Trait("Row", "191")]
    public void Items_of_the_parent_and_then_of_the_child_come_out_in_that_order()
    {
        using var queue = new ProcessQueue<string>();
        for (int i = 0; i < 10; i++)
        {
            queue.Put($"item{i}");
        }

        using LiveChild child = LiveChild.Start("queue-put-and-end", LiveChild.Handle(queue), "10");
        Assert.Equal(0, child.WaitForExit());
        string[] expected = [.. Enumerable.Range(0, 10).Concat(Enumerable.Range(0, 10)).Select(i => $"item{i}")];
        Assert.Equal(expected, expected.Select(_ => queue.Get(block: true, Wait.Limit)));
    }

    [Fact, Trait("Row", "192")]
    public void The_count_is_that_of_the_owner()
    {
        using var queue = new ProcessQueue<string>();
        using LiveChild child = OpenQueue(queue);
        Assert.Equal("0 True False 0", child.Ask("state"));
        child.Ask("put a");
        Assert.Equal("1 False False 0", child.Ask("state"));
        Assert.Equal(1, queue.Count);
        queue.Put("b");
        Assert.Equal("2 False False 0", child.Ask("state"));
        Assert.Equal("a", child.Ask("get"));
        Assert.Equal(1, queue.Count);
        Assert.Equal("b", queue.Get());
        Assert.Equal("0 True False 0", child.Ask("state"));
    }

    [Fact, Trait("Row", "193")]
    public void Join_waits_for_what_children_have_taken_and_not_done()
    {
        using var queue = new ProcessQueue<string>();
        using LiveChild child = OpenQueue(queue), other = OpenQueue(queue);
        queue.Put("a");
        queue.Put("b");
        Assert.Equal("a", child.Ask("get"));
        Assert.Equal("b", queue.Get());
        Assert.False(queue.Join(TimeSpan.Zero));
        Assert.Equal("False", other.Ask("join 1"));
        Assert.Equal("ok", child.Ask("done"));
        other.Say("join 20000");
        Wait.Until(() => Waiting(queue).Joiners == 1, "the child joins");
        queue.TaskDone();
        Assert.Equal("True", other.ReadLine());
        Assert.Equal("True", child.Ask("join-async 0"));
        Assert.StartsWith("!InvalidOperationException", child.Ask("done"), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
    }

    [Fact, Trait("Row", "194")]
    public void After_the_end_of_a_handle_or_of_the_queue_every_use_throws()
    {
        var queue = new ProcessQueue<string>();
        using LiveChild child = OpenQueue(queue), other = OpenQueue(queue);
        Assert.Equal("ok", child.Ask("put a"));
        Assert.Equal("ok", child.Ask("dispose"));
        Assert.StartsWith("!ObjectDisposedException", child.Ask("put b"), StringComparison.Ordinal);
        Assert.StartsWith("!ObjectDisposedException", child.Ask("get"), StringComparison.Ordinal);
        Assert.Equal("a", other.Ask("get"));
        other.Say("get");
        Wait.Until(() => Waiting(queue).Getters == 1, "the child waits");
        queue.Dispose();
        Assert.StartsWith("!ObjectDisposedException", other.ReadLine(), StringComparison.Ordinal);
        Assert.StartsWith("!ObjectDisposedException", other.Ask("try-get 0"), StringComparison.Ordinal);
        Assert.StartsWith("!ObjectDisposedException", other.Ask("put c"), StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => queue.Put("d"));
        Assert.Throws<ObjectDisposedException>(() => queue.Get());
        Assert.Throws<ObjectDisposedException>(() => queue.Count);
        Assert.Throws<ObjectDisposedException>(() => LiveChild.Handle(queue));
    }

    [Fact]
    public void A_closed_queue_gives_out_what_it_has_and_then_nothing_more()
    {
        using var queue = new ProcessQueue<string>();
        using LiveChild child = OpenQueue(queue), other = OpenQueue(queue);
        child.Ask("put a b c");
        Assert.Equal("3 False False 0", child.Ask("state"));
        other.Ask("close");
        Assert.StartsWith("!QueueClosedException", child.Ask("put d"), StringComparison.Ordinal);
        Assert.StartsWith("!QueueClosedException", child.Ask("put-async d"), StringComparison.Ordinal);
        Assert.Throws<QueueClosedException>(() => queue.Put("d"));
        Assert.Equal("a", queue.Get());
        Assert.Equal("b c", child.Ask("read-all"));
        Assert.StartsWith("!QueueClosedException", child.Ask("get"), StringComparison.Ordinal);
        Assert.Throws<QueueClosedException>(() => queue.Get());
        using LiveChild late = OpenQueue(queue);
        Assert.StartsWith("!QueueClosedException", late.Ask("put e"), StringComparison.Ordinal);
    }

    [Fact, Trait("Row", "195")]
    public void What_cannot_cross_throws_where_it_is_put_and_changes_nothing()
    {
        using var queue = new ProcessQueue<object>(2);
        Assert.ThrowsAny<NotSerializableException>(() => queue.Put(new Thread(() => { })));
        Assert.Equal(0, queue.Count);
        queue.Put("good");
        Assert.ThrowsAny<NotSerializableException>(() => queue.TryPut(new object[] { 1, new MemoryStream() }, Wait.Limit));
        Assert.Equal(1, queue.Count);
        Assert.Equal("good", queue.Get());
        Assert.ThrowsAny<NotSerializableException>(() => new ProcessQueue<Thread>());
    }

    [Fact, Trait("Row", "196")]
    public void A_child_that_has_put_a_lot_can_be_joined_before_that_is_read()
    {
        using var queue = new ProcessQueue<string>();
        using LiveChild child = LiveChild.Start("queue-put-and-end", LiveChild.Handle(queue), "50000");
        Assert.Equal(0, child.WaitForExit());
        for (int i = 0; i < 50_000; i++)
        {
            Assert.Equal($"item{i}", queue.Get(block: true, Wait.Limit));
        }

        Assert.True(queue.IsEmpty);
    }

    [Fact]
    public void Many_threads_of_a_child_wait_at_once_and_each_gets_one()
    {
        using var queue = new ProcessQueue<string>();
        using LiveChild child = OpenQueue(queue);
        child.Say("get-on 20");
        Wait.Until(() => Waiting(queue).Getters == 20, "all wait");
        string[] items = [.. Enumerable.Range(0, 20).Select(i => $"{i:00}")];
        Array.ForEach(items, queue.Put);
        Assert.Equal(string.Join(' ', items), child.ReadLine());
    }

    [Fact]
    public void A_cancelled_get_of_a_child_loses_nothing()
    {
        using var queue = new ProcessQueue<string>();
        using LiveChild child = OpenQueue(queue);
        Assert.StartsWith("!OperationCanceledException", child.Ask("get-cancelled 20"), StringComparison.Ordinal);
        Assert.Equal(0, Waiting(queue).Getters);
        queue.Put("a");
        Assert.Equal("a", child.Ask("get-cancelled 20000"));

        child.Say("abandon 2000");
        string[] items = [.. Enumerable.Range(0, 1000).Select(i => $"{i}")];
        Array.ForEach(items, queue.Put);
        string[] taken = child.ReadLine().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var left = new List<string>();
        while (queue.TryGet(out string? item))
        {
            left.Add(item);
        }

        Assert.Equal(items, taken.Concat(left));
    }

    [Fact]
    public void The_window_of_what_is_under_way_bounds_no_stream()
    {
        using var queue = new ProcessQueue<string>();
        using LiveChild child = OpenQueue(queue);
        child.Say("put-many n 5000");
        for (int i = 0; i < 5000; i++)
        {
            Assert.Equal($"n{i}", queue.Get(block: true, Wait.Limit));
        }

        Assert.Equal("ok", child.ReadLine());
        Assert.Equal("ok", child.Ask("put-big 5000000"));
        Assert.Equal("ok", child.Ask("put small"));
        Assert.Equal(5_000_000, queue.Get().Length);
        Assert.Equal("small", queue.Get());
        queue.Put(new string('y', 5_000_000));
        Assert.Equal("5000000", child.Ask("get-length"));
    }

    [Fact]
    public void A_handle_goes_on_from_child_to_child_and_home_again()
    {
        using var queue = new ProcessQueue<string>(3);
        using LiveChild child = OpenQueue(queue);
        string handle = child.Ask("handle");
        using LiveChild grandchild = LiveChild.Open("queue", handle);
        grandchild.Ask("put a");
        using ProcessQueue<string> home = LiveChild.FromHandle<ProcessQueue<string>>(handle);
        Assert.Equal(3, home.MaxSize);
        Assert.Equal("a", home.Get());
        Assert.NotNull(home.Hosted);
        home.Put("b");
        Assert.Equal("b", child.Ask("get"));
    }

    [Fact]
    public void After_the_owners_end_its_queue_says_so()
    {
        using LiveChild owner = LiveChild.Start("queue-own", "0");
        string handle = owner.ReadLine();
        Assert.Equal("ready", owner.ReadLine());
        ProcessQueue<string> queue = LiveChild.FromHandle<ProcessQueue<string>>(handle);
        queue.Put("a");
        Assert.Equal("a", owner.Ask("get"));
        Wait.Background getter = Wait.Start(() => Assert.Throws<OwnerExitedException>(() => queue.Get()));
        Task<string> task = queue.GetAsync().AsTask();
        Assert.Equal("0", queue.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        owner.Kill();
        getter.Join();
        Assert.Throws<OwnerExitedException>(() => task.WaitAsync(Wait.Limit).GetAwaiter().GetResult());
        Assert.Throws<OwnerExitedException>(() => queue.TryGet(out _));
        Wait.Until(() => Fails(() => queue.Put("b")), "a put is refused");
        Assert.Throws<OwnerExitedException>(() => queue.Count);
        ProcessQueue<string> late = LiveChild.FromHandle<ProcessQueue<string>>(handle);
        Assert.Throws<OwnerExitedException>(() => late.Put("c"));
    }

    private static bool Fails(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (OwnerExitedException)
        {
            return true;
        }
    }

    private static LiveChild OpenQueue(ProcessQueue<string> queue) => LiveChild.Open("queue", LiveChild.Handle(queue));

    private static (int Getters, int Putters, int Joiners) Waiting(ProcessQueue<string> queue) => queue.Hosted!.Items.Waiting;
}
