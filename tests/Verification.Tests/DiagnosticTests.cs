using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

using Verification.Tests.Subjects;

using Xunit;

using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<
    Verification.Tests.Subjects.PlainAnalyzer, Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Verification.Tests;

public class DiagnosticTests
{
    private const string Bad = "class {|#0:Bad|} { }";

    [Fact]
    public Task A_source_without_diagnostics_passes() => Verify.VerifyAnalyzerAsync("class Good { }");

    [Fact]
    public Task A_missing_diagnostic_fails() => Failure.OfAsync(
        Verify.VerifyAnalyzerAsync("class [|Good|] { }"),
        "Context: Diagnostics of test state",
        "Expected 1 diagnostics, found 0.",
        "Expected, but not found:\n  T001 (any severity) at /0/Test0.cs(1,7-1,11)\n      class Good { }\n            ^^^^\n");

    [Fact]
    public Task An_extra_diagnostic_fails() => Failure.OfAsync(
        Verify.VerifyAnalyzerAsync("class Bad { }"),
        "Expected 0 diagnostics, found 1.",
        "Found, but not expected:\n  T001 (Warning) at /0/Test0.cs(1,7-1,10): 'Bad' is a bad name\n      class Bad { }\n            ^^^\n");

    [Fact]
    public Task A_diagnostic_that_is_expected_twice_but_found_once_fails() =>
        Failure.OfAsync(Verify.VerifyAnalyzerAsync("class {|T001:{|T001:Bad|}|} { }"), "Expected 2 diagnostics, found 1.");

    [Fact]
    public Task A_wrong_span_fails() => Failure.OfAsync(
        Verify.VerifyAnalyzerAsync("class [|Bad |]{ }"),
        "the nearest found one differs in location: expected /0/Test0.cs(1,7-1,11), found /0/Test0.cs(1,7-1,10)");

    [Fact]
    public Task Wrong_arguments_fail() => Failure.OfAsync(
        Verify.VerifyAnalyzerAsync(Bad, Verify.Diagnostic().WithLocation(0).WithArguments("Worse")),
        "message: expected ''Worse' is a bad name', found ''Bad' is a bad name'");

    [Fact]
    public Task Forgotten_arguments_fail() =>
        Failure.OfAsync(Verify.VerifyAnalyzerAsync(Bad, Verify.Diagnostic().WithLocation(0)), "message: expected ''{0}' is a bad name'");

    [Fact]
    public Task A_wrong_message_fails() => Failure.OfAsync(
        Verify.VerifyAnalyzerAsync(Bad, Verify.Diagnostic().WithLocation(0).WithMessage("Bad!")), "message: expected 'Bad!'");

    [Fact]
    public Task A_message_of_null_is_not_checked() =>
        Verify.VerifyAnalyzerAsync(Bad, Verify.Diagnostic().WithLocation(0).WithMessage(null));

    [Fact]
    public Task A_wrong_severity_fails() => Failure.OfAsync(
        Verify.VerifyAnalyzerAsync(Bad, Verify.Diagnostic().WithLocation(0).WithArguments("Bad").WithSeverity(DiagnosticSeverity.Error)),
        "severity: expected Error, found Warning");

    [Fact]
    public Task A_wrong_severity_passes_where_it_is_ignored() => Verify.VerifyAnalyzerAsync(
        Bad,
        Verify.Diagnostic().WithLocation(0).WithArguments("Bad").WithSeverity(DiagnosticSeverity.Error)
            .WithOptions(DiagnosticOptions.IgnoreSeverity));

    [Fact]
    public Task A_wrong_id_fails() => Failure.OfAsync(
        Verify.VerifyAnalyzerAsync(Bad, new DiagnosticResult("T009", DiagnosticSeverity.Warning).WithLocation(0)), "T009", "T001");

    [Fact]
    public Task A_start_alone_can_be_expected() =>
        Verify.VerifyAnalyzerAsync("\nclass Bad { }", Verify.Diagnostic().WithLocation(2, 7).WithArguments("Bad"));

    [Fact]
    public Task A_wrong_start_fails() => Failure.OfAsync(
        Verify.VerifyAnalyzerAsync("class Bad { }", Verify.Diagnostic().WithLocation(1, 8).WithArguments("Bad")),
        "location: expected /0/Test0.cs(1,8), found /0/Test0.cs(1,7-1,10)");

