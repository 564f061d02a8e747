using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

using Verification.Tests.Subjects;

using Xunit;

namespace Verification.Tests;

public class ExclusionTests
{
    private const string Generated = "The same sources marked as generated code";
    private const string Suppressed = "The same sources under '#pragma warning disable T001'";

    [Fact]
    public Task Reports_in_generated_code_fail() =>
        Failure.OfAsync(Test<GeneratedCodeAnalyzer>().RunAsync(), Generated, "T001 (Warning) at /0/Test0.cs(2,7-2,10)", "class Bad { }");

    [Fact]
    public Task Reports_in_generated_code_pass_where_they_are_allowed() =>
        Test<GeneratedCodeAnalyzer>(TestBehaviors.SkipGeneratedCodeCheck).RunAsync();

    [Fact]
    public Task An_analyzer_that_throws_in_generated_code_fails() =>
        Failure.OfAsync(Test<ThrowsInGeneratedCodeAnalyzer>().RunAsync(), Generated, "AD0001", "thrown in generated code");

    [Fact]
    public Task Reports_that_ignore_a_pragma_fail() => Failure.OfAsync(Test<HandMadeLocationAnalyzer>().RunAsync(), Suppressed);

    [Fact]
    public Task Reports_that_ignore_a_pragma_pass_where_they_are_allowed() =>
        Test<HandMadeLocationAnalyzer>(TestBehaviors.SkipSuppressionCheck).RunAsync();

    [Fact]
    public Task A_rule_that_cannot_be_suppressed_may_ignore_a_pragma() => Test<NotConfigurableAnalyzer>().RunAsync();

    [Fact]
    public Task Reports_at_the_end_of_the_compilation_obey_both() => Test<CompilationEndAnalyzer>().RunAsync();

    [Fact]
    public Task Reports_without_location_are_not_subject_to_either() => new CSharpAnalyzerTest<NoLocationAnalyzer, DefaultVerifier>
    {
        TestCode = "class Bad { }",
        ExpectedDiagnostics = { CSharpAnalyzerVerifier<NoLocationAnalyzer, DefaultVerifier>.Diagnostic().WithArguments("Bad") },
    }.RunAsync();

    [Fact]
    public Task A_pragma_in_the_source_suppresses() => new CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier>
    {
        TestCode = "#pragma warning disable T001\nclass BadA { }\n#pragma warning restore T001\nclass [|BadB|] { }",
    }.RunAsync();

    [Fact]
    public Task A_suppressor_is_seen()
    {
        var bad = CSharpAnalyzerVerifier<PlainAnalyzer, DefaultVerifier>.Diagnostic().WithLocation(0).WithArguments("Bad");
        return Task.WhenAll(
            SuppressorTest(bad.WithIsSuppressed(true)).RunAsync(),
            SuppressorTest(bad).RunAsync(),
            Failure.OfAsync(SuppressorTest(bad.WithIsSuppressed(false)).RunAsync(), "expected a diagnostic that is not suppressed"),
            Failure.OfAsync(
                new CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier>
                {
                    TestCode = "class {|#0:Bad|} { }",
                    ExpectedDiagnostics = { bad.WithIsSuppressed(true) },
                }.RunAsync(),
                "expected a suppressed diagnostic"));
    }

    [Fact]
    public Task A_suppressor_leaves_pragmas_alone()
    {
        var test = SuppressorTest();
        test.TestState.Sources.Clear();
        test.TestCode = "#pragma warning disable T001\nclass Bad { }";
        return test.RunAsync();
    }

    [Fact]
    public Task A_suppressor_of_the_compiler_is_seen()
    {
        var test = SuppressorTest(DiagnosticResult.CompilerWarning("CS0169").WithLocation(0).WithIsSuppressed(true));
        test.TestState.Sources.Clear();
        test.TestCode = "class Good { int {|#0:_field|}; }";
        test.CompilerDiagnostics = CompilerDiagnostics.Warnings;
        return test.RunAsync();
    }

    private static CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> Test<TAnalyzer>(TestBehaviors behaviors = TestBehaviors.None)
        where TAnalyzer : DiagnosticAnalyzer, new() => new() { TestCode = "class [|Bad|] { }", TestBehaviors = behaviors };

    private static WithSuppressor SuppressorTest(params DiagnosticResult[] expected)
    {
        var test = new WithSuppressor { TestCode = "class {|#0:Bad|} { }" };
        test.ExpectedDiagnostics.AddRange(expected);
        return test;
    }

    private sealed class WithSuppressor : CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier>
    {
        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [new PlainAnalyzer(), new NameSuppressor()];
    }
}
