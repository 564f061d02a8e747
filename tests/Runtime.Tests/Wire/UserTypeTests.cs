using System.Numerics;
using System.Text.Json.Serialization;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.Wire;

public partial class UserTypeTests
{
    [Fact]
    public void A_record_comes_back()
    {
        var job = new Job("scan", 3, [new Step("a", 1.5), new Step("b", double.NaN)], new Dictionary<string, int> { ["x"] = 1 });
        Job back = WireTrip.Of(job);
        Assert.Equal(job.Name, back.Name);
        Assert.Equal(job.Steps, back.Steps);
        Assert.Equal(job.Labels, back.Labels);
        Assert.Equal(new RecordStruct(1, "x"), WireTrip.Of(new RecordStruct(1, "x")));
    }

    [Fact]
    public void Classes_with_properties_and_with_public_fields_come_back()
    {
        Plain back = WireTrip.Of(new Plain { Name = "n", Count = 4, Field = 7, When = DateTime.UnixEpoch, Parent = new Plain { Name = "p" } });
        Assert.Equal(("n", 4, 7, DateTime.UnixEpoch, "p"), (back.Name, back.Count, back.Field, back.When, back.Parent!.Name));
        Assert.Equal(5, WireTrip.Of(new ByHand { Value = 5 }).Value);
    }

    [Fact]
    public void Anonymous_objects_come_back()
    {
        var back = WireTrip.Of(new { A = 1, B = "x", C = new[] { 1, 2 } });
        Assert.Equal((1, "x"), (back.A, back.B));
        Assert.Equal([1, 2], back.C);
    }

    [Fact]
    public void Collections_of_user_types_come_back()
    {
        Assert.Equal([new Step("a", 1), new Step("b", 2)], WireTrip.Of(new List<Step> { new("a", 1), new("b", 2) }));
        Assert.Equal(new Step("v", 2), WireTrip.Of(new Dictionary<string, Step> { ["k"] = new("v", 2) })["k"]);
    }

    [Fact]
    public void Members_that_json_would_change_come_back_unchanged()
    {
        var box = new Odd
        {
            Big = BigInteger.Pow(3, 100),
            Stack = new Stack<int>([1, 2, 3]),
            Names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" },
            Anything = new List<int> { 1, 2 },
            Handle = new Handle(9),
            Children = { ["c"] = new Odd { Anything = "deep" } },
        };
        Odd back = WireTrip.Of(box);
        Assert.Equal(box.Big, back.Big);
        Assert.Equal([3, 2, 1], back.Stack!);
        Assert.Contains("A", back.Names!);
        Assert.Equal([1, 2], Assert.IsType<List<int>>(back.Anything));
        Assert.Equal(9, back.Handle!.Id);
        Assert.Equal("deep", back.Children["c"].Anything);
    }

    [Fact]
    public void A_type_that_writes_itself_needs_nothing_else()
    {
        Assert.Equal(7, WireTrip.Of(new Handle(7)).Id);
        Assert.Equal([1, 2], WireTrip.Of(new[] { new Handle(1), new Handle(2) }).Select(h => h.Id));
        Assert.Null(WireTrip.Of<Handle?>(null));
        Assert.Equal(3, WireTrip.Of(new Link(1, new Link(2, new Link(3, null)))).Length);
    }

    [Fact]
    public void A_failing_reader_of_a_user_type_is_a_malformed_message()
    {
        byte[] bytes = WireTrip.Bytes(new Handle(-1));
        WireFormatException exception = Assert.Throws<WireFormatException>(() => WireTrip.Read<Handle>(bytes));
        Assert.IsType<ArgumentOutOfRangeException>(exception.InnerException);
    }

