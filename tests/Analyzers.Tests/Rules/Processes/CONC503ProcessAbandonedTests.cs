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
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            private Process _process;
            static void Work() { }
            static void Use(object value) { }
            async Task M(ProcessStartInfo info, string file)
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
    public Task Reports_a_process_that_is_forgotten(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

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
    [InlineData("_process = Process.Start(info);")]
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
    public Task Fixes_by_disposing_or_waiting(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData("Process p = null, q = null; p = new Process(); p.[|Start|]();")]
    [InlineData("for (int i = 0; i < 3; i++) { var p = WorkerProcess.Create(Work); p.[|Start|](); }")]
    public Task Offers_nothing_where_the_variable_is_declared_elsewhere_or_the_wait_would_stand_in_a_loop(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
