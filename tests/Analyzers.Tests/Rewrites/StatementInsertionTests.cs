using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Analyzers.Tests.Rewrites;

public sealed class StatementInsertionTests
{
    [Theory]
    [InlineData("void M() { Here(); }", "void M() { Added(); Here(); }")]
    [InlineData("int M() { return Here(); }", "int M() { Added(); return Here(); }")]
    [InlineData("void M() { if (Here()) { } }", "void M() { Added(); if (Here()) { } }")]
    [InlineData("void M() { if (b) Here(); }", "void M() { if (b) { Added(); Here(); } }")]
    [InlineData("void M() { if (b) { } else Here(); }", "void M() { if (b) { } else { Added(); Here(); } }")]
    [InlineData("void M() { switch (b) { case true: Here(); break; } }", "void M() { switch (b) { case true: Added(); Here(); break; } }")]
    [InlineData("void M() { foreach (var x in Here()) { } }", "void M() { Added(); foreach (var x in Here()) { } }")]
    [InlineData("void M() => Here();", "void M() { Added(); Here(); }")]
    [InlineData("Task M() => Here();", "Task M() { Added(); return Here(); }")]
    [InlineData("async Task M() => await Here();", "async Task M() { Added(); await Here(); }")]
    [InlineData("async Task<int> M() => await Here();", "async Task<int> M() { Added(); return await Here(); }")]
    [InlineData("C() => Here();", "C() { Added(); Here(); }")]
    [InlineData("int P { get => Here(); set => Other(); }", "int P { get { Added(); return Here(); } set => Other(); }")]
    [InlineData("int P { set => Here(); }", "int P { set { Added(); Here(); } }")]
    [InlineData("void M() { void L() => Here(); }", "void M() { void L() { Added(); Here(); } }")]
    [InlineData("void M() { Func<Task> f = async () => await Here(); }", "void M() { Func<Task> f = async () => { Added(); await Here(); }; }")]
    [InlineData("void M() { Action f = () => { Here(); }; }", "void M() { Action f = () => { Added(); Here(); }; }")]
    public void The_statement_comes_right_before(string before, string after) =>
        Assert.Equal(Normalized(after), Insert(before)?.NormalizeWhitespace().ToFullString());

    [Theory]
    [InlineData("void M() { while (Here()) { } }")]
    [InlineData("void M() { for (; Here(); ) { } }")]
    [InlineData("void M() { do { } while (Here()); }")]
    [InlineData("int M() => b ? Here() : 0;")]
    [InlineData("bool M() { return b && Here(); }")]
    [InlineData("object M() { return b ?? Here(); }")]
    [InlineData("int M() { return b switch { true => Here(), _ => 0 }; }")]
    [InlineData("void M() { Func<int> f = () => Here(); }")]
    [InlineData("int P => Here();")]
    [InlineData("int f = Here();")]
    public void There_is_no_place_where_the_expression_is_not_what_the_statement_begins_with(string member) => Assert.Null(Insert(member));

    [Fact]
    public void Comments_and_empty_lines_stay_where_they_belong()
    {
        const string Before = "class C\n{\n    void M()\n    {\n        First();\n\n        // Why.\n        Here(); // here\n    }\n}";
        const string After = "class C\n{\n    void M()\n    {\n        First();\n\n        Added();\n        // Why.\n        Here(); // here\n    }\n}";

        var root = CSharpSyntaxTree.ParseText(Before).GetRoot();

        Assert.Equal(After, StatementInsertion.Before(root, Place(root), SyntaxFactory.ParseStatement("Added();"))!.ToFullString());
    }

    private static SyntaxNode? Insert(string member)
    {
        var root = CSharpSyntaxTree.ParseText("class C { " + member + " }").GetRoot();
        return StatementInsertion.Before(root, Place(root), SyntaxFactory.ParseStatement("Added();"));
    }

    private static InvocationExpressionSyntax Place(SyntaxNode root) =>
        root.DescendantNodes().OfType<InvocationExpressionSyntax>().Single(static call => call.Expression.ToString() == "Here");

    private static string Normalized(string member) => CSharpSyntaxTree.ParseText("class C { " + member + " }").GetRoot().NormalizeWhitespace().ToFullString();
}