    [Fact]
    public void A_cycle_and_a_very_deep_value_are_refused()
    {
        var cyclic = new Plain { Name = "a" };
        cyclic.Parent = cyclic;
        Assert.Contains("contains itself", WireTrip.Refused(cyclic).Message, StringComparison.Ordinal);
        var list = new List<object>();
        list.Add(list);
        Assert.Contains("contains itself", WireTrip.Refused<object>(list).Message, StringComparison.Ordinal);
        Link? chain = null;
        for (int i = 0; i < 100; i++)
        {
            chain = new Link(i, chain);
        }

        Assert.Contains("levels deep", WireTrip.Refused(chain).Message, StringComparison.Ordinal);
        var through = new Odd();
        through.Children["me"] = through;
        Assert.Contains("contains itself", WireTrip.Refused(through).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Registered_kinds_may_stand_for_their_base_and_for_object()
    {
        WireTypes.Register<Circle>("wire-tests/circle");
        WireTypes.Register<Circle>("wire-tests/circle");
        Assert.Equal(2.5, Assert.IsType<Circle>(WireTrip.Of<Shape>(new Circle { Radius = 2.5 })).Radius);
        Assert.Equal(2.5, Assert.IsType<Circle>(WireTrip.Of<object>(new Circle { Radius = 2.5 })).Radius);
        Assert.Single(WireTrip.Of(new List<Shape> { new Circle() }));
        Assert.Equal(1, Assert.IsType<Circle>(WireTrip.Of(new Drawing { Main = new Circle { Radius = 1 } }).Main).Radius);
        Assert.Throws<ArgumentException>(() => WireTypes.Register<Step>("wire-tests/circle"));
        Assert.Throws<ArgumentException>(() => WireTypes.Register<Shape>("wire-tests/shape"));
    }

    [Fact]
    public void An_unregistered_kind_is_refused_because_its_part_would_be_lost()
    {
        Assert.Contains("a Derived is given", WireTrip.Refused<Plain>(new Derived()).Message, StringComparison.Ordinal);
        Assert.Contains("a Derived is given", WireTrip.Refused(new Plain { Parent = new Derived() }).Message, StringComparison.Ordinal);
        Assert.Contains("WireTypes.Register<Derived>", WireTrip.Refused<object>(new Derived()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_object_is_declared_plain_values_and_their_collections_come_back()
    {
        Assert.Equal(5, WireTrip.Of<object>(5));
        Assert.Equal("x", WireTrip.Of<object>("x"));
        Assert.Equal(new object?[] { 1, "a", null, 2.5m }, Assert.IsType<object?[]>(WireTrip.Of<object>(new object?[] { 1, "a", null, 2.5m })));
        Assert.Equal([1, 2], Assert.IsType<int[]>(WireTrip.Of<object>(new[] { 1, 2 })));
        Assert.Equal((1, "a"), WireTrip.Of<object>((1, "a")));
        Dictionary<string, object?> map = new() { ["a"] = 1, ["b"] = new List<object?> { "x", null } };
        Assert.Equal("x", Assert.IsType<List<object?>>(Assert.IsType<Dictionary<string, object?>>(WireTrip.Of<object>(map))["b"])[0]);
        Assert.Equal(new Uri("http://a/"), WireTrip.Of<object>(new Uri("http://a/")));
        Assert.Equal(BigInteger.One, WireTrip.Of<object>(BigInteger.One));
    }

    [Fact]
    public void Registered_json_metadata_is_used()
    {
        WireTypes.Register(Context.Default);
        Assert.Equal("x", WireTrip.Of(new Generated { Name = "x" }).Name);
        Assert.Contains("\"the_name\"", System.Text.Encoding.UTF8.GetString(WireTrip.Bytes(new Generated { Name = "x" })), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_polymorphism_is_respected()
    {
        Assert.IsType<Cat>(WireTrip.Of<Animal>(new Cat { Lives = 9 }));
    }

    internal sealed record Step(string Name, double Seconds);

    internal sealed record Job(string Name, int Count, Step[] Steps, Dictionary<string, int> Labels);

    internal readonly record struct RecordStruct(int A, string B);

    internal class Plain
    {
        public int Field;

        public string? Name { get; set; }

        public int Count { get; init; }

        public DateTime When { get; set; }

        public Plain? Parent { get; set; }
    }

    internal sealed class Derived : Plain
    {
        public string Extra { get; set; } = "";
    }

    internal sealed class ByHand
    {
        private int _value;

        public int Value
        {
            get => _value;
            set => _value = value;
        }
    }

    internal sealed class Odd
    {
        public BigInteger Big { get; set; }

        public Stack<int>? Stack { get; set; }

        public HashSet<string>? Names { get; set; }

        public object? Anything { get; set; }

        public Handle? Handle { get; set; }

        public Dictionary<string, Odd> Children { get; init; } = [];
    }

    internal sealed class Handle(int id) : IWireSerializable<Handle>
    {
        internal int Id { get; } = id;

        public void WriteTo(WireWriter writer) => writer.WriteInt32(Id);

        public static Handle ReadFrom(WireReader reader)
        {
            int id = reader.ReadInt32();
            ArgumentOutOfRangeException.ThrowIfNegative(id);
            return new Handle(id);
        }
    }

    internal sealed record Link(int Value, Link? Next) : IWireSerializable<Link>
    {
        internal int Length => 1 + (Next?.Length ?? 0);

        public void WriteTo(WireWriter writer)
        {
            writer.WriteInt32(Value);
            writer.WriteValue(Next);
        }

        public static Link ReadFrom(WireReader reader) => new(reader.ReadInt32(), reader.ReadValue<Link?>());
    }

    internal abstract class Shape;

    internal sealed class Circle : Shape
    {
        public double Radius { get; set; }
    }

    internal sealed class Drawing
    {
        public Shape? Main { get; set; }
    }

    internal sealed class Generated
    {
        [JsonPropertyName("the_name")]
        public string Name { get; set; } = "";
    }

    [JsonDerivedType(typeof(Cat), "cat")]
    internal abstract class Animal;

    internal sealed class Cat : Animal
    {
        public int Lives { get; set; }
    }

    [JsonSerializable(typeof(Generated))]
    internal sealed partial class Context : JsonSerializerContext;
}
