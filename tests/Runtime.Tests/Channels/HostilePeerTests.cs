using System.Buffers.Binary;
using System.Security.Authentication;
using ConcurrencyAnalyzers.Runtime;
using ConcurrencyAnalyzers.Runtime.Channels;
using ConcurrencyAnalyzers.Runtime.Platform;
using ConcurrencyAnalyzers.Runtime.Transport;
using Xunit;

namespace Runtime.Tests.ChannelTests;

/// <summary>Peers that speak another protocol, or none, or stop in the middle. Others must not notice.</summary>
public sealed class HostilePeerTests : IDisposable
{
    private readonly ProcessQueue<string> _queue = new();
    private readonly ObjectAddress _address;
    private readonly LiveChild _other;

    public HostilePeerTests()
    {
        _address = ObjectAddress.Of(_queue.Hosted!);
        _other = LiveChild.Open("queue", LiveChild.Handle(_queue));
        _other.Ask("put a");
        Assert.Equal("a", _other.Ask("get"));
    }

    public void Dispose()
    {
        _other.Dispose();
        _queue.Dispose();
    }

    [Fact]
    public void Random_bytes_end_only_the_connection_they_come_from()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[random.Next(1, 2000)];
            random.NextBytes(bytes);
            using Stream stream = Connect();
            Ignore(() => stream.Write(bytes));
        }

        AssertNobodyElseNotices();
    }

    [Fact]
    public void Random_frames_after_a_good_greeting_end_only_their_connection()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            using Stream stream = Greeted();
            var writer = new FrameWriter(stream);
            Ignore(() => writer.Send(FrameKind.Attach, AttachRequest(1, 1, _address.Id, _address.Token)));
            for (int i = 0; i < 10; i++)
            {
                byte[] content = new byte[random.Next(0, 40)];
                random.NextBytes(content);
                if (content.Length > 12)
                {
                    // Often the slot that exists, so that the queue's own reading is tried, too.
                    BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(8), 1);
                }

                // Not a close of the queue: that is allowed to whoever has the key.
                byte kind = (byte)random.Next(0, 12);
                Ignore(() => writer.Send(kind == FrameKind.Call && content.Length > 12 && content[12] == MailboxOperation.Close ? (byte)0 : kind, content));
            }
        }

        Wait.Until(() => Connections() <= 1, "the connections end");
        while (_queue.TryGet(out _, TimeSpan.Zero))
        {
            // Some of the random frames were puts; what they put is not text.
        }

        AssertNobodyElseNotices();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(12)]
    public void A_message_that_breaks_off_is_dropped(int length)
    {
        using (Stream stream = Greeted())
        {
            var writer = new FrameWriter(stream);
            writer.Send(FrameKind.Attach, AttachRequest(1, 1, _address.Id, _address.Token));
            byte[] frame = new byte[FrameReader.HeaderSize + 100];
            BinaryPrimitives.WriteInt32LittleEndian(frame, 100);
            frame[4] = FrameKind.Post;
            frame[5] = 1;
            frame[9] = MailboxOperation.PutUnacknowledged;
            stream.Write(frame, 0, length);
        }

        Wait.Until(() => Connections() <= 1, "the connection ends");
        Assert.Equal(0, _queue.Count);
        AssertNobodyElseNotices();
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(FrameLimits.MaxPayload + 1)]
    public void A_huge_or_negative_length_is_refused_before_memory_is_taken(int length)
    {
        using Stream stream = Greeted();
        byte[] header = new byte[FrameReader.HeaderSize];
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        header[4] = FrameKind.Call;
        stream.Write(header);
        Assert.Equal(ReplyStatus.Violation, ReadRefusal(stream));
        AssertNobodyElseNotices();
    }

    [Fact]
    public void Another_version_is_told_so()
    {
        using Stream stream = Connect();
        byte[] hello = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(hello, Protocol.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(hello.AsSpan(4), Protocol.Version + 1);
        new FrameWriter(stream).Send(FrameKind.Hello, hello);
        Assert.Equal(ReplyStatus.Denied, ReadRefusal(stream));
        AssertNobodyElseNotices();
    }

    [Fact]
    public void A_wrong_key_opens_nothing()
    {
        byte[] wrong = [.. _address.Token];
        wrong[31] ^= 1;
        using Stream stream = Greeted();
        new FrameWriter(stream).Send(FrameKind.Attach, AttachRequest(5, 1, _address.Id, wrong));
        var reader = new FrameReader(stream);
        Assert.Equal(FrameKind.Welcome, reader.Read()!.Value.Kind);
        Assert.Equal((byte)ReplyStatus.Denied, reader.Read()!.Value.Payload.Span[8]);
        Assert.Equal(FrameKind.Refused, reader.Read()!.Value.Kind);
        Assert.Null(reader.Read());

        OwnerLink link = OwnerLink.Separate(_address.Endpoint);
        Assert.Throws<AuthenticationException>(() => link.Attach(_address.Id, wrong, new RemoteMailbox(_address, isBounded: false)));
        Assert.Equal(ReplyStatus.Gone, OwnerLink.Separate(_address.Endpoint).Attach(Guid.NewGuid(), _address.Token, new RemoteMailbox(_address, isBounded: false)).Status);
        AssertNobodyElseNotices();
    }

    [Fact]
    public void A_stopped_client_delays_nobody()
    {
        using LiveChild stopped = LiveChild.Open("queue", LiveChild.Handle(_queue));
        stopped.Say("get");
        Wait.Until(() => _queue.Hosted!.Items.Waiting.Getters == 1, "it waits");
        stopped.Signal("STOP");
        string large = new('x', 8 * 1024 * 1024);
        _queue.Put(large);
        for (int i = 0; i < 100; i++)
        {
            _other.Ask($"put {i}");
            Assert.Equal($"{i}", _queue.Get(block: true, Wait.Limit));
        }

        stopped.Signal("CONT");
        Assert.Equal(large.Length, stopped.ReadLine().Length);

        stopped.Say("get");
        Wait.Until(() => _queue.Hosted!.Items.Waiting.Getters == 1, "it waits again");
        stopped.Signal("STOP");
        _queue.Put("first");
        stopped.Kill();
        Assert.Equal("first", _other.Ask("get"));
    }

    [Fact]
    public void A_client_that_asks_and_never_reads_delays_nobody()
    {
        using Stream stream = Greeted();
        var writer = new FrameWriter(stream);
        writer.Send(FrameKind.Attach, AttachRequest(1, 1, _address.Id, _address.Token));
        byte[] get = new byte[17];
        get[8] = 1;
        get[12] = MailboxOperation.Get;
        BinaryPrimitives.WriteInt32LittleEndian(get.AsSpan(13), -1);
        for (int i = 0; i < 64; i++)
        {
            get[0] = (byte)(i + 10);
            writer.Send(FrameKind.Call, get);
        }

        Wait.Until(() => _queue.Hosted!.Items.Waiting.Getters == 64, "its calls wait");
        string item = new('y', 100_000);
        Wait.Run(() =>
        {
            for (int i = 0; i < 64; i++)
            {
                _queue.Put(item);
            }
        });
        AssertNobodyElseNotices();
        stream.Dispose();
        Wait.Until(() => _queue.Count == 64, "all come back");
    }

    private static int Connections() => ObjectHost.Current.ConnectionCount;

    private static byte[] AttachRequest(long call, int slot, Guid id, byte[] token)
    {
        byte[] content = new byte[12 + 16 + token.Length];
        BinaryPrimitives.WriteInt64LittleEndian(content, call);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(8), slot);
        id.TryWriteBytes(content.AsSpan(12));
        token.CopyTo(content.AsSpan(28));
        return content;
    }

    private static void Ignore(Action action)
    {
        try
        {
            action();
        }
        catch (IOException)
        {
        }
    }

    private static ReplyStatus ReadRefusal(Stream stream)
    {
        var reader = new FrameReader(stream);
        Frame frame = reader.Read()!.Value;
        frame = frame.Kind == FrameKind.Welcome ? reader.Read()!.Value : frame;
        Assert.Equal(FrameKind.Refused, frame.Kind);
        return (ReplyStatus)frame.Payload.Span[0];
    }

    private Stream Connect() => CurrentPlatform.Instance.Connect(_address.Endpoint);

    private Stream Greeted()
    {
        Stream stream = Connect();
        byte[] hello = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(hello, Protocol.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(hello.AsSpan(4), Protocol.Version);
        new FrameWriter(stream).Send(FrameKind.Hello, hello);
        return stream;
    }

    private void AssertNobodyElseNotices()
    {
        Assert.Equal("ok", _other.Ask("put b"));
        Assert.Equal("b", _queue.Get(block: true, Wait.Limit));
        _queue.Put("c");
        Assert.Equal("c", _other.Ask("get"));
    }
}