    [Fact]
    public Task An_expected_diagnostic_without_location_needs_one_without_location()
    {
        var expected = Verify.Diagnostic().WithArguments("Bad");
        return Task.WhenAll(
            CSharpAnalyzerVerifier<NoLocationAnalyzer, DefaultVerifier>.VerifyAnalyzerAsync("class Bad { }", expected),
            Failure.OfAsync(Verify.VerifyAnalyzerAsync("class Bad { }", expected), "location: expected none"));
    }

    [Fact]
    public Task Results_pair_up_whatever_their_order()
    {
        // The second result matches both diagnostics, the first only one of them.
        var vague = Verify.Diagnostic().WithMessage(null).WithLocation(0);
        var exact = Verify.Diagnostic().WithArguments("Bad").WithLocation(0);
        return Task.WhenAll(
            new TwiceTest { TestCode = Bad, ExpectedDiagnostics = { vague, exact } }.RunAsync(),
            new TwiceTest { TestCode = Bad, ExpectedDiagnostics = { exact, vague } }.RunAsync(),
            Failure.OfAsync(new TwiceTest { TestCode = Bad, ExpectedDiagnostics = { exact, exact.WithArguments("C") } }.RunAsync(), "'C'"));
    }

    [Fact]
    public Task Additional_locations_are_checked_in_explicit_results()
    {
        const string Source = "{|#1:class|} {|#0:Bad|} { }";
        var main = Verify.Diagnostic().WithArguments("Bad").WithLocation(0);
        return Task.WhenAll(
            VerifyAsync(Source, main.WithLocation(1)),
            VerifyAsync(Source, main.WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)),
            VerifyAsync("class [|Bad|] { }"),
            Failure.OfAsync(VerifyAsync(Source, main), "additional locations: expected 0, found 1 /0/Test0.cs(1,1-1,6)"),
            Failure.OfAsync(VerifyAsync(Source, main.WithLocation(0)), "additional location 1: expected /0/Test0.cs(1,7-1,10)"));

        static Task VerifyAsync(string source, params DiagnosticResult[] expected) =>
            CSharpAnalyzerVerifier<AdditionalLocationAnalyzer, DefaultVerifier>.VerifyAnalyzerAsync(source, expected);
    }

    [Fact]
    public Task A_rule_that_is_off_by_default_is_switched_on() =>
        CSharpAnalyzerVerifier<OffByDefaultAnalyzer, DefaultVerifier>.VerifyAnalyzerAsync("class [|Bad|] { }");

    [Fact]
    public Task A_disabled_rule_is_silent() => new CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier>
    {
        TestCode = "class Bad { }",
        DisabledDiagnostics = { NameAnalyzer.Id },
    }.RunAsync();

    [Fact]
    public Task An_analyzer_that_throws_fails() => Failure.OfAsync(
        CSharpAnalyzerVerifier<ThrowingAnalyzer, DefaultVerifier>.VerifyAnalyzerAsync("class [|Bad|] { }"),
        "AD0001 (Error)",
        "thrown by the analyzer");

    [Fact]
    public Task Diagnostic_needs_a_known_id_or_a_single_rule()
    {
        Assert.Throws<InvalidOperationException>(() => Verify.Diagnostic("T999"));
        Assert.Throws<InvalidOperationException>(() => CSharpAnalyzerVerifier<TwoRulesAnalyzer, DefaultVerifier>.Diagnostic());
        return Verify.VerifyAnalyzerAsync(Bad, Verify.Diagnostic("T001").WithLocation(0).WithArguments("Bad"));
    }

    [Fact]
    public async Task Pairs_are_shown_to_the_diagnostic_verifier()
    {
        var seen = new List<(string, string)>();
        await new CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier>
        {
            TestCode = "class [|Bad|] { }",
            DiagnosticVerifier = (actual, expected, _) => seen.Add((actual.Id, expected.Id)),
        }.RunAsync();
        Assert.Equal([("T001", "T001")], seen);
    }

    [Fact]
    public Task A_test_without_sources_fails() =>
        Failure.OfAsync(new CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier>().RunAsync(), "TestState.Sources");

    /// <summary>Reports every bad name twice.</summary>
    private sealed class TwiceTest : CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier>
    {
        protected override IEnumerable<Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer> GetDiagnosticAnalyzers() =>
            [new PlainAnalyzer(), new PlainAnalyzer()];
    }
}
