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
    [InlineData(Both + "while (true) { var line = p.StandardOutput.[|ReadLine|](); if (line == null) break; Use(line); } Use(p.StandardError.ReadToEnd());")]
    [InlineData(Both + "while (true) { var line = await p.StandardOutput.[|ReadLineAsync|](); if (line is null) { break; } Use(line); } p.WaitForExit();")]
    [InlineData(Both + "while (!p.[|HasExited|]) { Thread.Sleep(50); } Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Both + "using (var o = p.StandardOutput) using (var e = p.StandardError) { Use(o.[|ReadToEnd|]()); Use(e.ReadToEnd()); }")]
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
    [InlineData(Both + "while (true) { var line = p.StandardOutput.ReadLine(); if (line == null) break; if (line == \"ready\") break; Use(line); } Use(p.StandardError.ReadLine());")]
    public Task Ignores_streams_that_are_read_in_time(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    private const string Launching = """
        static ProcessStartInfo Info(string name) => new(name) { RedirectStandardOutput = true };
            static ProcessStartInfo Maybe(bool capture) { var info = new ProcessStartInfo("tool"); if (capture) { info.RedirectStandardOutput = true; } return info; }
            static Process Launch(string name) { var made = new Process { StartInfo = Info(name) }; made.Start(); return made; }
            static Process LaunchAndRead(string name) { var made = Launch(name); made.BeginOutputReadLine(); return made; }
            Process LaunchAndKeep(string name) => _process = Launch(name);
            static int Finish(Process p) { p.WaitForExit(); return p.ExitCode; }
            static int ReadAndFinish(Process p) { p.BeginOutputReadLine(); p.WaitForExit(); return p.ExitCode; }
        """;

    [Theory]
    [InlineData("using var p = Process.Start(Info(\"tool\")); p.[|WaitForExit|]();")]
    [InlineData("using var p = Launch(\"tool\"); p.[|WaitForExit|]();")]
    [InlineData("Process Make() { var info = Info(\"tool\"); return Process.Start(info); } var p = Make(); p.[|WaitForExit|]();")]
    [InlineData("using var p = Launch(\"tool\"); [|Finish|](p);")]
    [InlineData("var all = new System.Collections.Generic.List<Process>(); for (var i = 0; i < 3; i++) { all.Add(Launch(\"tool\")); } foreach (var p in all) { p.[|WaitForExit|](); }")]
    [InlineData("var all = new System.Collections.Generic.List<Process>(); for (var i = 0; i < 3; i++) { var p = Launch(\"tool\"); all.Add(p); } foreach (var p in all) p.[|WaitForExit|](); foreach (var p in all) Use(p.StandardOutput.ReadToEnd());")]
    [InlineData("var all = new Process[3]; for (var i = 0; i < all.Length; i++) { all[i] = Launch(\"tool\"); } for (var i = 0; i < all.Length; i++) { all[i].[|WaitForExit|](); Use(all[i].StandardOutput.ReadToEnd()); }")]
    [InlineData("var all = new[] { Launch(\"a\"), Launch(\"b\") }; foreach (var p in all) { p.[|WaitForExit|](); }")]
    [InlineData("var all = System.Linq.Enumerable.ToList(System.Linq.Enumerable.Select(new[] { \"a\", \"b\" }, Launch)); foreach (var p in all) { p.[|WaitForExit|](); }")]
    [InlineData("var all = new System.Collections.Generic.List<Process>(); all.Add(Launch(\"tool\")); await Task.[|WhenAll|](System.Linq.Enumerable.Select(all, p => p.WaitForExitAsync())); foreach (var p in all) { Use(p.StandardOutput.ReadToEnd()); }")]
    public Task Follows_a_process_through_methods_and_collections(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Launching));

    [Theory]
    [InlineData("using var p = Process.Start(Maybe(flag)); p.WaitForExit();")]
    [InlineData("using var p = LaunchAndRead(\"tool\"); p.WaitForExit();")]
    [InlineData("using var p = LaunchAndKeep(\"tool\"); p.WaitForExit();")]
    [InlineData("using var p = Launch(\"tool\"); ReadAndFinish(p);")]
    [InlineData("using var p = Launch(\"tool\"); Pump(p); Finish(p);")]
    [InlineData("Finish(given);")]
    [InlineData("var all = new System.Collections.Generic.List<Process>(); all.Add(Launch(\"tool\")); foreach (var p in all) p.BeginOutputReadLine(); foreach (var p in all) p.WaitForExit();")]
    [InlineData("var all = new System.Collections.Generic.List<Process>(); for (var i = 0; i < 3; i++) { var p = Launch(\"tool\"); all.Add(p); p.BeginOutputReadLine(); } foreach (var p in all) p.WaitForExit();")]
    [InlineData("var all = new System.Collections.Generic.List<Process>(); all.Add(Launch(\"tool\")); foreach (var p in all) { Use(p.StandardOutput.ReadToEnd()); p.WaitForExit(); }")]
    [InlineData("var all = new System.Collections.Generic.List<Process> { Launch(\"tool\") }; var same = all; foreach (var p in same) p.BeginOutputReadLine(); foreach (var p in all) p.WaitForExit();")]
    [InlineData("var all = new System.Collections.Generic.List<Process>(); all.Add(Process.Start(\"tool\")); if (flag) all.Add(Launch(\"tool\")); foreach (var p in all) p.WaitForExit();")]
    [InlineData("var all = new System.Collections.Generic.List<Process> { Launch(\"tool\") }; all.ForEach(Pump); foreach (var p in all) p.WaitForExit();")]
    [InlineData("var all = new System.Collections.Generic.List<Process> { Launch(\"tool\") }; var t = new Thread(() => { foreach (var q in all) Use(q.StandardOutput.ReadToEnd()); }); t.Start(); foreach (var p in all) p.WaitForExit();")]
    [InlineData("var all = new Process[3]; for (var i = 0; i < 3; i++) { all[i] = Launch(\"tool\"); all[i].BeginOutputReadLine(); } for (var i = 0; i < 3; i++) all[i].WaitForExit();")]
    [InlineData("using var p = Launch(\"tool\"); while (!p.HasExited) { Use(p.StandardOutput.ReadLine()); }")]
    public Task Ignores_what_methods_and_collections_lead_to_a_reader(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Launching));

    [Theory]
    [InlineData("private static readonly ProcessStartInfo Info = new(\"tool\") { RedirectStandardOutput = true }; void Run() { var p = Process.Start(Info); p.[|WaitForExit|](); }")]
    [InlineData("private Process _p; void Start() { _p = new Process { StartInfo = new ProcessStartInfo(\"tool\") { RedirectStandardOutput = true } }; _p.Start(); } int Stop() { _p.[|WaitForExit|](); return _p.ExitCode; }")]
    [InlineData("private readonly Process _p = new(); public C() { _p.StartInfo.RedirectStandardOutput = true; } void Start() { _p.Start(); } void Stop() { _p.[|WaitForExit|](); }")]
    [InlineData("private static readonly ProcessStartInfo Info = new(\"tool\") { RedirectStandardOutput = true }; static C() { Info.RedirectStandardOutput = false; } void Run() { var p = Process.Start(Info); p.WaitForExit(); }")]
    [InlineData("private readonly Process _p; public C(Process p) { _p = p; _p.StartInfo.RedirectStandardOutput = true; _p.Start(); } void Stop() { _p.WaitForExit(); }")]
    [InlineData("private Process _p; void Start() { _p = Process.Start(new ProcessStartInfo(\"tool\") { RedirectStandardOutput = true }); _p.BeginOutputReadLine(); } void Stop() { _p.WaitForExit(); }")]
    [InlineData("private Process _p; void Start() { _p = Process.Start(new ProcessStartInfo(\"tool\") { RedirectStandardOutput = true }); new Thread(Read).Start(); } void Read() { Use(_p.StandardOutput.ReadToEnd()); } void Stop() { _p.WaitForExit(); }")]
    [InlineData("private readonly Process _p = new(); public Process Child => _p; public C() { _p.StartInfo.RedirectStandardOutput = true; } void Start() { _p.Start(); } void Stop() { _p.WaitForExit(); }")]
    [InlineData("private readonly Process _p = new(); public StreamReader Text => _p.StandardOutput; public C() { _p.StartInfo.RedirectStandardOutput = true; } void Start() { _p.Start(); } void Stop() { _p.WaitForExit(); }")]
    public Task Reports_a_process_in_a_private_field_only_where_nobody_can_read_it(string members) => Verify.VerifyAnalyzerAsync(InMethod("", members));

    [Fact]
    public Task Ignores_a_process_that_a_handler_knows_to_have_exited() => Verify.VerifyAnalyzerAsync(InMethod("", """
        void OnExited(object sender, EventArgs e) { _process.WaitForExit(); Use(_process.StandardOutput.ReadToEnd()); }
        """));

    [Fact]
    public Task Says_who_waits_for_what() => Verify.VerifyAnalyzerAsync(
        InMethod(Both + "if (flag) { p.{|#0:WaitForExit|}(); } else { p.{|#1:WaitForExit|}(1000); }"),
        Verify.Diagnostic().WithLocation(0).WithArguments("WaitForExit", "reads", "StandardOutput' and 'StandardError", "p", "once the pipe is full, the child never exits and this deadlocks").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
        Verify.Diagnostic().WithLocation(1).WithArguments("WaitForExit", "reads", "StandardOutput' and 'StandardError", "p", "once the pipe is full, the child never exits and the time always runs out").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    private const string Fed = "using var p = Process.Start(new ProcessStartInfo(\"sort\") { RedirectStandardInput = true, RedirectStandardOutput = true }); ";

    [Theory]
    [InlineData(Fed + "p.StandardInput.WriteLine(limit); Use(p.StandardOutput.{|#0:ReadToEnd|}());", "ReadToEnd")]
    [InlineData(Fed + "p.StandardInput.AutoFlush = true; await p.StandardInput.WriteAsync(\"b\\na\"); await p.StandardInput.FlushAsync(); var text = await p.StandardOutput.{|#0:ReadToEndAsync|}(); p.WaitForExit();", "ReadToEndAsync")]
    [InlineData(Fed + "p.BeginOutputReadLine(); foreach (var c in \"ba\") { p.StandardInput.WriteLine(c); } p.{|#0:WaitForExit|}();", "WaitForExit")]
    public Task Suggests_to_close_the_input(string statements, string wait) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithArguments(wait, "closes", "StandardInput", "p", "a child that reads its input to the end never exits"));

    [Theory]
    [InlineData(Fed + "p.StandardInput.WriteLine(limit); p.StandardInput.Close(); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Fed + "using (var input = p.StandardInput) { input.WriteLine(limit); } Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Fed + "var input = p.StandardInput; input.WriteLine(limit); input.Dispose(); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Fed + "p.StandardInput.WriteLine(\"dir\"); p.StandardInput.WriteLine(\"exit\"); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Fed + "p.StandardInput.WriteLine(limit); p.BeginOutputReadLine(); if (!p.WaitForExit(1000)) p.StandardInput.Close();")]
    [InlineData(Fed + "p.StandardInput.WriteLine(limit); Pump(p); p.WaitForExit();")]
    [InlineData(Fed + "p.StandardInput.WriteLine(limit); Use(p.StandardOutput.ReadLine()); p.Kill(); p.WaitForExit();")]
    [InlineData(Fed + "Use(p.StandardOutput.ReadToEnd());")]
    public Task Ignores_input_that_ends(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Fixes_by_closing_the_input() => Verify.VerifyCodeFixAsync(
        InMethod(Fed + "p.StandardInput.WriteLine(limit); Use(p.StandardOutput.[|ReadToEnd|]()); p.WaitForExit();"),
        InMethod(Fed + "p.StandardInput.WriteLine(limit); p.StandardInput.Close(); Use(p.StandardOutput.ReadToEnd()); p.WaitForExit();"));

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
    [InlineData(
        Both + "string line; while ((line = p.StandardOutput.[|ReadLine|]()) != null) Use(line); while ((line = p.StandardError.ReadLine()) != null) Use(line);",
        Both + "string line; var errorTask = p.StandardError.ReadToEndAsync(); while ((line = p.StandardOutput.ReadLine()) != null) Use(line); var errorReader = new StringReader(await errorTask); while ((line = errorReader.ReadLine()) != null) Use(line);")]
    [InlineData(
        Both + "while (!p.StandardOutput.[|EndOfStream|]) { Use(p.StandardOutput.ReadLine()); } while (!p.StandardError.EndOfStream) { Use(p.StandardError.ReadLine()); }",
        Both + "var errorTask = p.StandardError.ReadToEndAsync(); while (!p.StandardOutput.EndOfStream) { Use(p.StandardOutput.ReadLine()); } var errorReader = new StringReader(await errorTask); while (errorReader.Peek() >= 0) { Use(errorReader.ReadLine()); }")]
    [InlineData(
        Both + "p.[|WaitForExit|](); var o = p.StandardOutput.ReadToEndAsync(); var e = p.StandardError.ReadToEndAsync(); Use(await o + await e);",
        Both + "var outputTask = p.StandardOutput.ReadToEndAsync(); var errorTask = p.StandardError.ReadToEndAsync(); p.WaitForExit(); var o = outputTask; var e = errorTask; Use(await o + await e);")]
    [InlineData(
        Both + "try { await p.[|WaitForExitAsync|](token); } catch (OperationCanceledException) { p.Kill(); } Use(await p.StandardOutput.ReadToEndAsync()); Use(await p.StandardError.ReadToEndAsync());",
        Both + "var outputTask = p.StandardOutput.ReadToEndAsync(); var errorTask = p.StandardError.ReadToEndAsync(); try { await p.WaitForExitAsync(token); } catch (OperationCanceledException) { p.Kill(); } Use(await outputTask); Use(await errorTask);")]
    [InlineData(
        Output + "p.[|WaitForExit|](); using var memory = new MemoryStream(); p.StandardOutput.BaseStream.CopyTo(memory);",
        Output + "using var memory = new MemoryStream(); p.StandardOutput.BaseStream.CopyTo(memory); p.WaitForExit();")]
    [InlineData(
        Output + "var all = new[] { p }; foreach (var each in all) each.[|WaitForExit|](); foreach (var each in all) Use(each.StandardOutput.ReadToEnd());",
        Output + "var all = new[] { p }; foreach (var each in all) Use(each.StandardOutput.ReadToEnd()); foreach (var each in all) each.WaitForExit();")]
    [InlineData(
        Output + "for (;;) { p.[|WaitForExit|](); break; } Use(p.StandardOutput.ReadToEnd());",
        Output + "var outputTask = p.StandardOutput.ReadToEndAsync(); for (;;) { p.WaitForExit(); break; } Use(await outputTask);")]
    [InlineData(
        Output + "p.[|WaitForExit|](); string line; while ((line = p.StandardOutput.ReadLine()) != null) Use(line);",
        Output + "string line; while ((line = p.StandardOutput.ReadLine()) != null) Use(line); p.WaitForExit();")]
    [InlineData(
        Both + "p.[|WaitForExit|](); Use(p.StandardOutput.ReadLine()); Use(p.StandardError.ReadToEnd());",
        Both + "var outputTask = p.StandardOutput.ReadToEndAsync(); var errorTask = p.StandardError.ReadToEndAsync(); p.WaitForExit(); var outputReader = new StringReader(await outputTask); Use(outputReader.ReadLine()); Use(await errorTask);")]
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
    [InlineData(Output + "for (;;) { var again = Process.Start(p.StartInfo); again.[|WaitForExit|](); Use(again.StandardOutput.ReadToEnd()); if (flag) break; again.StandardOutput.DiscardBufferedData(); }")]
    [InlineData(Output + "p.[|WaitForExit|](); Use(p.StandardOutput.CurrentEncoding.WebName);")]
    public Task Offers_nothing_where_the_reading_has_another_shape(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
