using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Numerics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.Wire;

public class CollectionTests
{
    private static readonly int[] _numbers = [3, 1, 2, -5];
    private static readonly string?[] _texts = ["b", null, "", "a"];
    private static readonly string[] _words = ["b", "a", "c"];

    private record struct Point
    {
        public int X;
        private readonly double _y;

        internal Point(int x, double y) => (X, _y) = (x, y);
    }

    [Fact]
    public void Arrays_come_back()
    {
        Assert.Equal(_numbers, WireTrip.Of(_numbers));
        Assert.Equal(_texts, WireTrip.Of(_texts));
        Assert.Empty(WireTrip.Of(Array.Empty<double>()));
        Assert.Equal([[1, 2], null, [3]], WireTrip.Of<int[]?[]>([[1, 2], null, [3]]));
        Assert.Equal([true, false], WireTrip.Of<bool[]>([true, false]));
        Assert.Equal([1, null, 3], WireTrip.Of<int?[]>([1, null, 3]));
        Assert.Equal([1.5m, 2.50m], WireTrip.Of<decimal[]>([1.5m, 2.50m]));
        Assert.Equal([DayOfWeek.Friday], WireTrip.Of<DayOfWeek[]>([DayOfWeek.Friday]));
        byte[] many = new byte[5_000_000];
        new Random(1).NextBytes(many);
        Assert.True(many.AsSpan().SequenceEqual(WireTrip.Of(many)));
    }

    [Fact]
    public void Structs_of_numbers_cross_in_one_piece_with_their_private_fields()
    {
        Point[] points = [new(1, 2.5), new(-3, double.NaN), new(7, 0)];
        points[1] = new Point(-3, 4);
        Assert.Equal(points, WireTrip.Of(points));
        Assert.Equal(points[0], WireTrip.Of(points[0]));
        Assert.Equal(new Vector3(1, 2, 3), WireTrip.Of(new Vector3(1, 2, 3)));
        Assert.True(WireTrip.Bytes(new Point[1000]).Length < 1000 * 16 + 32);
    }

    [Fact]
    public void Lists_and_queues_keep_their_order()
    {
        Assert.Equal(_numbers, WireTrip.Of(new List<int>(_numbers)));
        Assert.Equal(_texts, WireTrip.Of(new List<string?>(_texts)));
        Assert.Equal(_numbers, WireTrip.Of(new Queue<int>(_numbers)));
        Assert.Equal(new Stack<int>(_numbers), WireTrip.Of(new Stack<int>(_numbers)));
        Assert.Equal(_numbers, WireTrip.Of(new LinkedList<int>(_numbers)));
        Assert.Equal(_numbers, WireTrip.Of(new ReadOnlyCollection<int>(_numbers)));
        Assert.Equal(_numbers, WireTrip.Of<Memory<int>>(_numbers).ToArray());
        Assert.Equal(_numbers, WireTrip.Of<ReadOnlyMemory<int>>(_numbers).ToArray());
        Assert.True(_numbers.AsSpan(1, 2).SequenceEqual(WireTrip.Of(new ArraySegment<int>(_numbers, 1, 2))));
    }

    [Fact]
    public void Dictionaries_and_sets_come_back()
    {
        var dictionary = new Dictionary<string, List<int>?> { ["a"] = [1, 2], ["b"] = null };
        Assert.Equal(dictionary, WireTrip.Of(dictionary));
        Assert.Equal([1, 2, 3], WireTrip.Of(new SortedSet<int> { 3, 1, 2 }));
        Assert.Equal(new SortedDictionary<string, int> { ["z"] = 1, ["y"] = 2 }, WireTrip.Of(new SortedDictionary<string, int> { ["z"] = 1, ["y"] = 2 }));
        Assert.Equal(new SortedList<int, string> { [2] = "b", [1] = "a" }, WireTrip.Of(new SortedList<int, string> { [2] = "b", [1] = "a" }));
        Assert.Equal(new HashSet<(int, string)> { (1, "a") }, WireTrip.Of(new HashSet<(int, string)> { (1, "a") }));
        Assert.Equal(3, WireTrip.Of(new Dictionary<(int, int), int> { [(1, 2)] = 3 })[(1, 2)]);
    }

