using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

using Verification.Tests.Subjects;

using Xunit;

namespace Verification.Tests;

public class FixAllTests
{
    private const string TwoBad = "class [|BadA|] { } class [|BadB|] { }";
    private const string TwoGood = "class GoodA { } class GoodB { }";

    [Fact]
    public Task Fix_All_that_gives_the_same_passes() => TestOf<PlainFix>().RunAsync();

    [Fact]
    public Task Fix_All_that_gives_something_else_fails() => Failure.OfAsync(
        TestOf<OtherFixAllFix>().RunAsync(), "Context: Fix All in Document", "- class GoodA { } class GoodB { }\n+ class AllA { } class AllB { }");

    [Fact]
    public Task Fix_All_that_gives_something_else_passes_where_that_is_expected() => new Test<OtherFixAllFix>
    {
        TestCode = TwoBad,
        FixedCode = TwoGood,
        BatchFixedCode = "class AllA { } class AllB { }",
    }.RunAsync();

    [Theory]
    [InlineData(CodeFixTestBehaviors.None, "Fix All in Document")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInDocumentCheck, "Fix All in Project")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInDocumentCheck | CodeFixTestBehaviors.SkipFixAllInProjectCheck, "Fix All in Solution")]
    public Task Each_scope_is_checked(CodeFixTestBehaviors behaviors, string scope) =>
        Failure.OfAsync(TestOf<OtherFixAllFix>(behaviors).RunAsync(), $"Context: {scope}\n");

    [Fact]
    public Task All_scopes_can_be_skipped() => TestOf<OtherFixAllFix>(CodeFixTestBehaviors.SkipFixAllCheck).RunAsync();

    [Fact]
    public Task Fix_All_that_takes_two_steps_fails() => Task.WhenAll(
        Failure.OfAsync(
            TestOf<SlowFixAllFix>().RunAsync(), "Context: Fix All in Document", "No further fix was expected after 1 iterations"),
        Failure.OfAsync(
            TestOf<SlowFixAllFix>(CodeFixTestBehaviors.SkipFixAllInDocumentCheck).RunAsync(), "Context: Fix All in Project", "No further fix"));

    [Fact]
    public Task Fix_All_that_takes_two_steps_passes_where_that_is_expected()
    {
        var test = TestOf<SlowFixAllFix>();
        test.NumberOfFixAllIterations = 2;
        return test.RunAsync();
    }

    [Fact]
    public Task Each_scope_has_its_own_number_of_steps()
    {
        var test = TestOf<SlowFixAllFix>(CodeFixTestBehaviors.SkipFixAllInSolutionCheck);
        (test.NumberOfFixAllInDocumentIterations, test.NumberOfFixAllInProjectIterations) = (2, 3);
        return Failure.OfAsync(test.RunAsync(), "Context: Fix All in Project", "Expected exactly 3 iterations, found 2.");
    }

    [Fact]
    public Task Fix_All_that_does_nothing_fails() =>
        Failure.OfAsync(TestOf<EmptyFixAllFix>().RunAsync(), "Fix All in Document does nothing, although 'Rename to Good' is offered");

    [Fact]
    public Task Fix_All_that_does_not_know_a_scope_fails() => Failure.OfAsync(
        TestOf<DocumentFixAllFix>().RunAsync(), "The Fix All provider of DocumentFixAllFix does not support Project");

    [Fact]
    public Task A_fix_without_Fix_All_passes() => TestOf<WithoutFixAllFix>().RunAsync();

    [Fact]
    public Task Fix_All_in_a_document_takes_one_step_for_each()
    {
        var test = new Test<PlainFix>
        {
            TestState = { Sources = { "class [|BadA|] { } class [|BadB|] { }", "class [|BadC|] { }" } },
            FixedState = { Sources = { "class GoodA { } class GoodB { }", "class GoodC { }" } },
        };
        return test.RunAsync();
    }

    [Fact]
    public Task Fix_All_in_a_document_must_not_take_more() => Failure.OfAsync(
        new Test<SlowFixAllFix>
        {
            TestState = { Sources = { "class [|BadA|] { } class [|BadB|] { }", "class [|BadC|] { }" } },
            FixedState = { Sources = { "class GoodA { } class GoodB { }", "class GoodC { }" } },
        }.RunAsync(),
        "Context: Fix All in Document",
        "No further fix was expected after 2 iterations");

    [Fact]
    public Task Diagnostics_after_Fix_All_are_checked() => Failure.OfAsync(
        new Test<OtherFixAllFix>
        {
            TestCode = TwoBad + " class AllA { }",
            FixedCode = TwoGood + " class AllA { }",
            BatchFixedCode = "class AllA { } class AllB { } class AllA { }",
        }.RunAsync(),
        "Context: Fix All in Document\nContext: Diagnostics of fixed state\n",
        "CS0101");

    private static Test<TCodeFix> TestOf<TCodeFix>(CodeFixTestBehaviors behaviors = CodeFixTestBehaviors.None)
        where TCodeFix : CodeFixProvider, new() =>
        new() { TestCode = TwoBad, FixedCode = TwoGood, CodeFixTestBehaviors = behaviors };

    private sealed class Test<TCodeFix> : CSharpCodeFixTest<PlainAnalyzer, TCodeFix, DefaultVerifier>
        where TCodeFix : CodeFixProvider, new();
}
