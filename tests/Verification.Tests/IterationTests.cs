using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

using Verification.Tests.Subjects;

using Xunit;

namespace Verification.Tests;

public class IterationTests
{
    private const string TwoBad = "class [|BadA|] { } class [|BadB|] { }";
    private const string TwoGood = "class GoodA { } class GoodB { }";

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(-5)]
    [InlineData(null)]
    public Task The_right_number_passes(int? iterations) =>
        new Test<PlainFix> { TestCode = TwoBad, FixedCode = TwoGood, NumberOfIncrementalIterations = iterations }.RunAsync();

    [Theory]
    [InlineData(1, "No further fix was expected after 1 iterations, but 'Rename to Good' is offered")]
    [InlineData(-1, "No further fix was expected after 1 iterations")]
    [InlineData(3, "Expected exactly 3 iterations, found 2.")]
    [InlineData(0, "No fix was expected")]
    public Task A_wrong_number_fails(int iterations, string reason) => Failure.OfAsync(
        new Test<PlainFix> { TestCode = TwoBad, FixedCode = TwoGood, NumberOfIncrementalIterations = iterations }.RunAsync(), reason);

    [Fact]
    public Task A_fix_that_never_ends_fails() => Failure.OfAsync(
        new Test<EndlessFix> { TestCode = "class [|Bad|] { }", FixedCode = "class BadBad { }" }.RunAsync(),
        "No further fix was expected after 1 iterations, but 'Rename to BadBad' is offered");

    [Fact]
    public Task FixOne_fixes_the_first_diagnostic_only() => new Test<PlainFix>
    {
        TestCode = TwoBad,
        FixedState = { Sources = { "class GoodA { } class [|BadB|] { }" }, MarkupHandling = MarkupMode.Allow },
        BatchFixedCode = TwoGood,
        CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne,
    }.RunAsync();

    [Fact]
    public Task FixOne_fails_where_all_are_expected_to_be_fixed() => Failure.OfAsync(
        new Test<PlainFix> { TestCode = TwoBad, FixedCode = TwoGood, CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne }.RunAsync(),
        "+ class GoodA { } class BadB { }");

    [Fact]
    public Task FixOne_asks_which_diagnostic_to_fix() => new LastOneTest
    {
        TestCode = TwoBad,
        FixedState = { Sources = { "class [|BadA|] { } class GoodB { }" }, MarkupHandling = MarkupMode.Allow },
        CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne | CodeFixTestBehaviors.SkipFixAllCheck,
    }.RunAsync();

    private sealed class Test<TCodeFix> : CSharpCodeFixTest<PlainAnalyzer, TCodeFix, DefaultVerifier>
        where TCodeFix : CodeFixProvider, new();

    private sealed class LastOneTest : CSharpCodeFixTest<PlainAnalyzer, PlainFix, DefaultVerifier>
    {
        protected override Microsoft.CodeAnalysis.Diagnostic? TrySelectDiagnosticToFix(
            System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic> fixableDiagnostics) => fixableDiagnostics[^1];
    }
}
