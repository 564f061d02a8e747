using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Processes.CONC501WaitBeforeOutputDrainedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC501WaitBeforeOutputDrainedFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Processes;

public sealed class CONC501WaitBeforeOutputDrainedTests
{
    private const string Both = "var psi = new ProcessStartInfo(\"tool\") { RedirectStandardOutput = true, RedirectStandardError = true }; using var p = Process.Start(psi); ";
    private const string Output = "using var p = new Process { StartInfo = new ProcessStartInfo(\"tool\") { RedirectStandardOutput = true } }; p.Start(); ";

    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Diagnostics;
        using System.IO;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            private Process _process;
            {{members}}
            static void Pump(Process p) { p.BeginOutputReadLine(); p.BeginErrorReadLine(); }
            static void Configure(ProcessStartInfo info) { }
            static void Use(string text) { }
            void StartPumps() { _process.BeginOutputReadLine(); _process.BeginErrorReadLine(); }

            async Task M(bool flag, Process given, int limit, CancellationToken token)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData(Output + "p.[|WaitForExit|](); var text = p.StandardOutput.ReadToEnd();")]
    [InlineData(Output + "p.[|WaitForExit|]();")]
    [InlineData(Output + "p.[|WaitForExit|](-1);")]
    [InlineData(Output + "if (!p.[|WaitForExit|](5000)) { p.Kill(); } Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Output + "p.[|WaitForExit|](limit); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Output + "await p.[|WaitForExitAsync|](); Use(await p.StandardOutput.ReadToEndAsync());")]
    [InlineData(Output + "await p.[|WaitForExitAsync|](token).ConfigureAwait(false); Use(await p.StandardOutput.ReadToEndAsync());")]
    [InlineData(Output + "p.[|WaitForExit|](); string line; while ((line = p.StandardOutput.ReadLine()) != null) Use(line);")]
    [InlineData(Output + "p.[|WaitForExit|](); using (var reader = p.StandardOutput) { Use(reader.ReadToEnd()); }")]
    [InlineData(Output + "var reader = p.StandardOutput; p.[|WaitForExit|](); Use(reader.ReadToEnd());")]
    [InlineData(Output + "p.OutputDataReceived += (s, e) => Use(e.Data); p.[|WaitForExit|]();")]
    [InlineData(Output + "p.[|WaitForExit|](); p.BeginOutputReadLine();")]
    [InlineData(Output + "if (!p.HasExited) { p.[|WaitForExit|](); } Use(p.StandardOutput.ReadToEnd());")]
    [InlineData("using var p = new Process(); p.StartInfo.FileName = \"tool\"; p.StartInfo.RedirectStandardError = true; p.Start(); p.[|WaitForExit|](); if (p.ExitCode != 0) Use(p.StandardError.ReadToEnd());")]
    [InlineData(Both + "p.[|WaitForExit|](); Use(p.StandardOutput.ReadToEnd()); Use(p.StandardError.ReadToEnd());")]
    [InlineData(Both + "Use(p.StandardOutput.[|ReadToEnd|]()); Use(p.StandardError.ReadToEnd()); p.WaitForExit();")]
    [InlineData(Both + "Use(p.StandardError.[|ReadToEnd|]()); Use(p.StandardOutput.ReadToEnd()); p.WaitForExit();")]
    [InlineData(Both + "var o = await p.StandardOutput.[|ReadToEndAsync|](); var e = await p.StandardError.ReadToEndAsync(); await p.WaitForExitAsync();")]
    [InlineData(Both + "Use(p.StandardOutput.[|ReadToEnd|]()); p.WaitForExit();")]
    [InlineData(Both + "string line; while ((line = p.StandardOutput.[|ReadLine|]()) != null) { Use(line); } Use(p.StandardError.ReadToEnd());")]
    [InlineData(Both + "p.BeginOutputReadLine(); p.[|WaitForExit|](); Use(p.StandardError.ReadToEnd());")]
    [InlineData("given.[|WaitForExit|](); Use(given.StandardOutput.ReadToEnd());")]
    [InlineData("_process.[|WaitForExit|](); Use(_process.StandardOutput.ReadToEnd());")]
    [InlineData("Process p = null; try { p = Process.Start(new ProcessStartInfo(\"a\") { RedirectStandardOutput = true }); p.[|WaitForExit|](); Use(p.StandardOutput.ReadToEnd()); } finally { p?.Dispose(); }")]
    [InlineData("foreach (var name in new[] { \"a\", \"b\" }) { using (var p = Process.Start(new ProcessStartInfo(name) { RedirectStandardOutput = true })) { p.[|WaitForExit|](); Use(p.StandardOutput.ReadToEnd()); } }")]
    [InlineData("await Task.Run(() => { var p = Process.Start(new ProcessStartInfo(\"a\") { RedirectStandardOutput = true }); p.[|WaitForExit|](); return p.StandardOutput.ReadToEnd(); });")]
    [InlineData("var info = new ProcessStartInfo(\"a\"); info.RedirectStandardOutput = true; info.UseShellExecute = false; var p = new Process(); p.StartInfo = info; if (p.Start()) { p.[|WaitForExit|](); }")]
    [InlineData("void Local() { var p = Process.Start(new ProcessStartInfo(\"a\") { RedirectStandardOutput = true }); p?.[|WaitForExit|](); Use(p?.StandardOutput.ReadToEnd()); } Local();")]
    [InlineData("using var p = new Process(); p.StartInfo = new ProcessStartInfo(\"tool\") { RedirectStandardOutput = true, RedirectStandardError = true }; p.Start(); p.BeginOutputReadLine(); p.[|WaitForExit|]();")]
    [InlineData(Both + "while (!p.StandardOutput.[|EndOfStream|]) { Use(p.StandardOutput.ReadLine()); } Use(p.StandardError.ReadToEnd());")]
    [InlineData(Both + "while (p.StandardOutput.[|EndOfStream|] == false) { Use(p.StandardOutput.ReadLine()); } p.WaitForExit();")]
    [InlineData(Both + "await p.StandardOutput.BaseStream.[|CopyToAsync|](Stream.Null); await p.StandardError.BaseStream.CopyToAsync(Stream.Null);")]
    [InlineData(Output + "p.[|WaitForExit|](); p.StandardOutput.BaseStream.CopyTo(Stream.Null);")]
    [InlineData("var all = new System.Collections.Generic.List<Process> { given }; foreach (var p in all) { p.[|WaitForExit|](); Use(p.StandardOutput.ReadToEnd()); }")]
    public Task Reports_a_wait_before_the_streams_are_read(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData(Output + "var text = p.StandardOutput.ReadToEnd(); p.WaitForExit();")]
    [InlineData(Output + "p.BeginOutputReadLine(); p.WaitForExit();")]
    [InlineData(Output + "var read = p.StandardOutput.ReadToEndAsync(); p.WaitForExit(); Use(await read);")]
    [InlineData(Output + "var exit = p.WaitForExitAsync(); Use(await p.StandardOutput.ReadToEndAsync()); await exit;")]
    [InlineData(Output + "await Task.WhenAll(p.WaitForExitAsync(), p.StandardOutput.ReadToEndAsync());")]
    [InlineData(Output + "var read = Task.Run(() => p.StandardOutput.ReadToEnd()); p.WaitForExit(); Use(await read);")]
    [InlineData(Output + "new Thread(() => Use(p.StandardOutput.ReadToEnd())).Start(); p.WaitForExit();")]
    [InlineData(Output + "void Read() { Use(p.StandardOutput.ReadToEnd()); } var t = Task.Run(Read); p.WaitForExit();")]
    [InlineData(Output + "Pump(p); p.WaitForExit();")]
    [InlineData(Output + "if (p.WaitForExit(0)) Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Output + "p.Kill(); p.WaitForExit(); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Output + "while (true) { if (p.HasExited) { p.WaitForExit(); break; } Use(p.StandardOutput.ReadLine()); }")]
    [InlineData(Output + "if (p.HasExited) { p.WaitForExit(); Use(p.StandardOutput.ReadToEnd()); }")]
    [InlineData(Output + "while (!p.WaitForExit(100)) { Use(p.StandardOutput.ReadLine()); } Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Both + "var e = p.StandardError.ReadToEndAsync(); Use(p.StandardOutput.ReadToEnd()); Use(await e); p.WaitForExit();")]
    [InlineData(Both + "p.ErrorDataReceived += (s, e) => Use(e.Data); p.BeginErrorReadLine(); Use(p.StandardOutput.ReadToEnd()); p.WaitForExit();")]
    [InlineData(Both + "var o = p.StandardOutput.ReadToEndAsync(); var e = p.StandardError.ReadToEndAsync(); Use(await o); Use(await e); await p.WaitForExitAsync();")]
    [InlineData(Both + "Task<string> o = Task.Run(() => p.StandardOutput.ReadToEnd()), e = Task.Run(() => p.StandardError.ReadToEnd()); p.WaitForExit();")]
    [InlineData(Both + "p.OutputDataReceived += (s, e) => Use(e.Data); p.ErrorDataReceived += (s, e) => Use(e.Data); p.BeginOutputReadLine(); p.BeginErrorReadLine(); p.WaitForExit();")]
    [InlineData("using var p = Process.Start(\"tool\"); p.WaitForExit();")]
    [InlineData("using var p = Process.Start(new ProcessStartInfo(\"tool\") { RedirectStandardInput = true }); p.WaitForExit();")]
    [InlineData("using var p = Process.Start(new ProcessStartInfo(\"tool\") { RedirectStandardOutput = false }); p.WaitForExit();")]
    [InlineData("using var p = Process.Start(new ProcessStartInfo(\"tool\") { RedirectStandardOutput = flag }); p.WaitForExit();")]
    [InlineData("var info = new ProcessStartInfo(\"tool\") { RedirectStandardOutput = true }; Configure(info); using var p = Process.Start(info); p.WaitForExit();")]
    [InlineData("var info = new ProcessStartInfo(\"tool\") { RedirectStandardOutput = true }; if (flag) info.RedirectStandardOutput = false; using var p = Process.Start(info); p.WaitForExit();")]
    [InlineData("given.WaitForExit();")]
    [InlineData("_process = Process.Start(new ProcessStartInfo(\"tool\") { RedirectStandardOutput = true }); StartPumps(); _process.WaitForExit();")]
    [InlineData("given.Exited += (s, e) => { given.WaitForExit(); Use(given.StandardOutput.ReadToEnd()); };")]
    [InlineData(Output + "p.WaitForExitAsync(token).ContinueWith(_ => Use(p.StandardOutput.ReadToEnd()));")]
    [InlineData(Both + "var a = p.StandardOutput.ReadLine(); var b = p.StandardError.ReadLine();")]
    [InlineData(Output + "while (!p.StandardOutput.EndOfStream) { Use(p.StandardOutput.ReadLine()); } p.WaitForExit();")]
    [InlineData(Both + "var e = p.StandardError.ReadToEndAsync(); while (!p.StandardOutput.EndOfStream) { Use(p.StandardOutput.ReadLine()); } Use(await e);")]
    [InlineData(Both + "while (!p.StandardOutput.EndOfStream) { if (p.StandardOutput.ReadLine() == \"ready\") break; } Use(p.StandardError.ReadLine());")]
    [InlineData(Both + "var a = p.StandardOutput.BaseStream.CopyToAsync(Stream.Null); await p.StandardError.BaseStream.CopyToAsync(Stream.Null); await a;")]
    [InlineData("var p = new Process(); p.StartInfo = new ProcessStartInfo(\"tool\") { UseShellExecute = false }; p.Start(); p.WaitForExit();")]
    [InlineData("var all = new System.Collections.Generic.List<Process> { given }; foreach (var p in all) { p.BeginOutputReadLine(); p.WaitForExit(); }")]
    public Task Ignores_streams_that_are_read_in_time(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Ignores_a_process_that_a_handler_knows_to_have_exited() => Verify.VerifyAnalyzerAsync(InMethod("", """
        void OnExited(object sender, EventArgs e) { _process.WaitForExit(); Use(_process.StandardOutput.ReadToEnd()); }
        """));

    [Fact]
    public Task Says_who_waits_for_what() => Verify.VerifyAnalyzerAsync(
        InMethod(Both + "if (flag) { p.{|#0:WaitForExit|}(); } else { p.{|#1:WaitForExit|}(1000); }"),
        Verify.Diagnostic().WithLocation(0).WithArguments("WaitForExit", "StandardOutput' and 'StandardError", "p", "this deadlocks").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
        Verify.Diagnostic().WithLocation(1).WithArguments("WaitForExit", "StandardOutput' and 'StandardError", "p", "the time always runs out").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData(
        Output + "p.[|WaitForExit|](); var text = p.StandardOutput.ReadToEnd(); Use(text);",
        Output + "var text = p.StandardOutput.ReadToEnd(); p.WaitForExit(); Use(text);")]
    [InlineData(
        Output + "string line; p.[|WaitForExit|](); while ((line = p.StandardOutput.ReadLine()) != null) Use(line); Use(\"done\");",
        Output + "string line; while ((line = p.StandardOutput.ReadLine()) != null) Use(line); p.WaitForExit(); Use(\"done\");")]
    [InlineData(
        Output + "await p.[|WaitForExitAsync|](); var text = await p.StandardOutput.ReadToEndAsync();",
        Output + "var text = await p.StandardOutput.ReadToEndAsync(); await p.WaitForExitAsync();")]
    [InlineData(
        Output + "if (!p.[|WaitForExit|](5000)) { p.Kill(); } var text = p.StandardOutput.ReadToEnd().Trim();",
        Output + "var outputTask = p.StandardOutput.ReadToEndAsync(); if (!p.WaitForExit(5000)) { p.Kill(); } var text = (await outputTask).Trim();")]
    [InlineData(
        Both + "p.[|WaitForExit|](); var o = p.StandardOutput.ReadToEnd(); var e = p.StandardError.ReadToEnd();",
        Both + "var outputTask = p.StandardOutput.ReadToEndAsync(); var errorTask = p.StandardError.ReadToEndAsync(); p.WaitForExit(); var o = await outputTask; var e = await errorTask;")]
    [InlineData(
        Both + "var o = p.StandardOutput.[|ReadToEnd|](); var e = p.StandardError.ReadToEnd(); p.WaitForExit();",
        Both + "var errorTask = p.StandardError.ReadToEndAsync(); var o = p.StandardOutput.ReadToEnd(); var e = await errorTask; p.WaitForExit();")]
    [InlineData(
        Both + "var errorTask = 1; var o = p.StandardOutput.[|ReadToEnd|](); Use(p.StandardError.ReadToEnd()); p.WaitForExit();",
        Both + "var errorTask = 1; var errorTask2 = p.StandardError.ReadToEndAsync(); var o = p.StandardOutput.ReadToEnd(); Use(await errorTask2); p.WaitForExit();")]
    [InlineData(Both + "p.[|WaitForExit|]();", Both + "p.BeginOutputReadLine(); p.BeginErrorReadLine(); p.WaitForExit();")]
    [InlineData(
        Both + "p.[|WaitForExit|](); Use(p.StandardOutput.ReadToEnd());",
        Both + "var outputTask = p.StandardOutput.ReadToEndAsync(); p.BeginErrorReadLine(); p.WaitForExit(); Use(await outputTask);")]
    [InlineData(
        Both + "await p.[|WaitForExitAsync|](token); var o = await p.StandardOutput.ReadToEndAsync(token); var e = await p.StandardError.ReadToEndAsync(token);",
        Both + "var outputTask = p.StandardOutput.ReadToEndAsync(token); var errorTask = p.StandardError.ReadToEndAsync(token); await p.WaitForExitAsync(token); var o = await outputTask; var e = await errorTask;")]
    [InlineData(
        Both + "while (!p.StandardOutput.[|EndOfStream|]) { Use(p.StandardOutput.ReadLine()); } Use(p.StandardError.ReadToEnd());",
        Both + "var errorTask = p.StandardError.ReadToEndAsync(); while (!p.StandardOutput.EndOfStream) { Use(p.StandardOutput.ReadLine()); } Use(await errorTask);")]
    [InlineData(
        Output + "p.[|WaitForExit|](); while (!p.StandardOutput.EndOfStream) { Use(p.StandardOutput.ReadLine()); }",
        Output + "while (!p.StandardOutput.EndOfStream) { Use(p.StandardOutput.ReadLine()); } p.WaitForExit();")]
    public Task Fixes_the_order(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Fact]
    public Task Fixes_a_synchronous_method_and_keeps_comments() => Verify.VerifyCodeFixAsync(
        InMethod("", """
            static string Run(Process tool)
                {
                    // Until it is done.
                    tool.[|WaitForExit|](); // blocks

                    // All of it.
                    return tool.StandardOutput.ReadToEnd(); // text
                }
            """),
        InMethod("", """
            static string Run(Process tool)
                {
                    var outputTask = tool.StandardOutput.ReadToEndAsync();
                    // Until it is done.
                    tool.WaitForExit(); // blocks

                    // All of it.
                    return outputTask.GetAwaiter().GetResult(); // text
                }
            """));

    [Fact]
    public Task Fixes_by_swapping_two_lines_with_their_comments() => Verify.VerifyCodeFixAsync(
        InMethod("", """
            static string Run(Process tool)
                {
                    // Until it is done.
                    tool.[|WaitForExit|]();
                    // All of it.
                    var text = tool.StandardOutput.ReadToEnd(); // text
                    return text;
                }
            """),
        InMethod("", """
            static string Run(Process tool)
                {
                    // All of it.
                    var text = tool.StandardOutput.ReadToEnd(); // text
                    // Until it is done.
                    tool.WaitForExit();
                    return text;
                }
            """));

    [Theory]
    [InlineData(Both + "p.[|WaitForExit|](); Use(p.StandardOutput.ReadLine()); Use(p.StandardError.ReadToEnd());")]
    [InlineData(Output + "for (;;) { p.[|WaitForExit|](); break; } Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Output + "p.[|WaitForExit|](); string line; while ((line = p.StandardOutput.ReadLine()) != null) Use(line);")]
    [InlineData(Output + "p.[|WaitForExit|](); var line = p.StandardOutput.ReadLine();")]
    public Task Offers_nothing_where_the_reading_has_another_shape(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
