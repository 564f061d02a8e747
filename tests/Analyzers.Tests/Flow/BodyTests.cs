using ConcurrencyAnalyzers;
using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Analyzers.Tests.Flow;

public sealed class BodyTests
{
    [Theory]
    [InlineData("void M() { }", "M")]
    [InlineData("int M() => 1;", "M")]
    [InlineData("C() { }", ".ctor")]
    [InlineData("C() : this(1) { } C(int x) => F = x; int F;", ".ctor .ctor")]
    [InlineData("static C() { }", ".cctor")]
    [InlineData("~C() { }", "Finalize")]
    [InlineData("int P => 1;", "get_P")]
    [InlineData("int P { get => 1; set { } }", "get_P set_P")]
    [InlineData("int P { get; } = 1;", "P")]
    [InlineData("int this[int i] => i;", "get_Item")]
    [InlineData("int this[int i] { get { return i; } }", "get_Item")]
    [InlineData("int a = 1, b, c = 2;", "a c")]
    [InlineData("static readonly object Gate = new();", "Gate")]
    [InlineData("const int X = 1;", "X")]
    [InlineData("event Action E = delegate { };", "E")]
    [InlineData("event Action E { add { } remove { } }", "add_E remove_E")]
    [InlineData("public static C operator +(C a, C b) => a;", "op_Addition")]
    [InlineData("public static implicit operator int(C c) { return 1; }", "op_Implicit")]
    public void Every_sort_of_member_with_code_has_a_body(string members, string owners) =>
        Assert.Equal(owners, string.Join(' ', FlowSnippet.OfMembers(members).Type.Bodies.Select(static body => body.Owner.Name)));

    [Theory]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"nowhere\")] static extern void M();")]
    [InlineData("[Obsolete(\"old\")] partial void M(int x = 1);")]
    [InlineData("int P { get; set; }")]
    [InlineData("int f;")]
    [InlineData("delegate void D(int x = 1);")]
    public void A_member_without_code_has_none(string members) =>
        Assert.Empty(FlowSnippet.Of("partial class C { " + members + " }").Type.Bodies);

    [Fact]
    public void An_enum_s_values_and_a_parameter_s_default_are_no_bodies() =>
        Assert.Empty(FlowSnippet.Of("class C { enum E { A = 1, B = A + 1 } } interface I { void M(int x = 2); }").Bodies);

    [Theory]
    [InlineData("class B(int x) { } class C(int y) : B(y + 1);", "C", ".ctor")]
    [InlineData("record B(int X); record C(int Y) : B(Y + 1);", "C", ".ctor")]
    public void The_arguments_of_a_primary_constructor_to_its_base_are_a_body(string source, string type, string owner)
    {
        var body = Assert.Single(FlowSnippet.Of(source).Bodies, body => body.Owner.ContainingType.Name == type);

        Assert.Equal(owner, body.Owner.Name);
        Assert.NotEmpty(body.Operations.All);
    }

    [Theory]
    [InlineData("void M() { F(1); } void F(int x) { }", "M")]
    [InlineData("C() => F(1); void F(int x) { }", ".ctor")]
    [InlineData("int P => F(1); int F(int x) => x;", "get_P")]
    [InlineData("int p = F(1); static int F(int x) => x;", "p")]
    [InlineData("int P { get; } = F(1); static int F(int x) => x;", "P")]
    public void A_body_has_the_operations_of_its_code(string members, string owner) =>
        Assert.Contains(FlowSnippet.OfMembers(members).BodyOf(owner).Operations.All, static operation => operation.Kind == OperationKind.Invocation);

    [Theory]
    [InlineData("void F() { } void M() { F(); }", "F", "M")]
    [InlineData("void F() { } void M() { Action a = F; }", "F", "M")]
    [InlineData("int F { get => 1; } int M() => F;", "get_F", "M")]
    [InlineData("int F { get => 1; set { } } void M() { F = 1; }", "set_F", "M")]
    [InlineData("int this[int i] { get => i; } int M() => this[1];", "get_Item", "M")]
    [InlineData("C(int x) { } static C M() => new(1);", ".ctor", "M")]
    [InlineData("C(int x) { } static object M() => new C(1);", ".ctor", "M")]
    [InlineData("void @lock() { } void M() { @lock(); }", "lock", "M")]
    [InlineData("class D : System.Collections.IEnumerable { public void Add(int x) { } public System.Collections.IEnumerator GetEnumerator() => null!; } object M() => new D { 1 };", "Add", "M")]
    public void Whoever_calls_is_found_by_text_and_operations(string members, string called, string caller)
    {
        var snippet = FlowSnippet.OfMembers(members);

        var callers = snippet.Type.Analysis(static type => new TypeScan(type)).CallersOf(snippet.BodyOf(called).Owner);

        Assert.Contains(callers, body => body.Owner.Name == caller);
    }

    [Fact]
    public void A_name_in_a_comment_or_in_another_word_makes_no_caller()
    {
        var snippet = FlowSnippet.OfMembers("void F() { } void M() { /* F() */ Fx(); } void Fx() { }");

        Assert.Empty(snippet.Type.Analysis(static type => new TypeScan(type)).CallersOf(snippet.BodyOf("F").Owner));
    }

    [Fact]
    public void A_method_without_a_name_yet_has_no_callers()
    {
        var snippet = FlowSnippet.Of("class C { void () { M(); } void M() { lock (this) { } } }", allowErrors: true);

        Assert.All(snippet.Type.Bodies, body => Assert.DoesNotContain(snippet.Type.Analysis(static type => new TypeScan(type)).CallersOf(body.Owner), static caller => caller.Owner.Name == "M"));
        Assert.False(snippet.BodyOf("M").Mentions(""));
    }

    [Fact]
    public void Rules_bind_only_the_bodies_that_they_need()
    {
        var bodies = FlowSnippet.Of(
            """
            class C
            {
                private readonly object _gate = new object();
                private int _count;
                public void Locked() { lock (_gate) { _count++; } }
                public int Counted() { lock (_gate) { return _count; } }
                public string Text(string name) => name.Trim() + name.Length;
                public int Sum(int[] all) { var sum = 0; foreach (var one in all) { sum = sum + one; } return sum; }
            }
            """,
            besides: new AllRulesAnalyzer()).Type.Bodies;

        Assert.Equal(["_gate", "Locked", "Counted", "Text", "Sum"], bodies.Select(static body => body.Owner.Name));
        Assert.DoesNotContain(bodies, static body => body.IsBound && body.Owner.Name is "Text" or "Sum");
        Assert.Contains(bodies, static body => body.IsBound && body.Owner.Name == "Locked");
    }
}
