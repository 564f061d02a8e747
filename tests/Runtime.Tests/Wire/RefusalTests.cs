using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.Wire;

public class RefusalTests
{
    [Theory]
    [InlineData(typeof(WithStream), "argument 'job'.Output", "FileStream", "pass the path and open it in the child")]
    [InlineData(typeof(FileStream), "argument 'job'", "FileStream", "pass the path")]
    [InlineData(typeof(MemoryStream), "argument 'job'", "MemoryStream", "ToArray()")]
    [InlineData(typeof(Action), "argument 'job'", "Action", "static method")]
    [InlineData(typeof(Func<int, int>[]), "argument 'job'[]", "Func<Int32, Int32>", "is code")]
    [InlineData(typeof(List<Thread>), "argument 'job'[]", "Thread", "belongs to this process")]
    [InlineData(typeof(WorkerThread), "argument 'job'", "WorkerThread", "belongs to this process")]
    [InlineData(typeof(NonReentrantLock), "argument 'job'", "NonReentrantLock", "ProcessLock")]
    [InlineData(typeof(BoundedSemaphore), "argument 'job'", "BoundedSemaphore", "ProcessSemaphore")]
    [InlineData(typeof(SemaphoreSlim), "argument 'job'", "SemaphoreSlim", "ProcessLock")]
    [InlineData(typeof(Mutex), "argument 'job'", "Mutex", "ProcessLock")]
    [InlineData(typeof(Task<int>), "argument 'job'", "Task<Int32>", "pass its result")]
    [InlineData(typeof(CancellationTokenSource), "argument 'job'", "CancellationTokenSource", "pass its Token")]
    [InlineData(typeof(Type), "argument 'job'", "Type", "pass a name or an enum")]
    [InlineData(typeof(System.Reflection.MethodInfo), "argument 'job'", "MethodInfo", "pass a name")]
    [InlineData(typeof(Expression<Func<int>>), "argument 'job'", "Expression<Func<Int32>>", "is code")]
    [InlineData(typeof(ConcurrentDictionary<string, int>), "argument 'job'", "ConcurrentDictionary<String, Int32>", "would be copied, not shared")]
    [InlineData(typeof(BlockingQueue<int>), "argument 'job'", "BlockingQueue<Int32>", "ProcessQueue<T>")]
    [InlineData(typeof(Channel<int>), "argument 'job'", "Channel<Int32>", "ProcessQueue<T>")]
    [InlineData(typeof(IAsyncEnumerable<int>), "argument 'job'", "IAsyncEnumerable<Int32>", "ProcessQueue<T>")]
    [InlineData(typeof(Span<int>), "argument 'job'", "Span<Int32>", "pass a T[] or a Memory<T>")]
    [InlineData(typeof(WithHandle), "argument 'job'.Handle", "IntPtr", "is an address or a handle")]
    [InlineData(typeof(Microsoft.Win32.SafeHandles.SafeFileHandle), "argument 'job'", "SafeFileHandle", "open it in the child")]
    [InlineData(typeof(Random), "argument 'job'", "Random", "seed")]
    [InlineData(typeof(System.Text.StringBuilder), "argument 'job'", "StringBuilder", "ToString()")]
    [InlineData(typeof(InvalidOperationException), "argument 'job'", "InvalidOperationException", "throwing it")]
    [InlineData(typeof(IComparable), "argument 'job'", "IComparable", "may be anything")]
    [InlineData(typeof(System.Globalization.CultureInfo), "argument 'job'", "CultureInfo", "make it in the child")]
    [InlineData(typeof(Nested), "argument 'job'.Inner.Output", "FileStream", "pass the path")]
    [InlineData(typeof(InList), "argument 'job'.Jobs[].Output", "FileStream", "pass the path")]
    [InlineData(typeof(InDictionary), "argument 'job'.Jobs[].Output", "FileStream", "pass the path")]
    public void A_type_of_this_process_is_refused_with_its_path_and_a_way_out(Type type, string path, string name, string advice)
    {
        string message = WireTrip.RefusedType(type).Message;
        Assert.Contains($"'{path}' is a", message, StringComparison.Ordinal);
        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(PrivateState), "'argument 'job'._secret' is a private field")]
    [InlineData(typeof(GetOnly), "'argument 'job'.Id' is a property without a public setter")]
    [InlineData(typeof(PrivateSetter), "'argument 'job'.Id' is a property without a public setter")]
    [InlineData(typeof(ReadOnlyField), "'argument 'job'.Id' is a read-only field")]
    [InlineData(typeof(NoConstructor), "has no constructor that fits")]
    [InlineData(typeof(InheritedState), "'argument 'job'._secret' is a private field")]
    [InlineData(typeof(Captured), "'argument 'job'.")]
    public void State_that_would_be_lost_is_refused(Type type, string part) =>
        Assert.Contains(part, WireTrip.RefusedType(type).Message, StringComparison.Ordinal);

    [Fact]
    public void State_that_may_be_lost_says_so()
    {
        MayLose back = WireTrip.Of(new MayLose { Kept = 1, Ignored = 2 });
        Assert.Equal((1, 0), (back.Kept, back.Ignored));
    }

    [Fact]
    public void A_marked_private_setter_is_kept() => Assert.Equal(4, WireTrip.Of(new Included(4)).Id);

    [Fact]
    public void A_type_that_inherits_its_wire_form_is_refused() =>
        Assert.Contains("implement IWireSerializable<Special>", WireTrip.RefusedType(typeof(Special)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_getter_that_throws_is_a_refusal() =>
        Assert.Contains("could not be written", WireTrip.Refused(new Throwing()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_sequence_that_throws_lets_its_exception_out() =>
        Assert.Throws<InvalidOperationException>(() => WireTrip.Bytes(Failing()));

    [Fact]
    public void What_is_longer_than_a_message_may_be_is_refused()
    {
        using var writer = new WireWriter(WireContext.None, maxBytes: 1024);
        Assert.Throws<NotSerializableException>(() => WireCodec.Write(writer, new byte[2000]));
        Assert.Throws<NotSerializableException>(() => WireCodec.Write(writer, new string('x', 2000)));
        writer.Reset();
        WireCodec.Write(writer, new string('x', 900));
        Assert.Equal(900, WireCodec.Read<string>(new WireReader(writer.Written)).Length);
    }

    private static IEnumerable<int> Failing()
    {
        yield return 1;
        throw new InvalidOperationException("in the middle");
    }

    internal sealed class WithStream
    {
        public FileStream? Output { get; set; }
    }

    internal sealed class WithHandle
    {
        public nint Handle { get; set; }
    }

    internal sealed class Nested
    {
        public WithStream? Inner { get; set; }
    }

    internal sealed record InList(List<WithStream> Jobs);

    internal sealed record InDictionary(Dictionary<string, WithStream> Jobs);

    internal class PrivateState
    {
        private int _secret = 3;

        public int Value { get; set; }

        public int Sum() => _secret++ + Value;
    }

    internal sealed class InheritedState : PrivateState
    {
        public int More { get; set; }
    }

    internal sealed class GetOnly
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    internal sealed class PrivateSetter
    {
        public int Id { get; private set; }

        public void Next() => Id++;
    }

    internal sealed class ReadOnlyField
    {
        public readonly int Id = Environment.TickCount;
    }

    internal sealed class NoConstructor
    {
        private NoConstructor()
        {
        }

        public int Id { get; set; }

        internal static NoConstructor Make() => new();
    }

    internal sealed class Captured(int seed)
    {
        public int Next() => seed++;
    }

    internal sealed class MayLose
    {
        [NonSerialized]
        private int _cache;

        public int Kept { get; set; }

        [JsonIgnore]
        public int Ignored { get; set; }

        public int Cached() => _cache++;
    }

    internal sealed class Included
    {
        public Included()
        {
        }

        internal Included(int id) => Id = id;

        [JsonInclude]
        public int Id { get; private set; }
    }

    internal class General : IWireSerializable<General>
    {
        public void WriteTo(WireWriter writer) => writer.WriteByte(1);

        public static General ReadFrom(WireReader reader)
        {
            reader.ReadByte();
            return new General();
        }
    }

    internal sealed class Special : General
    {
        public int Extra { get; set; }
    }

    internal sealed class Throwing
    {
        public int Value
        {
            get => throw new InvalidOperationException("not now");
            set => _ = value;
        }
    }
}
