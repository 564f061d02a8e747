using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Processes.CONC503ProcessAbandonedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC503ProcessAbandonedFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Processes.CONC503ProcessAbandonedAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC503ProcessAbandonedFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Processes;

public sealed class CONC503ProcessAbandonedTests
{
    private static string InMethod(string statements) => $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            private Process _process;
            static void Work() { }
            static void Use(object value) { }
            static Process Launch(string file) { var made = new Process { StartInfo = new ProcessStartInfo("cp", file) }; made.Start(); return made; }
            static Process LaunchTwice(string file) => Launch(file + file);
            static Process Maybe(string file) { if (file == null) return null; return Process.Start("cp", file); }
            static Process Show(string address) => Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
            static WorkerProcess Begin() { var made = WorkerProcess.Create(Work); made.Start(); return made; }
            static WorkerProcess BeginDaemon() { var made = WorkerProcess.Create(Work, new WorkerProcessOptions { Daemon = true }); made.Start(); return made; }
            WorkerProcess BeginAndKeep() { var made = WorkerProcess.Create(Work); _all.Add(made); made.Start(); return made; }
            static WorkerProcess Started(WorkerProcess process) { process.Start(); return process; }
            static void Name(WorkerProcess process) { Console.WriteLine(process.Name); }
            static void Listen(Process process) { process.OutputDataReceived += (s, e) => Use(e.Data); process.BeginOutputReadLine(); }
            static void End(Process process) { process.Kill(); }
            private readonly List<WorkerProcess> _all = new List<WorkerProcess>();
            async Task M(ProcessStartInfo info, string file, bool flag)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("var p = Process.[|Start|](info); Use(p.Id);")]
    [InlineData("var p = new Process { StartInfo = info }; p.[|Start|](); Console.WriteLine(p.Id);")]
    [InlineData("Process p = Process.[|Start|](\"cp\", file); p.PriorityClass = ProcessPriorityClass.Idle;")]
    [InlineData("var p = Process.[|Start|](info); if (p == null) throw new Exception();")]
    [InlineData("var p = WorkerProcess.Create(Work); p.[|Start|](); Console.WriteLine(p.Name);")]
    [InlineData("using var p = WorkerProcess.Create(Work); p.[|Start|]();")]
    [InlineData("var p = WorkerProcess.Create(Work); if (flag) p.[|Start|]();")]
    [InlineData("WorkerProcess.Create(Work).[|Start|]();")]
    [InlineData("var p = WorkerProcess.Create(Work, new WorkerProcessOptions { Name = \"a\" }); p.[|Start|]();")]
    [InlineData("var p = WorkerProcess.Create(Work); p.[|Start|](); Name(p);")]
    [InlineData("Process p; if (flag) p = Process.[|Start|](info); else p = Process.[|Start|](file); Use(p.Id);")]
    public Task Reports_a_process_that_is_forgotten(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var all = new List<Process>(); for (int i = 0; i < 3; i++) all.Add(Process.[|Start|](info)); Use(all.Count);")]
    [InlineData("var all = new Process[3]; for (int i = 0; i < 3; i++) { all[i] = Process.[|Start|](info); }")]
    [InlineData("var all = new List<WorkerProcess>(); foreach (var c in file) { var w = WorkerProcess.Create(Work); w.[|Start|](); all.Add(w); }")]
    [InlineData("var all = Enumerable.Range(0, 3).Select(i => WorkerProcess.Create(Work)).ToList(); foreach (var w in all) w.[|Start|]();")]
    [InlineData("var all = new[] { WorkerProcess.Create(Work), WorkerProcess.Create(Work) }; foreach (var w in all) w.[|Start|]();")]
    [InlineData("var all = new WorkerProcess[3]; for (int i = 0; i < all.Length; i++) { all[i] = WorkerProcess.Create(Work); all[i].[|Start|](); }")]
    public Task Reports_processes_in_a_collection_that_are_forgotten(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var p = [|Launch|](file); Use(p.Id);")]
    [InlineData("var p = [|LaunchTwice|](file); Use(p.Id);")]
    [InlineData("var p = [|Maybe|](file); if (p != null) Use(p.Id);")]
    [InlineData("var p = [|Begin|](); Use(p.Name);")]
    [InlineData("[|Begin|]();")]
    [InlineData("var p = [|Started|](WorkerProcess.Create(Work)); Use(p.Name);")]
    [InlineData("var all = new List<Process>(); foreach (var c in file) all.Add([|Launch|](file));")]
    public Task Reports_a_process_that_a_method_of_the_type_has_started(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var p = Launch(file); p.WaitForExit();")]
    [InlineData("using var p = Launch(file); Use(p.Id);")]
    [InlineData("Launch(file);")]
    [InlineData("_process = Launch(file);")]
    [InlineData("var p = Show(file); Use(p.Id);")]
    [InlineData("var p = BeginDaemon(); Use(p.Name);")]
    [InlineData("var p = BeginAndKeep(); Use(p.Name);")]
    [InlineData("var p = Started(WorkerProcess.Create(Work)); p.Join();")]
    [InlineData("var p = WorkerProcess.Create(Work); Started(p).Join();")]
    [InlineData("var p = Process.Start(info); Listen(p);")]
    [InlineData("var p = Process.Start(info); End(p);")]
    public Task Ignores_what_a_method_of_the_type_starts_or_looks_after(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var all = new List<Process>(); for (int i = 0; i < 3; i++) all.Add(Process.Start(info)); foreach (var p in all) p.WaitForExit();")]
    [InlineData("var all = new List<Process>(); for (int i = 0; i < 3; i++) all.Add(Process.Start(info)); foreach (var p in all) { if (flag) break; p.Dispose(); }")]
    [InlineData("var all = new List<Process>(); for (int i = 0; i < 3; i++) all.Add(Process.Start(info)); all.ForEach(p => p.WaitForExit());")]
    [InlineData("var all = new List<Process>(); for (int i = 0; i < 3; i++) all.Add(Process.Start(info)); await Task.WhenAll(all.Select(p => p.WaitForExitAsync()));")]
    [InlineData("var all = new List<Process>(); for (int i = 0; i < 3; i++) all.Add(Process.Start(info)); all[0].WaitForExit();")]
    [InlineData("var all = new Process[2]; all[0] = Process.Start(info); all[1] = Process.Start(info); all[0].WaitForExit(); all[1].WaitForExit();")]
    [InlineData("var all = new Dictionary<int, Process>(); var p = Process.Start(info); all[p.Id] = p; Use(all);")]
    [InlineData("var all = new List<Process>(); all.Add(Process.Start(info)); Use(all);")]
    [InlineData("var all = new ConcurrentBag<Process>(); all.Add(Process.Start(info)); while (all.TryTake(out var p)) p.WaitForExit();")]
    [InlineData("Process last = null; for (int i = 0; i < 3; i++) { last = Process.Start(info); } last.WaitForExit();")]
    public Task Ignores_processes_in_a_collection_that_somebody_looks_after(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("using var p = Process.Start(info);")]
    [InlineData("using (var p = Process.Start(info)) { Use(p.Id); }")]
    [InlineData("var p = Process.Start(info); p.WaitForExit();")]
    [InlineData("var p = Process.Start(info); await p.WaitForExitAsync();")]
    [InlineData("var p = Process.Start(info); Use(p);")]
    [InlineData("var p = Process.Start(info); _process = p;")]
    [InlineData("var p = Process.Start(info); try { Use(p.Id); } finally { p.Dispose(); }")]
    [InlineData("var p = Process.Start(info); p.Kill();")]
    [InlineData("var p = Process.Start(info); p.EnableRaisingEvents = true; p.Exited += (s, e) => Use(1);")]
    [InlineData("var p = Process.Start(info); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData("var p = Process.Start(info); while (!p.HasExited) Thread.Sleep(10);")]
    [InlineData("var p = Process.Start(info); Action later = () => p.WaitForExit(); later();")]
    [InlineData("Process.Start(info);")]
    [InlineData("_ = Process.Start(info);")]
    [InlineData("new Process { StartInfo = info }.Start();")]
    [InlineData("Use(Process.Start(info).Id);")]
    [InlineData("_process = Process.Start(info);")]
    [InlineData("var p = Process.Start(info); if (flag) p.WaitForExit();")]
    [InlineData("var p = Process.Start(info); var exit = p.WaitForExitAsync(); await exit;")]
    [InlineData("var p = Process.Start(info); await Task.WhenAny(p.WaitForExitAsync(), Task.Delay(5));")]
    [InlineData("var p = Process.Start(info); var q = Process.Start(info); await Task.WhenAll(p.WaitForExitAsync(), q.WaitForExitAsync());")]
    [InlineData("var p = Process.Start(info); if (!p.WaitForExit(100)) p.Kill();")]
    [InlineData("var p = Process.Start(info); p?.Dispose();")]
    [InlineData("if (Process.Start(info) is { } p) p.WaitForExit();")]
    [InlineData("var p = Process.Start(info); var o = new { p }; Use(o);")]
    [InlineData("var p = Process.Start(info); var t = (p, 1); t.p.WaitForExit();")]
    [InlineData("var p = WorkerProcess.Create(Work); p.Start(); p.Sentinel.WaitOne();")]
    [InlineData("var p = WorkerProcess.Create(Work); p.Start(); await foreach (var line in p.OutputLines()) Use(line);")]
    [InlineData("var p = WorkerProcess.Create(Work, new WorkerProcessOptions { SurviveParent = true }); p.Start();")]
    [InlineData("var options = new WorkerProcessOptions { Daemon = true }; var p = WorkerProcess.Create(Work, options); p.Start();")]
    [InlineData("var p = Process.Start(new ProcessStartInfo(file) { UseShellExecute = true }); Use(p.Id);")]
    [InlineData("var p = Process.Start(\"https://example.org\"); Use(p.Id);")]
    [InlineData("var p = Process.Start(\"explorer.exe\", file); Use(p.Id);")]
    [InlineData("var p = WorkerProcess.Create(Work); p.Start(); p.Join();")]
    [InlineData("var p = WorkerProcess.Create(Work); p.Start(); await p;")]
    [InlineData("var p = WorkerProcess.Create(Work); p.Daemon = true; p.Start();")]
    [InlineData("var p = WorkerProcess.Create(Work); p.Start(); var all = new List<WorkerProcess> { p }; foreach (var one in all) one.Join();")]
    [InlineData("var p = new Process(); Use(p.StartInfo);")]
    public Task Ignores_processes_that_somebody_looks_after(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var p = Process.[|Start|](info); Use(p.Id);", "using var p = Process.Start(info); Use(p.Id);")]
    [InlineData("var p = WorkerProcess.Create(Work); p.[|Start|](); Use(p.Name);", "var p = WorkerProcess.Create(Work); p.Start(); Use(p.Name); p.Join();")]
    [InlineData("var p = WorkerProcess.Create(Work); p.[|Start|](); Use(p.Name); return;", "var p = WorkerProcess.Create(Work); p.Start(); Use(p.Name); p.Join(); return;")]
    [InlineData("var p = [|Launch|](file); Use(p.Id);", "using var p = Launch(file); Use(p.Id);")]
    [InlineData("var p = [|Begin|](); Use(p.Name);", "var p = Begin(); Use(p.Name); p.Join();")]
    [InlineData("using var p = WorkerProcess.Create(Work); p.[|Start|](); Use(p.Name);", "using var p = WorkerProcess.Create(Work); p.Start(); Use(p.Name); p.Join();")]
    [InlineData("var p = WorkerProcess.Create(Work); p.[|Start|](); p.Dispose();", "var p = WorkerProcess.Create(Work); p.Start(); p.Join(); p.Dispose();")]
    [InlineData("var p = WorkerProcess.Create(Math.Abs, 3); p.[|Start|](); Use(p.Name);", "var p = WorkerProcess.Create(Math.Abs, 3); p.Start(); Use(p.Name); p.Join();")]
    public Task Fixes_by_disposing_or_waiting(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData("Process p = null, q = null; p = new Process(); p.[|Start|]();")]
    [InlineData("for (int i = 0; i < 3; i++) { var p = WorkerProcess.Create(Work); p.[|Start|](); }")]
    [InlineData("var all = new List<Process>(); var p = Process.[|Start|](info); all.Add(p); Use(all.Count);")]
    [InlineData("var all = new[] { WorkerProcess.Create(Work) }; foreach (var w in all) w.[|Start|]();")]
    [InlineData("WorkerProcess.Create(Work).[|Start|]();")]
    public Task Offers_nothing_where_the_variable_is_declared_elsewhere_or_the_wait_would_stand_in_a_loop(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
