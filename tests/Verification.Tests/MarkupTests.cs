using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

using Verification.Tests.Subjects;

using Xunit;

using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<
    Verification.Tests.Subjects.PlainAnalyzer, Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Verification.Tests;

public class MarkupTests
{
    [Fact]
    public Task Brackets_expect_the_only_rule() => Verify.VerifyAnalyzerAsync("class [|Bad|] { } class Good { }");

    [Fact]
    public Task Braces_expect_a_rule_by_id() => Verify.VerifyAnalyzerAsync("class {|T001:Bad|} { }");

    [Fact]
    public Task Braces_expect_an_error_of_the_compiler_by_id() => Verify.VerifyAnalyzerAsync("class C { {|CS0246:Missing|} _field; }");

    [Fact]
    public Task Numbered_keys_are_places_for_explicit_results() => Verify.VerifyAnalyzerAsync(
        "class {|#0:BadA|} { } class {|#1:BadB|} { }",
        Verify.Diagnostic().WithLocation(1).WithArguments("BadB"),
        Verify.Diagnostic().WithLocation(0).WithArguments("BadA"));

    [Fact]
    public Task Markup_nests() =>
        Verify.VerifyAnalyzerAsync("class [|Bad|] : {|CS0246:Outer<{|CS0246:Inner|}>|} { }");

    [Fact]
    public Task Dollar_signs_are_code() => Verify.VerifyAnalyzerAsync(
        """"
        class [|Bad|]
        {
            string Text(int number) => $$"""{{number}}""";
        }
        """");

    [Fact]
    public Task Empty_spans_are_read() => new CSharpAnalyzerTest<WordListAnalyzer, DefaultVerifier>
    {
        TestCode = "class C { }",
        TestState = { AdditionalFiles = { ("/words.txt", "One\n{|T005:|}\nTwo") } },
    }.RunAsync();

    [Fact]
    public Task An_id_that_nothing_reports_fails() =>
        Failure.OfAsync(Verify.VerifyAnalyzerAsync("class {|T999:C|} { }"), "Expected, but not found", "T999", "class C { }\n            ^\n");

    [Fact]
    public Task A_key_that_no_source_contains_fails() => Failure.OfAsync(
        Verify.VerifyAnalyzerAsync("class {|#0:Bad|} { }", Verify.Diagnostic().WithLocation(7).WithArguments("Bad")),
        "markup key #7",
        "keys found: #0");

    [Fact]
    public Task A_key_that_stands_twice_fails() =>
        Failure.OfAsync(Verify.VerifyAnalyzerAsync("class {|#0:A|} { } class {|#0:B|} { }"), "The markup key '#0' stands at");

    [Theory]
    [InlineData("class [|Bad { }", "Markup error in /0/Test0.cs(1,7): '|]' is missing")]
    [InlineData("class Bad|] { }", "Markup error in /0/Test0.cs(1,10): '|]' closes nothing")]
    [InlineData("class {|T001:Bad|] { }", "'|]' closes nothing")]
    public Task Markup_that_does_not_match_up_fails(string source, string reason) =>
        Failure.OfAsync(Verify.VerifyAnalyzerAsync(source), reason);

    [Fact]
    public Task Brackets_fail_for_an_analyzer_with_two_rules() => Failure.OfAsync(
        CSharpAnalyzerVerifier<TwoRulesAnalyzer, DefaultVerifier>.VerifyAnalyzerAsync("class [|Bad|] { }"),
        "needs an analyzer with exactly one descriptor");

    [Fact]
    public Task Brackets_can_mean_the_first_of_two_rules() => new CSharpAnalyzerTest<TwoRulesAnalyzer, DefaultVerifier>
    {
        TestCode = "class [|Bad|] { }",
        MarkupOptions = MarkupOptions.UseFirstDescriptor,
    }.RunAsync();

    [Fact]
    public Task Markup_can_be_turned_off() => new CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier>
    {
        TestCode = "class Bad { string Text => \"[|x|]\"; }",
        TestState = { MarkupHandling = MarkupMode.None },
        ExpectedDiagnostics = { Verify.Diagnostic().WithSpan(1, 7, 1, 10).WithArguments("Bad") },
    }.RunAsync();

    [Fact]
    public Task Markup_can_be_ignored() => new CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier>
    {
        TestCode = "class [|Good|] { }",
        TestState = { MarkupHandling = MarkupMode.Ignore },
    }.RunAsync();
}
