using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

using Verification.Tests.Subjects;

using Xunit;

namespace Verification.Tests;

public class EnvironmentTests
{
    [Fact]
    public Task An_error_of_the_compiler_fails() =>
        Failure.OfAsync(Plain("class C { Missing _field; }").RunAsync(), "CS0246 (Error) at /0/Test0.cs(1,11-1,18)", "          ^^^^^^^");

    [Fact]
    public Task A_syntax_error_fails() => Failure.OfAsync(Plain("class C {").RunAsync(), "CS1513 (Error)");

    [Theory]
    [InlineData(CompilerDiagnostics.None, "class C { Missing _field; }")]
    [InlineData(CompilerDiagnostics.Errors, "class C { int _field; {|CS0246:Missing|} _other; }")]
    [InlineData(CompilerDiagnostics.Warnings, "class C { int {|CS0169:_field|}; }")]
    [InlineData(CompilerDiagnostics.All, "{|CS8019:using System;|} class C { }")]
    public Task The_level_of_the_compiler_can_be_chosen(CompilerDiagnostics level, string source)
    {
        var test = Plain(source);
        test.CompilerDiagnostics = level;
        return test.RunAsync();
    }

    [Fact]
    public Task Errors_of_the_compiler_can_be_expected_explicitly()
    {
        var test = Plain("class C { {|#0:Missing|} _field; }");
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError("CS0246").WithLocation(0));
        return test.RunAsync();
    }

    [Fact]
    public Task The_default_framework_is_net_10() =>
        Plain("class C { object Wait => System.Threading.Tasks.Task.WhenEach<int>([]); System.Net.WebSockets.WebSocketStream _stream; }").RunAsync();

    [Fact]
    public Task The_framework_can_be_chosen()
    {
        var test = Plain("class C { System.Threading.{|CS0234:Lock|} _lock; System.Threading.PeriodicTimer _timer; }");
        test.ReferenceAssemblies = ReferenceAssemblies.Net.Net80;
        var older = Plain("class C { System.Threading.{|CS0234:PeriodicTimer|} _timer; System.Threading.Timer _other; }");
        older.TestState.ReferenceAssemblies = ReferenceAssemblies.NetStandard.NetStandard20;
        var framework = Plain("class C { System.Runtime.Remoting.ObjRef _reference; }");
        framework.ReferenceAssemblies = ReferenceAssemblies.NetFramework.Net472.Default;
        return Task.WhenAll(test.RunAsync(), older.RunAsync(), framework.RunAsync());
    }

    [Fact]
    public Task References_can_be_added()
    {
        var test = Plain("class C : Verification.Tests.EnvironmentTests { }");
        test.TestState.AdditionalReferences.Add(typeof(EnvironmentTests).Assembly);
        return Task.WhenAll(
            test.RunAsync(), Failure.OfAsync(Plain("class C : Verification.Tests.EnvironmentTests { }").RunAsync(), "CS0246"));
    }

    [Fact]
    public Task The_default_language_knows_extension_blocks_and_field() => Plain(
        """
        static class C
        {
            extension(string text)
            {
                public bool IsLong => text.Length > 9;
            }

            static int Number { get => field; set => field = value; }
        }
        """).RunAsync();

    [Fact]
    public Task The_language_version_can_be_chosen()
    {
        var test = Plain("class C { System.ReadOnlySpan<byte> Text => {|CS8936:\"a\"u8|}; }");
        test.LanguageVersion = LanguageVersion.CSharp10;
        return test.RunAsync();
    }

    [Fact]
    public Task The_output_kind_can_be_chosen()
    {
        const string Program = "System.Console.WriteLine();";
        var test = Plain(Program);
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        return Task.WhenAll(test.RunAsync(), Failure.OfAsync(Plain(Program).RunAsync(), "CS8805"));
    }

    [Fact]
    public Task Several_sources_are_compiled_together() => new CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier>
    {
        TestState =
        {
            Sources = { "class A : Bad { }", "class [|Bad|] { }", ("/Third.cs", "class {|#0:BadC|} { }") },
            ExpectedDiagnostics =
            {
                CSharpAnalyzerVerifier<PlainAnalyzer, DefaultVerifier>.Diagnostic().WithSpan("/Third.cs", 1, 7, 1, 11).WithArguments("BadC"),
            },
        },
    }.RunAsync();

    [Fact]
    public Task A_place_in_the_wrong_source_fails() => Failure.OfAsync(
        new CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier>
        {
            TestState =
            {
                Sources = { "class Good { }", "class Bad { }" },
                ExpectedDiagnostics = { CSharpAnalyzerVerifier<PlainAnalyzer, DefaultVerifier>.Diagnostic().WithSpan(1, 7, 1, 10).WithArguments("Bad") },
            },
        }.RunAsync(),
        "expected /0/Test0.cs(1,7-1,10), found /0/Test1.cs(1,7-1,10)");

    [Fact]
    public Task Options_are_read_from_editorconfig() => Task.WhenAll(
        Words("class [|Ugly|] { }", config: "root = true\n[*.cs]\ntest.bad_name = Ugly").RunAsync(),
        Words("class Ugly { }", config: "root = true\n[*.vb]\ntest.bad_name = Ugly").RunAsync(),
        Words("class Good { }", config: "[*.cs]\ntest.bad_name = Ugly").RunAsync());

    [Fact]
    public Task Severities_are_read_from_editorconfig()
    {
        var test = Plain("class {|#0:Bad|} { }");
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "[*.cs]\ndotnet_diagnostic.T001.severity = error"));
        test.ExpectedDiagnostics.Add(
            new DiagnosticResult(NameAnalyzer.Id, DiagnosticSeverity.Error).WithLocation(0));
        var silent = Plain("class Bad { }");
        silent.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "[*.cs]\ndotnet_diagnostic.T001.severity = none"));
        return Task.WhenAll(test.RunAsync(), silent.RunAsync());
    }

    [Fact]
    public Task Additional_files_are_read_and_may_have_diagnostics() => Task.WhenAll(
        Words("class {|T001:Ugly|} { }", words: "Ugly\nNasty").RunAsync(),
        Words("class Good { }", words: "Ugly\n{|T005:|}\nNasty").RunAsync(),
        Failure.OfAsync(Words("class Good { }", words: "Ugly\n\nNasty").RunAsync(), "T005 (Warning) at /words.txt(2,1-2,1)"));

    [Fact]
    public Task The_solution_can_be_changed()
    {
        var test = Plain("#nullable enable\nclass C { string _text = {|CS8625:null|}; }");
        test.SolutionTransforms.Add((solution, id) =>
        {
            var options = solution.GetProject(id)!.CompilationOptions!;
            return solution.WithProjectCompilationOptions(id, options.WithGeneralDiagnosticOption(ReportDiagnostic.Error));
        });
        test.DisabledDiagnostics.Add("CS0414");
        return test.RunAsync();
    }

    private static CSharpAnalyzerTest<PlainAnalyzer, DefaultVerifier> Plain(string source) => new() { TestCode = source };

    private static CSharpAnalyzerTest<WordListAnalyzer, DefaultVerifier> Words(string source, string? config = null, string? words = null)
    {
        var test = new CSharpAnalyzerTest<WordListAnalyzer, DefaultVerifier> { TestCode = source };
        test.MarkupOptions = MarkupOptions.UseFirstDescriptor;
        if (config is not null)
        {
            test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", config));
        }

        if (words is not null)
        {
            test.TestState.AdditionalFiles.Add(("/words.txt", words));
        }

        return test;
    }
}
