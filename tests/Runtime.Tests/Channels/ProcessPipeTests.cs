using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ChannelTests;

public class ProcessPipeTests
{
    private const int Large = 64 * 1024 * 1024;

    [Fact, Trait("Row", "199")]
    public void Messages_of_any_size_go_both_ways_and_come_back_the_same()
    {
        (ProcessConnection<byte[]> mine, ProcessConnection<byte[]> theirs) = ProcessPipe.Create<byte[]>();
        using LiveChild child = LiveChild.Start("pipe-echo", LiveChild.Handle(theirs));
        theirs.Close();
        foreach (int size in new[] { 1, 0, 70_000, Large })
        {
            byte[] message = new byte[size];
            new Random(size).NextBytes(message);
            mine.Send(message);
            Assert.True(mine.TryReceive(out byte[]? answer, Wait.Limit));
            Assert.True(message.AsSpan().SequenceEqual(answer), $"{size} bytes");
        }

        Assert.False(mine.Poll());
        long start = Stopwatch.GetTimestamp();
        Assert.False(mine.Poll(TimeSpan.FromMilliseconds(50)));
        Assert.False(mine.TryReceive(out _, TimeSpan.FromMilliseconds(50)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(99));
        mine.Send([7]);
        Assert.True(mine.Poll(Wait.Limit));
        Assert.Equal([7], mine.Receive());
        mine.Close();
        Assert.Equal(0, child.WaitForExit());
        Assert.Throws<ObjectDisposedException>(() => mine.Receive());
        Assert.Throws<ObjectDisposedException>(() => mine.Send([1]));
    }

    [Fact, Trait("Row", "199")]
    public void What_was_sent_before_the_end_is_still_received()
    {
        (ProcessConnection<string> mine, ProcessConnection<string> theirs) = ProcessPipe.Create<string>();
        using LiveChild child = OpenPipe(theirs);
        theirs.Close();
        child.Ask("send a b");
        child.Ask("close");
        Assert.Equal("a", mine.Receive());
        Assert.Equal("b", mine.Receive());
        Assert.Throws<EndOfStreamException>(() => mine.Receive());
        Assert.Throws<EndOfStreamException>(() => mine.TryReceive(out _, Wait.Limit));
        Assert.True(mine.Poll());
        Assert.Throws<EndOfStreamException>(() => mine.Send("c"));
        Assert.StartsWith("!ObjectDisposedException", child.Ask("receive"), StringComparison.Ordinal);
    }

    [Theory, Trait("Row", "199")]
    [InlineData(true)]
    [InlineData(false)]
    public void The_death_of_the_process_that_has_the_other_end_is_noticed(bool isClosedHere)
    {
        (ProcessConnection<string> mine, ProcessConnection<string> theirs) = ProcessPipe.Create<string>();
        using LiveChild child = OpenPipe(theirs);
        if (isClosedHere)
        {
            theirs.Close();
        }

        child.Ask("send last");
        Wait.Background receiver = Wait.Start(() =>
        {
            Assert.Equal("last", mine.Receive());
            Assert.Throws<EndOfStreamException>(() => mine.Receive());
        });
        child.Kill();
        receiver.Join();
        Wait.Until(() => Record.Exception(() => mine.Send("a")) is EndOfStreamException, "sending is refused, too");
    }

    [Fact, Trait("Row", "200")]
    public void An_end_of_a_pipe_that_goes_one_way_refuses_the_other()
    {
        (ProcessConnection<string> reader, ProcessConnection<string> writer) = ProcessPipe.Create<string>(duplex: false);
        Assert.Throws<InvalidOperationException>(() => reader.Send("a"));
        Assert.Throws<InvalidOperationException>(() => writer.Receive());
        Assert.Throws<InvalidOperationException>(() => writer.Poll());
        using LiveChild child = OpenPipe(writer);
        Assert.Equal("False True", child.Ask("abilities"));
        Assert.StartsWith("!InvalidOperationException", child.Ask("receive"), StringComparison.Ordinal);
        Assert.StartsWith("!InvalidOperationException", child.Ask("poll 0"), StringComparison.Ordinal);
        Assert.Equal("ok", child.Ask("send a"));
        Assert.Equal("a", reader.Receive());
        using LiveChild other = OpenPipe(reader);
        Assert.StartsWith("!InvalidOperationException", other.Ask("send b"), StringComparison.Ordinal);
        child.Ask("send c");
        Assert.Equal("c", other.Ask("receive"));
    }

    [Fact, Trait("Row", "201")]
    public void Messages_keep_their_boundaries_and_an_empty_one_is_a_message()
    {
        (ProcessConnection<string> mine, ProcessConnection<string> theirs) = ProcessPipe.Create<string>();
        using LiveChild child = OpenPipe(theirs);
        Assert.False(mine.Poll());
        child.Ask("send-empty");
        Assert.True(mine.Poll(Wait.Limit));
        Assert.True(mine.Poll());
        Assert.Equal("", mine.Receive());
        Assert.False(mine.Poll());
        child.Ask("send a bc def");
        Assert.Equal(["a", "bc", "def"], [mine.Receive(), mine.Receive(), mine.Receive()]);
        mine.Send("");
        mine.Send("x");
        Assert.Equal("True", child.Ask("poll 10000"));
        Assert.Equal("", child.Ask("receive"));
        Assert.Equal("x", child.Ask("receive-async"));
        Assert.Equal("False", child.Ask("poll 0"));
    }

    [Fact, Trait("Row", "202")]
    public void Waiting_for_several_ends_returns_those_that_are_ready()
    {
        (ProcessConnection<string> Mine, ProcessConnection<string> Theirs)[] pipes =
            [ProcessPipe.Create<string>(), ProcessPipe.Create<string>(), ProcessPipe.Create<string>()];
        LiveChild[] children = [.. pipes.Select(pipe => OpenPipe(pipe.Theirs))];
        Array.ForEach(pipes, pipe => pipe.Theirs.Close());
        ProcessConnection<string>[] mine = [.. pipes.Select(pipe => pipe.Mine)];
        Assert.Empty(ProcessConnection.WaitAny(mine, TimeSpan.Zero));
        long start = Stopwatch.GetTimestamp();
        Assert.Empty(ProcessConnection.WaitAny(mine, TimeSpan.FromMilliseconds(50)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(49));
        IReadOnlyList<ProcessConnection<string>>? ready = null;
        Wait.Background waiter = Wait.Start(() => ready = ProcessConnection.WaitAny(mine));
        children[1].Ask("send a");
        waiter.Join();
        Assert.Equal([mine[1]], ready!);
        Assert.Equal("a", mine[1].Receive());
        children[2].Kill();
        Assert.Equal([mine[2]], ProcessConnection.WaitAny(mine, Wait.Limit));
        children[0].Ask("send b");
        Assert.Equal([mine[0], mine[2]], ProcessConnection.WaitAny(mine, Wait.Limit));
        Array.ForEach(children, child => child.Dispose());
    }

    [Fact, Trait("Row", "210")]
    public void An_end_that_its_maker_has_closed_works_on_in_the_child()
    {
        (ProcessConnection<string> mine, ProcessConnection<string> theirs) = ProcessPipe.Create<string>();
        string handle = LiveChild.Handle(theirs);
        theirs.Close();
        using LiveChild child = LiveChild.Open("pipe", handle);
        Assert.Throws<ObjectDisposedException>(() => theirs.Send("x"));
        mine.Send("a");
        Assert.Equal("a", child.Ask("receive"));
        child.Ask("send b");
        Assert.Equal("b", mine.Receive());
    }

    [Fact]
    public void Two_children_talk_and_an_end_goes_on_from_one_to_another()
    {
        (ProcessConnection<string> first, ProcessConnection<string> second) = ProcessPipe.Create<string>();
        using LiveChild left = OpenPipe(first), right = OpenPipe(second);
        first.Close();
        second.Close();
        left.Ask("send a");
        Assert.Equal("a", right.Ask("receive"));
        string handle = right.Ask("handle");
        right.Ask("close");
        using LiveChild next = LiveChild.Open("pipe", handle);
        left.Ask("send b");
        Assert.Equal("b", next.Ask("receive"));
        next.Kill();
        Assert.StartsWith("!EndOfStreamException", left.Ask("receive"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sender_waits_while_much_lies_unread()
    {
        (ProcessConnection<string> mine, ProcessConnection<string> theirs) = ProcessPipe.Create<string>();
        using LiveChild child = OpenPipe(theirs);
        mine.Send(new string('x', 2_000_000));
        Assert.False(mine.TrySend("more"));
        Assert.False(mine.TrySend("more", TimeSpan.FromMilliseconds(10)));
        using var source = new CancellationTokenSource(10);
        Assert.ThrowsAny<OperationCanceledException>(() => mine.Send("more", source.Token));
        Task send = mine.SendAsync("after").AsTask();
        Assert.False(send.IsCompleted);
        Assert.Equal("2000000", child.Ask("receive-length"));
        Wait.Until(() => send.IsCompletedSuccessfully, "there is room");
        Assert.Equal("after", child.Ask("receive"));
    }

    [Fact]
    public void Directions_may_have_types_of_their_own()
    {
        (ProcessConnection<int, string> asks, ProcessConnection<string, int> answers) = ProcessPipe.Create<int, string>();
        ProcessConnection<string, int> moved = LiveChild.FromHandle<ProcessConnection<string, int>>(LiveChild.Handle(answers));
        answers.Close();
        asks.Send(42);
        Assert.Equal(42, moved.Receive());
        moved.Send("forty-two");
        Assert.Equal("forty-two", asks.Receive());
        moved.Dispose();
        Assert.Throws<EndOfStreamException>(() => asks.Receive());
    }

    private static LiveChild OpenPipe(ProcessConnection<string> end) => LiveChild.Open("pipe", LiveChild.Handle(end));
}
