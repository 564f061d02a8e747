using System.Linq.Expressions;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.Targets;

public class CallExpressionTests
{
    private static readonly string _greeting = new("hello");
    private readonly int _own = 4;

    [Fact]
    public void Arguments_are_evaluated_in_the_parent()
    {
        int captured = 5;
        var box = new { Inner = new { Value = 7 } };
        Assert.Equal(["test", 18], Arguments(() => Run("test", 18)));
        Assert.Equal([_greeting, captured], Arguments(() => Run(_greeting, captured)));
        Assert.Equal(["x5", _own + 1], Arguments(() => Run($"x{captured}", _own + 1)));
        Assert.Equal(["HELLO", 7], Arguments(() => Run(_greeting.ToUpperInvariant(), box.Inner.Value)));
        Assert.Equal(["x", 1], Arguments(() => Run("x", Optional())));
        Assert.Equal(["", 3], Arguments(() => Run("", new[] { 1, 2, 3 }.Length)));
        captured = 6;
        Assert.Equal(["", 6], Arguments(() => Run("", captured)));
    }

    [Fact]
    public void Optional_arguments_have_their_defaults() => Assert.Equal(["a", 1], Arguments(() => WithDefault("a")));

    [Fact]
    public void A_params_array_is_one_argument() => Assert.Equal(new object[] { new[] { 1, 2, 3 } }, Arguments(() => Sum(1, 2, 3)));

    [Fact]
    public void A_result_may_be_declared_wider()
    {
        Expression<Func<object>> boxed = () => Optional();
        Expression<Func<long>> wide = () => Optional();
        Assert.Equal("Optional", ProcessTarget.FromCall(boxed, out _).Method.Name);
        Assert.Equal("Optional", ProcessTarget.FromCall(wide, out _).Method.Name);
    }

    [Fact]
    public void A_marked_object_is_taken_along()
    {
        var counter = new TargetTests.Counter { Value = 1 };
        ProcessTarget target = ProcessTarget.FromCall((Expression<Func<int>>)(() => counter.Plus(2)), out object?[] arguments);
        using var writer = new WireWriter();
        target.WriteArguments(writer, arguments);
        ProcessTarget child = target.Id.Resolve(new TargetPolicy());
        Assert.Equal(3, child.Invoke(child.ReadArguments(new WireReader(writer.Written))));
    }

    [Fact]
    public void Anything_but_one_call_is_refused()
    {
        string text = "x";
        Refused(() => new Version(1, 2), "the construction of Version");
        Refused(() => text.Length, "the property Length");
        Refused(() => text, "the variable or field text");
        Refused(() => 5, "a constant");
        Refused(() => Optional() + 1, "Add");
        Refused(() => Own(), "[ProcessState]");
        Func<int> function = Optional;
        Refused(() => function(), "the call of a delegate");
        Assert.Contains("no parameters", Assert.Throws<ArgumentException>(() => ProcessTarget.FromCall((Expression<Func<int, int>>)(x => Math.Abs(x)), out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_argument_that_throws_throws_in_the_parent()
    {
        string? none = null;
        Assert.Throws<NullReferenceException>(() => Arguments(() => Run("", none!.Length)));
    }

    private static object?[] Arguments(Expression<Action> call)
    {
        ProcessTarget target = ProcessTarget.FromCall(call, out object?[] arguments);
        using var writer = new WireWriter();
        target.WriteArguments(writer, arguments);
        return target.ReadArguments(new WireReader(writer.Written));
    }

    private static void Refused<T>(Expression<Func<T>> call, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => ProcessTarget.FromCall(call, out _)).Message, StringComparison.Ordinal);

    private static void Run(string name, int age) => _ = name.Length + age;

    private static void WithDefault(string name, int age = 1) => _ = name.Length + age;

    private static int Sum(params int[] values) => values.Sum();

    private static int Optional() => 1;

    private int Own() => _own;
}
