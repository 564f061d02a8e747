using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.Wire;

/// <summary>Values nobody thought of. The seed is the test's argument.</summary>
public class RandomTripTests
{
    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 20));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_nest_of_plain_values_comes_back(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 100; round++)
        {
            object? value = Any(random, 4);
            Assert.Equivalent(value, WireTrip.Of(value), strict: true);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_text_comes_back(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            string text = Text(random);
            Assert.Equal(text, WireTrip.Of(text));
        }
    }

    private static object? Any(Random random, int depth) => random.Next(depth > 0 ? 14 : 9) switch
    {
        0 => null,
        1 => random.Next(),
        2 => random.NextInt64(),
        3 => Text(random),
        4 => random.NextDouble(),
        5 => random.Next(2) == 0,
        6 => new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), (DateTimeKind)random.Next(3)),
        7 => (decimal)random.NextDouble(),
        8 => (char)random.Next(char.MaxValue),
        9 => Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth - 1)).ToList(),
        10 => Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth - 1)).ToArray(),
        11 => Enumerable.Range(0, random.Next(4)).ToDictionary(i => $"k{i}", _ => Any(random, depth - 1)),
        12 => (random.Next(), Any(random, depth - 1)),
        _ => Enumerable.Range(0, random.Next(100)).ToArray(),
    };

    private static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)(random.Next(3) == 0 ? random.Next(char.MaxValue + 1) : random.Next(32, 127)))]);
}
