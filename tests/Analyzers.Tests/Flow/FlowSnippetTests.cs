using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis.Operations;
using Xunit;

namespace Analyzers.Tests.Flow;

public sealed class FlowSnippetTests
{
    [Fact]
    public void A_mark_means_the_operation_evaluated_first_after_it()
    {
        var snippet = FlowSnippet.OfStatements("var x = 1; /*1*/ x = x + 2;");

        var operation = Assert.IsType<ILocalReferenceOperation>(snippet.OperationAt("1"), exactMatch: false);
        Assert.Equal("x", operation.Local.Name);
    }

    [Fact]
    public void A_mark_at_the_end_of_a_body_means_its_exit() =>
        Assert.Null(FlowSnippet.OfStatements("var x = 1; x++; /*1*/").OperationAt("1"));

    [Fact]
    public void A_mark_belongs_to_the_innermost_body()
    {
        var snippet = FlowSnippet.OfStatements("Action a = () => { /*1*/ Console.WriteLine(); };");

        Assert.True(snippet.BodyAt("1").IsAnonymous);
    }

    [Fact]
    public void Every_type_and_nested_body_is_found()
    {
        var snippet = FlowSnippet.Of("class A { void M() { void L() { } L(); } class N { void O() { } } int P => 1; } class B { int f = 2; }");

        Assert.Equal(["M", "L", "O", "get_P", "f"], snippet.Bodies.Select(static body => body.Owner.Name));
    }

    [Fact]
    public void A_snippet_with_errors_is_refused_unless_they_are_allowed()
    {
        Assert.Throws<InvalidOperationException>(() => FlowSnippet.OfStatements("undefined();"));
        Assert.Single(FlowSnippet.Of("class A { void M() { undefined(); } }", allowErrors: true).Bodies);
    }
}
