using System.Collections.Immutable;
using System.Numerics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.Wire;

/// <summary>Whatever another process sends: a value, or <see cref="WireFormatException"/>. Seeds are fixed.</summary>
public class FuzzTests
{
    private static readonly object[] _samples =
    [
        true, 7, 1.5m, "grüße", DateTime.UnixEpoch, DateTimeOffset.UnixEpoch, DateOnly.MaxValue, TimeOnly.MinValue, Guid.Empty, BigInteger.Pow(9, 40),
        new Uri("http://example.org/x"), new Version(1, 2, 3), new[] { 1, 2, 3 }, new[] { "a", "b" }, new[] { 1.5m, 2m }, new List<string> { "x", "y" },
        new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }, new HashSet<int> { 1, 2, 3 }, new SortedSet<string> { "p", "q" },
        (1, "a", 2.5), Tuple.Create(1, "x"), new Stack<int>([1, 2]), ImmutableArray.Create(1, 2), ImmutableDictionary<int, string>.Empty.Add(1, "a"),
        new List<(int, string)[]> { new[] { (1, "a") } }, new UserTypeTests.Job("j", 1, [new("s", 2)], new() { ["k"] = 3 }), new UserTypeTests.Handle(3),
        new UserTypeTests.Link(1, new(2, null)), new UserTypeTests.Plain { Name = "n", Parent = new() }, new UserTypeTests.Odd { Anything = "x", Handle = new(3) },
        new Dictionary<int, List<string?>> { [1] = ["a", null] }, new int?[] { 1, null }, new bool[] { true, false },
    ];

    public static TheoryData<int> Indices => new(Enumerable.Range(0, _samples.Length));

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_damaged_message_is_a_value_or_malformed(int index)
    {
        object sample = _samples[index];
        Type type = sample.GetType();
        byte[] valid = Bytes(type, sample);
        var random = new Random(index);
        for (int round = 0; round < 1500; round++)
        {
            AssertContained(type, Mutate(valid, random));
        }
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_damaged_message_where_object_is_declared_is_a_value_or_malformed(int index)
    {
        object sample = _samples[index];
        if (sample.GetType().Namespace == "Runtime.Tests.Wire" || sample.GetType().Namespace == "System.Collections.Immutable" || sample is SortedSet<string> or Stack<int>)
        {
            return;
        }

        byte[] valid = Bytes(typeof(object), sample);
        var random = new Random(1000 + index);
        for (int round = 0; round < 1000; round++)
        {
            AssertContained(typeof(object), Mutate(valid, random));
        }
    }

    [Fact]
    public void Noise_is_a_value_or_malformed_for_every_type()
    {
        Type[] types = [typeof(object), .. _samples.Select(sample => sample.GetType())];
        var random = new Random(42);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] noise = new byte[random.Next(0, 64)];
            random.NextBytes(noise);
            if (noise.Length > 0 && random.Next(2) == 0)
            {
                noise[0] = (byte)random.Next(0, 45);
            }

            AssertContained(types[round % types.Length], noise);
        }
    }

    [Fact]
    public void Every_cut_of_a_message_is_malformed()
    {
        foreach (object sample in _samples)
        {
            byte[] valid = Bytes(sample.GetType(), sample);
            for (int length = 0; length < valid.Length; length++)
            {
                Assert.Throws<WireFormatException>(() => Read(sample.GetType(), valid.AsMemory(0, length)));
            }
        }
    }

    [Fact]
    public void A_claimed_length_allocates_nothing_that_was_not_sent()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Type type in new[] { typeof(int[]), typeof(string[]), typeof(List<decimal>), typeof(Dictionary<string, int>), typeof(byte[]), typeof(HashSet<long>) })
        {
            byte[] bytes = [(byte)WireTag.Sequence, 0, 0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3];
            Assert.Throws<WireFormatException>(() => Read(type, bytes));
        }

        byte[] text = [(byte)WireTag.String, 0xFF, 0xFF, 0xFF, 0x7F, 65];
        Assert.Throws<WireFormatException>(() => Read(typeof(string), text));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void Endless_nesting_is_malformed_and_overflows_no_stack()
    {
        // Lists of objects in lists of objects: tag Typed, shape List<object>, tag Sequence, comparer, one element.
        byte[] list = WireTrip.Bytes<object>(new List<object?> { null })[..^1];
        byte[] nested = [.. Enumerable.Repeat(list, 100_000).SelectMany(part => part)];
        Assert.Contains("levels deep", Assert.Throws<WireFormatException>(() => Read(typeof(object), nested)).Message, StringComparison.Ordinal);
        byte[] shape = [(byte)WireTag.Typed, .. Enumerable.Repeat((byte)202, 100_000)];
        Assert.Throws<WireFormatException>(() => Read(typeof(object), shape));
    }

    [Fact]
    public void A_damaged_failure_is_a_failure_or_malformed()
    {
        using var writer = new WireWriter();
        RemoteFailure.FromException(new AggregateException(new InvalidOperationException("a") { Data = { ["k"] = 1 } }, new ArgumentException("b"))).Write(writer);
        byte[] valid = writer.Written.ToArray();
        var random = new Random(7);
        for (int round = 0; round < 5000; round++)
        {
            try
            {
                RemoteFailure failure = RemoteFailure.Read(new WireReader(Mutate(valid, random)));
                Assert.NotNull(failure.ToException(1).ToString());
            }
            catch (WireFormatException)
            {
                // Declared.
            }
        }
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        var bytes = new List<byte>(valid);
        for (int change = random.Next(1, 4); change > 0 && bytes.Count > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(1, bytes.Count - at + 1));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 9))));
                    break;
                default:
                    bytes[at] = new byte[] { 0, 1, 0x7F, 0x80, 0xFF }[random.Next(5)];
                    break;
            }
        }

        return [.. bytes];
    }

    private static void AssertContained(Type type, byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Read(type, bytes);
        }
        catch (WireFormatException)
        {
            // Declared.
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_000_000);
    }

    private static byte[] Bytes(Type type, object value)
    {
        using var writer = new WireWriter();
        WireCodec.Write(writer, type, value);
        return writer.Written.ToArray();
    }

    private static object? Read(Type type, ReadOnlyMemory<byte> bytes) => WireCodec.Read(new WireReader(bytes), type);
}