    [Fact]
    public void Immutable_collections_come_back()
    {
        Assert.True(_numbers.SequenceEqual(WireTrip.Of(_numbers.ToImmutableArray())));
        Assert.True(WireTrip.Of(default(ImmutableArray<int>)).IsDefault);
        Assert.Equal(_numbers, WireTrip.Of(_numbers.ToImmutableList()));
        Assert.Equal(_numbers, WireTrip.Of(ImmutableQueue.CreateRange(_numbers)));
        Assert.Equal(ImmutableStack.CreateRange(_numbers), WireTrip.Of(ImmutableStack.CreateRange(_numbers)));
        Assert.Equal(_numbers.ToImmutableHashSet(), WireTrip.Of(_numbers.ToImmutableHashSet()));
        Assert.Equal(_numbers.ToImmutableSortedSet(), WireTrip.Of(_numbers.ToImmutableSortedSet()));
        Assert.Equal(2, WireTrip.Of(ImmutableDictionary<string, int>.Empty.Add("b", 2))["b"]);
        Assert.Equal(2, WireTrip.Of(ImmutableSortedDictionary<string, int>.Empty.Add("b", 2))["b"]);
    }

    [Fact]
    public void Interfaces_bring_a_list_a_set_or_a_dictionary()
    {
        Assert.Equal(_numbers, WireTrip.Of<IEnumerable<int>>(_numbers));
        Assert.Equal([2, 4], WireTrip.Of(Enumerable.Range(1, 4).Where(i => i % 2 == 0)));
        Assert.Equal(_numbers, WireTrip.Of<IReadOnlyList<int>>(_numbers));
        Assert.Equal(_numbers, WireTrip.Of<IList<int>>(new List<int>(_numbers)));
        Assert.Equal(_numbers, WireTrip.Of<ICollection<int>>(new LinkedList<int>(_numbers)));
        Assert.Contains("A", WireTrip.Of<ISet<string>>(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" }));
        Assert.Equal(1, WireTrip.Of<IReadOnlyDictionary<string, int>>(new Dictionary<string, int> { ["x"] = 1 })["x"]);
        Assert.Equal(1, WireTrip.Of<IDictionary<string, int>>(new SortedDictionary<string, int> { ["x"] = 1 })["x"]);
    }

    [Fact]
    public void Tuples_of_any_size_come_back()
    {
        Assert.Equal((1, "a"), WireTrip.Of((1, "a")));
        Assert.Equal((1, "a", 2.5), WireTrip.Of((1, "a", 2.5)));
        Assert.Equal(ValueTuple.Create(7), WireTrip.Of(ValueTuple.Create(7)));
        Assert.Equal((1, 2, 3, 4, 5, 6, 7, 8, "nine", 10), WireTrip.Of((1, 2, 3, 4, 5, 6, 7, 8, "nine", 10)));
        Assert.Equal(Tuple.Create(1, "a"), WireTrip.Of(Tuple.Create(1, "a")));
        Assert.Equal(Tuple.Create(1, 2, 3, 4, 5, 6, 7, 8), WireTrip.Of(Tuple.Create(1, 2, 3, 4, 5, 6, 7, 8)));
        Assert.Equal(KeyValuePair.Create("k", 1), WireTrip.Of(KeyValuePair.Create("k", 1)));
        Assert.Equal([(1, "a"), (2, "b")], WireTrip.Of<(int Id, string Name)[]>([(1, "a"), (2, "b")]));
    }

    [Fact]
    public void Well_known_comparers_cross_and_others_are_refused()
    {
        Assert.Equal(StringComparer.OrdinalIgnoreCase, WireTrip.Of(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["A"] = 1 }).Comparer);
        Assert.Contains("B", WireTrip.Of(new HashSet<string>(StringComparer.InvariantCultureIgnoreCase) { "b" }));
        Assert.Equal(["B", "a"], WireTrip.Of(new SortedSet<string>(StringComparer.Ordinal) { "a", "B" }));
        Assert.Contains("A", WireTrip.Of(_words.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase)));
        var odd = new SortedSet<int>(Comparer<int>.Create((a, b) => b - a)) { 1, 2 };
        Assert.Contains("comparers are code", WireTrip.Refused(odd).Message, StringComparison.Ordinal);
        Assert.Contains("comparers are code", WireTrip.Refused(new HashSet<int[]>(new ByLength())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_derived_collection_is_refused_where_its_base_is_declared()
    {
        NotSerializableException refused = WireTrip.Refused<List<int>>(new Named { 1 });
        Assert.Contains("a Named is given", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is a collection of its own kind", WireTrip.RefusedType(typeof(Named)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_of_several_dimensions_is_refused() =>
        Assert.Contains("jagged", WireTrip.RefusedType(typeof(int[,])).Message, StringComparison.Ordinal);

    private sealed class Named : List<int>
    {
        public string Name { get; set; } = "";
    }

    private sealed class ByLength : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x?.Length == y?.Length;

        public int GetHashCode(int[] obj) => obj.Length;
    }
}
