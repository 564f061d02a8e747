using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

using Verification.Tests.Subjects;

using Xunit;

namespace Verification.Tests;

public class FixTests
{
    [Fact]
    public Task A_fix_passes() => Fix<PlainFix>("class [|BadName|] { }", "class GoodName { }");

    [Fact]
    public Task Fixes_are_applied_one_after_the_other() => Fix<PlainFix>("class [|BadA|] { } class [|BadB|] { }", "class GoodA { } class GoodB { }");

    [Fact]
    public Task Explicit_results_are_checked()
    {
        var expected = Verify<PlainFix>.Diagnostic().WithLocation(0).WithArguments("Bad");
        return Task.WhenAll(
            Verify<PlainFix>.VerifyCodeFixAsync("class {|#0:Bad|} { }", expected, "class Good { }"),
            Failure.OfAsync(
                Verify<PlainFix>.VerifyCodeFixAsync("class {|#0:Bad|} { }", expected.WithArguments("C"), "class Good { }"), "'C'"));
    }

    [Fact]
    public Task A_different_result_fails_and_shows_the_lines() => Failure.OfAsync(
        Fix<PlainFix>("class A { }\nclass [|Bad|] { }", "class A { }\nclass Better { }"),
        "Context: One fix after the other",
        "The content of '/0/Test0.cs' is not the expected one (- expected, + found):\n  class A { }\n- class Better { }\n+ class Good { }\n");

    [Fact]
    public Task A_difference_in_whitespace_is_made_visible() =>
        Failure.OfAsync(Fix<PlainFix>("class [|Bad|] { }", "class Good { } "), "- class Good { }·\n+ class Good { }\n");

    [Fact]
    public Task An_expected_fix_that_is_not_offered_fails() => Failure.OfAsync(
        Fix<NoOfferFix>("class [|Bad|] { }", "class Good { }"), "- class Good { }\n+ class Bad { }", "Expected exactly 1 iterations, found 0.");

    [Fact]
    public Task No_fix_may_be_offered_where_the_sources_are_the_same() => Task.WhenAll(
        Fix<NoOfferFix>("class [|Bad|] { }", "class [|Bad|] { }"),
        Failure.OfAsync(
            Fix<PlainFix>("class [|Bad|] { }", "class [|Bad|] { }"),
            "No fix was expected, but 'Rename to Good' is offered for\n  T001 (Warning) at /0/Test0.cs(1,7-1,10)"));

    [Fact]
    public Task No_fix_may_be_offered_where_an_explicit_result_stays()
    {
        const string Source = "class {|#0:Bad|} { }";
        var expected = Verify<PlainFix>.Diagnostic().WithLocation(0).WithArguments("Bad");
        return Task.WhenAll(
            Verify<NoOfferFix>.VerifyCodeFixAsync(Source, expected, Source),
            Failure.OfAsync(Verify<PlainFix>.VerifyCodeFixAsync(Source, expected, Source), "No fix was expected"));
    }

    [Fact]
    public Task A_fix_that_does_nothing_fails() => Task.WhenAll(
        Failure.OfAsync(Fix<NothingFix>("class [|Bad|] { }", "class Good { }"), "'Do nothing' is offered but changes nothing"),
        Failure.OfAsync(Fix<SameTextFix>("class [|Bad|] { }", "class Good { }"), "'Replace by the same' is offered but changes nothing"),
        Failure.OfAsync(Fix<NothingFix>("class [|Bad|] { }", "class [|Bad|] { }"), "No fix was expected"));

    [Fact]
    public Task A_fix_without_equivalence_key_fails() =>
        Failure.OfAsync(Fix<NoKeyFix>("class [|Bad|] { }", "class Good { }"), "'Rename' of NoKeyFix has no equivalence key");

    [Fact]
    public Task A_fix_without_change_operation_fails() =>
        Failure.OfAsync(Fix<NoChangeOperationFix>("class [|Bad|] { }", "class Good { }"), "'Open' must have exactly one ApplyChangesOperation");

    [Fact]
    public Task A_diagnostic_that_stays_must_be_expected() => Task.WhenAll(
        Failure.OfAsync(
            Fix<PickyFix>("class [|Bad|] { } class [|BadForever|] { }", "class Good { } class BadForever { }"),
            "Context: One fix after the other\nContext: Diagnostics of fixed state\n",
            "Found, but not expected:\n  T001"),
        new Test<PickyFix>
        {
            TestCode = "class [|Bad|] { } class [|BadForever|] { }",
            FixedState = { Sources = { "class Good { } class [|BadForever|] { }" }, MarkupHandling = MarkupMode.Allow },
        }.RunAsync());

    [Fact]
    public Task An_error_that_the_fix_introduces_fails() => Task.WhenAll(
        Failure.OfAsync(
            Fix<BrokenCodeFix>("class [|Bad|] { } class Taken { }", "class Taken { } class Taken { }"), "Diagnostics of fixed state", "CS0101 (Error)"),
        Fix<BrokenCodeFix>("class [|Bad|] { } class Taken { }", "class Taken { } class {|CS0101:Taken|} { }"));

