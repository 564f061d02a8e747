using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Processes.CONC502ExitCodeBeforeExitAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC502ExitCodeBeforeExitFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Processes;

public sealed class CONC502ExitCodeBeforeExitTests
{
    private const string Runtime = """

        namespace ConcurrencyAnalyzers.Runtime
        {
            public class WorkerProcess
            {
                public static WorkerProcess Create(System.Action body) => null;
                public WorkerProcess Start() => this;
                public void Join() { }
                public System.Threading.Tasks.Task ExitedAsync(System.Threading.CancellationToken token = default) => null;
                public bool IsAlive => false;
                public int? ExitCode => null;
            }
        }
        """;

    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Diagnostics;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            private Process _process;
            {{members}}
            static void Finish(Process p) { p.WaitForExit(); }
            static void Use(object value) { }
            static void Body() { }
            void Wait() { _process.WaitForExit(); }

            void M(bool flag, Process given, ProcessStartInfo info)
            {
                {{statements}}
            }
        }
        """ + Runtime;

    private static string InAsync(string statements) => InMethod("").Replace("void Body() { }", "void Body() { } static async Task A(ProcessStartInfo info, TaskCompletionSource<int> done) { await Task.Yield(); " + statements + " }", StringComparison.Ordinal);

    [Theory]
    [InlineData("using var p = Process.Start(info); Use(p.[|ExitCode|]);")]
    [InlineData("using var p = new Process { StartInfo = info }; p.Start(); if (p.[|ExitCode|] != 0) throw new Exception();")]
    [InlineData("using (var p = Process.Start(\"tool\")) { var text = p.StandardOutput.ReadToEnd(); Use(p.[|ExitCode|]); }")]
    [InlineData("var p = Process.Start(info); Use(p.[|ExitTime|]);")]
    [InlineData("var p = Process.Start(info); p.WaitForInputIdle(); Use(p.[|ExitCode|]); p.WaitForExit();")]
    [InlineData("var p = Process.Start(info); try { Use(p.[|ExitCode|]); } catch (Exception e) { Use(e); }")]
    [InlineData("Process p; if (flag) p = Process.Start(\"a\"); else p = Process.Start(\"b\"); Use(p.[|ExitCode|]);")]
    [InlineData("var p = Process.Start(info); if (flag) { p.WaitForExit(); Use(p.ExitCode); } else { Use(p.[|ExitCode|]); }")]
    [InlineData("Func<int> run = () => { var p = Process.Start(info); return p.[|ExitCode|]; }; Use(run());")]
    [InlineData("int Local() { using var p = Process.Start(info); return p.[|ExitCode|]; } Use(Local());")]
    [InlineData("_process = Process.Start(info); Use(_process.[|ExitCode|]);")]
    [InlineData("var w = WorkerProcess.Create(Body); w.Start(); Use(w.[|ExitCode|]);")]
    public Task Reports_a_read_of_a_running_process(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("using var p = Process.Start(info); p.WaitForExit(); Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); if (p.HasExited) Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); while (!p.HasExited) Thread.Sleep(10); Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); if (p.WaitForExit(1000)) Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); if (!p.WaitForExit(1000)) { p.Kill(); return; } Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); p.Kill(); Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); Finish(p); Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); p.WaitForExitAsync().Wait(); Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); p.WaitForExitAsync().GetAwaiter().GetResult(); Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); try { Use(p.ExitCode); } catch (InvalidOperationException) { }")]
    [InlineData("using var p = Process.Start(info); var done = new ManualResetEvent(false); p.Exited += (s, e) => done.Set(); p.EnableRaisingEvents = true; done.WaitOne(); Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); p.EnableRaisingEvents = true; p.Exited += (s, e) => Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); Task.Run(() => p.WaitForExit()).Wait(); Use(p.ExitCode);")]
    [InlineData("Use(given.ExitCode);")]
    [InlineData("Use(_process.ExitCode);")]
    [InlineData("_process = Process.Start(info); Wait(); Use(_process.ExitCode);")]
    [InlineData("var p = Process.GetProcessById(3); Use(p.ExitCode);")]
    [InlineData("Process p = null; try { p = Process.Start(info); p.WaitForExit(); } finally { Use(p.ExitCode); }")]
    [InlineData("var w = WorkerProcess.Create(Body).Start(); w.Join(); Use(w.ExitCode);")]
    [InlineData("var w = WorkerProcess.Create(Body); w.Start(); while (w.ExitCode == null) { Thread.Sleep(5); }")]
    [InlineData("var w = WorkerProcess.Create(Body); w.Start(); Use(w.ExitCode ?? -1);")]
    [InlineData("var w = WorkerProcess.Create(Body); w.Start(); if (w.ExitCode is { } code) Use(code);")]
    [InlineData("Use(nameof(Process.ExitCode));")]
    public Task Ignores_a_process_that_has_or_may_have_exited(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("using var p = Process.Start(info); await p.WaitForExitAsync(); Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); await p.WaitForExitAsync().ConfigureAwait(false); Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); p.Exited += (s, e) => done.SetResult(0); await done.Task; Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); await Task.WhenAll(p.WaitForExitAsync()); Use(p.ExitCode);")]
    [InlineData("using var p = Process.Start(info); var exit = p.WaitForExitAsync(); await exit; Use(p.ExitCode);")]
    public Task Ignores_asynchronous_waits(string statements) => Verify.VerifyAnalyzerAsync(InAsync(statements));

    private const string Collecting = "var text = new System.Text.StringBuilder(); using var p = Process.Start(info); p.OutputDataReceived += (s, e) => text.AppendLine(e.Data); p.BeginOutputReadLine(); ";

    [Theory]
    [InlineData(Collecting + "p.WaitForExit(5000); Use([|text|].ToString());")]
    [InlineData(Collecting + "if (!p.WaitForExit(5000)) throw new TimeoutException(); Use([|text|].ToString());")]
    [InlineData(Collecting + "if (!p.WaitForExit(5000)) { p.Kill(); } Use([|text|].Length);")]
    [InlineData(Collecting + "if (p.WaitForExit(5000)) { Use([|text|].ToString()); Use(text.Length); }")]
    [InlineData(Collecting + "var done = p.WaitForExit(5000); if (!done) return; Use([|text|].ToString());")]
    [InlineData(Collecting + "while (!p.WaitForExit(100)) { Use(text.Length); } Use([|text|].ToString());")]
    [InlineData(Collecting + "if (!p.WaitForExit(Limit)) return; Use([|text|].ToString());")]
    [InlineData("var lines = new System.Collections.Generic.List<string>(); var p = Process.Start(info); p.ErrorDataReceived += (s, e) => { if (e.Data != null) lines.Add(e.Data); }; p.BeginErrorReadLine(); p.WaitForExit(1000); foreach (var line in [|lines|]) Use(line);")]
    [InlineData("string all = \"\"; var p = Process.Start(info); p.OutputDataReceived += (s, e) => { all += e.Data; }; p.BeginOutputReadLine(); p.WaitForExit(1000); Use([|all|]);")]
    [InlineData("var p = Process.Start(info); p.OutputDataReceived += Collect; p.BeginOutputReadLine(); p.WaitForExit(1000); Use([|_text|].ToString());")]
    [InlineData(Collecting + "p.WaitForExit(5000); Use(\"text: \" + [|text|]);")]
    [InlineData(Collecting + "p.WaitForExit(5000); Use($\"text: {[|text|]}\");")]
    [InlineData(Collecting + "System.Text.StringBuilder Run() { var own = new System.Text.StringBuilder(); var q = Process.Start(info); q.OutputDataReceived += (s, e) => own.Append(e.Data); q.BeginOutputReadLine(); q.WaitForExit(100); return [|own|]; } Run();")]
    public Task Reports_output_that_may_not_be_complete(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Collector));

    private const string Collector = """
        int Limit { get; set; }
            readonly System.Text.StringBuilder _text = new System.Text.StringBuilder();
            void Collect(object sender, DataReceivedEventArgs e) { _text.AppendLine(e.Data); }
            static void Log(string line) { Console.WriteLine(line); }
        """;

    [Theory]
    [InlineData(Collecting + "p.WaitForExit(); Use(text.ToString());")]
    [InlineData(Collecting + "p.WaitForExit(-1); Use(text.ToString());")]
    [InlineData(Collecting + "p.WaitForExit(Timeout.Infinite); Use(text.ToString());")]
    [InlineData(Collecting + "p.WaitForExit(Limit); Use(text.ToString());")]
    [InlineData(Collecting + "if (p.WaitForExit(5000)) { p.WaitForExit(); } Use(text.ToString());")]
    [InlineData(Collecting + "if (!p.WaitForExit(5000)) { p.Kill(); } p.WaitForExit(); Use(text.ToString());")]
    [InlineData(Collecting + "if (!p.WaitForExit(5000)) { throw new TimeoutException(text.ToString()); } p.WaitForExit(); Use(text.ToString());")]
    [InlineData(Collecting + "bool ended = p.WaitForExit(5000); if (!ended) { Use(text.ToString()); }")]
    [InlineData(Collecting + "p.WaitForExit(5000); p.WaitForExitAsync().Wait(); Use(text.ToString());")]
    [InlineData(Collecting + "p.WaitForExit(5000); Finish(p); Use(text.ToString());")]
    [InlineData(Collecting + "p.WaitForExit(5000); Thread.Sleep(100); Use(text.ToString());")]
    [InlineData("var text = new System.Text.StringBuilder(); var end = new ManualResetEvent(false); var p = Process.Start(info); p.OutputDataReceived += (s, e) => { if (e.Data == null) end.Set(); else text.AppendLine(e.Data); }; p.BeginOutputReadLine(); if (p.WaitForExit(1000) && end.WaitOne(1000)) Use(text.ToString());")]
    [InlineData("var text = new System.Text.StringBuilder(); var p = Process.Start(info); p.OutputDataReceived += (s, e) => text.AppendLine(e.Data); p.BeginOutputReadLine(); p.WaitForExit(0); var other = new System.Text.StringBuilder(); Use(other.ToString());")]
    [InlineData("var lines = new System.Collections.Concurrent.ConcurrentQueue<string>(); var p = Process.Start(info); p.OutputDataReceived += (s, e) => lines.Enqueue(e.Data); p.BeginOutputReadLine(); p.WaitForExit(1000); Use(lines.Count);")]
    [InlineData("var p = Process.Start(info); p.OutputDataReceived += (s, e) => Log(e.Data); p.BeginOutputReadLine(); p.WaitForExit(1000); Use(_text.ToString());")]
    [InlineData(Collecting + "p.WaitForExit(5000); p.WaitForExit(); Use($\"text: {text}\");")]
    [InlineData(Collecting + "p.WaitForExit(5000); var same = text; Finish(p); Use(same);")]
    public Task Ignores_output_that_is_complete_or_known_not_to_be(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Collector));

    [Theory]
    [InlineData("p.WaitForExit(5000); Use([|text|].ToString());", "if (p.WaitForExit(5000)) { p.WaitForExit(); }\n        Use(text.ToString());")]
    [InlineData("if (!p.WaitForExit(5000)) throw new TimeoutException(); Use([|text|].ToString());", "if (!p.WaitForExit(5000)) throw new TimeoutException(); p.WaitForExit(); Use(text.ToString());")]
    [InlineData("if (!p.WaitForExit(5000)) { p.Kill(); } Use([|text|].ToString());", "if (!p.WaitForExit(5000)) { p.Kill(); }\n        p.WaitForExit(); Use(text.ToString());")]
    [InlineData("if (!p.WaitForExit(5000)) { Use(1); } Use([|text|].ToString());", "if (!p.WaitForExit(5000)) { Use(1); } else { p.WaitForExit(); }\n        Use(text.ToString());")]
    [InlineData("if (p.WaitForExit(5000)) { Use([|text|].ToString()); }", "if (p.WaitForExit(5000)) { p.WaitForExit(); Use(text.ToString()); }")]
    [InlineData("var done = p.WaitForExit(5000); if (!done) return; Use([|text|].ToString());", "var done = p.WaitForExit(5000); if (done) { p.WaitForExit(); }\n        if (!done) return; Use(text.ToString());")]
    public Task Fixes_by_waiting_for_the_output_too(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(Collecting + before), InMethod(Collecting + after));

    [Fact]
    public Task Fixes_a_wait_on_lines_of_its_own() => Verify.VerifyCodeFixAsync(
        InMethod(Collecting + """
            Use(1);

                    // Long enough.
                    p.WaitForExit(5000); // ms
                    Use([|text|].ToString());
            """),
        InMethod(Collecting + """
            Use(1);

                    // Long enough.
                    if (p.WaitForExit(5000))
                    {
                        p.WaitForExit();
                    } // ms
                    Use(text.ToString());
            """));

    [Fact]
    public Task Says_that_output_is_missing() => Verify.VerifyAnalyzerAsync(
        InMethod(Collecting + "p.WaitForExit(5000); Use({|#0:text|}.ToString());"),
        Verify.Diagnostic().WithLocation(0).WithArguments("text", "p", "a wait with a time limit does not wait for the last lines of its output").WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations));

    [Fact]
    public Task Says_what_happens() => Verify.VerifyAnalyzerAsync(
        InMethod("var p = Process.Start(info); Use(p.{|#0:ExitCode|}); var w = WorkerProcess.Create(Body); w.Start(); Use(w.{|#1:ExitCode|});"),
        Verify.Diagnostic().WithLocation(0).WithArguments("ExitCode", "p", "it throws as long as the process runs").WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations),
        Verify.Diagnostic().WithLocation(1).WithArguments("ExitCode", "w", "it is null as long as the process runs").WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations));

    [Fact]
    public Task Fixes_by_waiting_first() => Verify.VerifyCodeFixAsync(
        InMethod("""
            var p = Process.Start(info);

                    // Did it work?
                    if (p.[|ExitCode|] != 0) // no
                    {
                        throw new Exception();
                    }
            """),
        InMethod("""
            var p = Process.Start(info);

                    p.WaitForExit();
                    // Did it work?
                    if (p.ExitCode != 0) // no
                    {
                        throw new Exception();
                    }
            """));

    [Theory]
    [InlineData("var w = WorkerProcess.Create(Body); w.Start(); Use(w.[|ExitCode|]);", "var w = WorkerProcess.Create(Body); w.Start(); w.Join(); Use(w.ExitCode);")]
    [InlineData("var p = Process.Start(info); Use(p.[|ExitCode|]); Use(p.[|ExitTime|]);", "var p = Process.Start(info); p.WaitForExit(); Use(p.ExitCode); Use(p.ExitTime);")]
    public Task Fixes_on_one_line(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Fact]
    public Task Fixes_an_asynchronous_method() => Verify.VerifyCodeFixAsync(
        InAsync("using var p = Process.Start(info); Use(p.[|ExitCode|]);"),
        InAsync("using var p = Process.Start(info); await p.WaitForExitAsync(); Use(p.ExitCode);"));

    [Theory]
    [InlineData("info.RedirectStandardOutput = true; var p = Process.Start(info); Use(p.[|ExitCode|]);")]
    [InlineData("var p = Process.Start(info); Use(p.[|ExitCode|]); Use(p.StandardError.ReadToEnd());")]
    [InlineData("var p = Process.Start(info); while (p.[|ExitCode|] != 0) { }")]
    public Task Offers_nothing_where_waiting_could_hang(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
