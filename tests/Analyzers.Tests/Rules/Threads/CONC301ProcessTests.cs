using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC301ResultReadBeforeJoinAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC301ResultReadBeforeJoinFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Threads.CONC301ResultReadBeforeJoinAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC301ResultReadBeforeJoinFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>What a process of the Runtime writes to the memory that it is given.</summary>
public sealed class CONC301ProcessTests
{
    private static string InProgram(string statements) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        static class Program
        {
            static readonly SharedValue<int> s_total = new();
            static int s_plain;

            static void Set(SharedValue<int> v) { v.Value = 42; }
            static void SetBy(SharedValue<int> v, int n) { Set(v); }
            static void Count(SharedValue<int> v) { for (int i = 0; i < 1000; i++) v.Update(n => n + 1); }
            static void Fill(SharedArray<int> a, int n) { for (int i = 0; i < n; i++) a[i] = i; }
            static void First(SharedArray<int> a) { a[0] = 3; }
            static void Look(SharedValue<int> v) { Console.WriteLine(v.Value); }
            static void Locked(SharedValue<int> v) { using (v.Enter()) v.Value += 3; }
            static void Tell(SharedValue<int> v, ProcessEvent e) { v.Value = 3; e.Set(); }
            static void Put(SharedValue<int> v, ProcessQueue<int> q) { v.Value = 3; q.Put(1); }
            static void Serve(SharedValue<int> v, SharedValue<bool> stop) { while (!stop.Value) v.Value++; }
            static void Done(SharedValue<bool> v) { Thread.Sleep(10); v.Value = true; }
            static void Statics() { s_total.Value = 3; s_plain = 3; }
            static WorkerProcess Begin(SharedValue<int> v) { var p = WorkerProcess.Create(Set, v); p.Start(); return p; }

            static async Task Run(SharedValue<int> v, SharedArray<int> a) { await Task.Yield(); {{statements}} }
        }
        """;

    [Theory]
    [InlineData("var p = WorkerProcess.Create(Set, v); p.Start(); Console.WriteLine([|v.Value|]); p.Join();")]
    [InlineData("using var w = new SharedValue<int>(); var p = WorkerProcess.Create(Set, w); p.Start(); Console.WriteLine([|w.Value|]); p.Join();")]
    [InlineData("var p = WorkerProcess.Create(SetBy, v, 3); p.Start(); Console.WriteLine([|v.Value|]); p.Join();")]
    [InlineData("var p = WorkerProcess.Call(() => SetBy(v, 7)); p.Start(); int x = [|v.Value|]; await p;")]
    [InlineData("var p = WorkerProcess.Create(Set, s_total); p.Start(); Console.WriteLine([|s_total.Value|]); p.Join();")]
    [InlineData("var ps = new List<WorkerProcess>(); for (int i = 0; i < 4; i++) { var p = WorkerProcess.Create(Count, v); p.Start(); ps.Add(p); } Console.WriteLine([|v.Value|]); foreach (var p in ps) p.Join();")]
    [InlineData("var p = WorkerProcess.Create(Fill, a, 10); p.Start(); foreach (var x in [|a|]) Console.WriteLine(x); p.Join();")]
    [InlineData("var p = WorkerProcess.Create(First, a); p.Start(); Console.WriteLine([|a[0]|]); p.Join();")]
    [InlineData("var p = Begin(v); Console.WriteLine([|v.Value|]); p.Join();")]
    public Task Reports_shared_memory_that_a_running_process_writes(string statements) => Verify.VerifyAnalyzerAsync(InProgram(statements));

    [Theory]
    [InlineData("var p = WorkerProcess.Create(Set, v); p.Start(); p.Join(); Console.WriteLine(v.Value);")]
    [InlineData("var p = WorkerProcess.Create(Set, v); p.Start(); await p.ExitedAsync(); Console.WriteLine(v.Value);")]
    [InlineData("var p = WorkerProcess.Create(Set, v); p.Start(); while (p.IsAlive) Thread.Sleep(1); Console.WriteLine(v.Value);")]
    [InlineData("var ps = new List<WorkerProcess>(); for (int i = 0; i < 4; i++) { var p = WorkerProcess.Create(Count, v); p.Start(); ps.Add(p); } foreach (var p in ps) p.Join(); Console.WriteLine(v.Value);")]
    [InlineData("var p = WorkerProcess.Create(First, a); p.Start(); Console.WriteLine(a[1]); p.Join();")]
    [InlineData("var p = WorkerProcess.Create(Look, v); p.Start(); Console.WriteLine(v.Value); p.Join();")]
    [InlineData("var p = WorkerProcess.Create(Statics); p.Start(); Console.WriteLine(s_total.Value + s_plain); p.Join();")]
    [InlineData("var p = Begin(v); p.Join(); Console.WriteLine(v.Value);")]
    public Task Ignores_what_the_process_has_written_or_does_not_write(string statements) => Verify.VerifyAnalyzerAsync(InProgram(statements));

    [Theory]
    [InlineData("using var e = new ProcessEvent(); var p = WorkerProcess.Create(Tell, v, e); p.Start(); e.Wait(); Console.WriteLine(v.Value); p.Join();")]
    [InlineData("using var q = new ProcessQueue<int>(); var p = WorkerProcess.Create(Put, v, q); p.Start(); q.Get(); Console.WriteLine(v.Value); p.Join();")]
    [InlineData("var p = WorkerProcess.Create(Locked, v); p.Start(); using (v.Enter()) Console.WriteLine(v.Value); p.Join();")]
    [InlineData("var p = WorkerProcess.Create(Count, v); p.Start(); while (v.Value < 1000) Thread.Sleep(1); p.Join();")]
    [InlineData("var p = WorkerProcess.Create(Count, v); p.Start(); Thread.Sleep(50); Console.WriteLine(v.Value); p.Join();")]
    [InlineData("using var stop = new SharedValue<bool>(); var p = WorkerProcess.Create(Serve, v, stop); p.Start(); Console.WriteLine(v.Value); stop.Value = true; p.Join();")]
    [InlineData("using var done = new SharedValue<bool>(); var p = WorkerProcess.Create(Done, done); p.Start(); Console.WriteLine(done.Value); p.Join();")]
    public Task Ignores_processes_that_tell_how_far_they_are(string statements) => Verify.VerifyAnalyzerAsync(InProgram(statements));

    [Fact]
    public Task Fixes_by_joining_the_process() => Verify.VerifyCodeFixAsync(
        InProgram("var p = WorkerProcess.Create(Set, v); p.Start(); Console.WriteLine([|v.Value|]);"),
        InProgram("var p = WorkerProcess.Create(Set, v); p.Start(); p.Join(); Console.WriteLine(v.Value);"));
}