    [Fact]
    public Task An_error_that_was_there_before_stays_expected() => new Test<PlainFix>
    {
        TestCode = "class [|Bad|] { {|#0:Missing|} _field; }",
        ExpectedDiagnostics = { DiagnosticResult.CompilerError("CS0246").WithSpan(1, 13, 1, 20) },
        FixedState =
        {
            Sources = { "class Good { {|#0:Missing|} _field; }" },
            ExpectedDiagnostics = { DiagnosticResult.CompilerError("CS0246").WithLocation(0) },
        },
    }.RunAsync();

    [Fact]
    public Task A_tree_that_is_not_what_its_text_parses_to_fails() => Task.WhenAll(
        Failure.OfAsync(
            Fix<MalformedTreeFix>("class [|Bad|] { }", "class Good : object { }"),
            "The syntax tree that 'Add base' built is not the one that its text parses to",
            "built IdentifierToken 'Good : object' in line 1, parsed IdentifierToken 'Good' in line 1"),
        Failure.OfAsync(Fix<AddCommentFix>("class [|Bad|] { }", "class Good// was bad{ }"), "parsed OpenBraceToken ''"),
        new Test<MalformedTreeFix>
        {
            TestCode = "class [|Bad|] { }",
            FixedCode = "class Good : object { }",
            CodeActionValidationMode = CodeActionValidationMode.None,
        }.RunAsync());

    [Fact]
    public Task The_result_is_formatted_and_simplified() => Fix<AddMemberFix>(
        """
        using System.Threading;

        class [|Bad|]
        {
        }
        """,
        """
        using System.Threading;

        class Good
        {
            Thread _thread;
        }
        """);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public Task New_lines_are_those_of_the_sources(string newLine) => Fix<AddMemberFix>(
        $"using System.Threading;{newLine}class [|Bad|]{newLine}{{{newLine}}}",
        $"using System.Threading;{newLine}class Good{newLine}{{{newLine}    Thread _thread;{newLine}}}");

    [Fact]
    public Task Sources_and_additional_files_that_a_fix_changes_are_compared()
    {
        return Task.WhenAll(
            TestOf("class Added { }", "Bad").RunAsync(),
            Failure.OfAsync(TestOf("class Other { }", "Bad").RunAsync(), "The content of '/Added.cs'"),
            Failure.OfAsync(TestOf("class Added { }", "Worse").RunAsync(), "The content of '/words.txt'"),
            Failure.OfAsync(Fix<AddDocumentFix>("class [|Bad|] { }", "class Good { }"), "Expected 1 sources, found 2: Test0.cs, Added.cs"));

        static Test<AddDocumentFix> TestOf(string added, string words) => new()
        {
            TestState = { Sources = { "class [|Bad|] { }" }, AdditionalFiles = { ("/words.txt", "") } },
            FixedState = { Sources = { "class Good { }", ("/Added.cs", added) }, AdditionalFiles = { ("/words.txt", words) } },
        };
    }

    [Fact]
    public Task A_diagnostic_of_the_compiler_can_be_fixed()
    {
        const string Classes = " class Good { } [System.Obsolete] class Bad { }";
        return Task.WhenAll(
            CSharpCodeFixVerifier<EmptyDiagnosticAnalyzer, CompilerWarningFix, DefaultVerifier>.VerifyCodeFixAsync(
                "class C : {|CS0612:Bad|} { }" + Classes, "class C : Good { }" + Classes),
            Failure.OfAsync(
                CSharpCodeFixVerifier<EmptyDiagnosticAnalyzer, CompilerWarningFix, DefaultVerifier>.VerifyAnalyzerAsync("class C : Bad { }" + Classes),
                "CS0612 (Warning)"));
    }

    [Fact]
    public Task A_diagnostic_that_is_not_local_must_not_be_fixed() => Task.WhenAll(
        Failure.OfAsync(
            CSharpCodeFixVerifier<CompilationEndAnalyzer, CompilationEndFix, DefaultVerifier>.VerifyCodeFixAsync("class [|Bad|] { }", "class Good { }"),
            "which is a non-local diagnostic"),
        new CSharpCodeFixTest<CompilationEndAnalyzer, CompilationEndFix, DefaultVerifier>
        {
            TestCode = "class [|Bad|] { }",
            FixedCode = "class Good { }",
            CodeFixTestBehaviors = CodeFixTestBehaviors.SkipLocalDiagnosticCheck,
        }.RunAsync());

    [Fact]
    public Task A_test_without_fixed_code_verifies_diagnostics_only() => Verify<PlainFix>.VerifyAnalyzerAsync("class [|Bad|] { }");

    private static Task Fix<TCodeFix>(string source, string fixedSource)
        where TCodeFix : CodeFixProvider, new() => Verify<TCodeFix>.VerifyCodeFixAsync(source, fixedSource);

    private sealed class Verify<TCodeFix> : CSharpCodeFixVerifier<PlainAnalyzer, TCodeFix, DefaultVerifier>
        where TCodeFix : CodeFixProvider, new();

    private sealed class Test<TCodeFix> : CSharpCodeFixTest<PlainAnalyzer, TCodeFix, DefaultVerifier>
        where TCodeFix : CodeFixProvider, new();
}
