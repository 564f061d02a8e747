using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Processes.CONC506JoinOfEndlessChildAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC506JoinOfEndlessChildFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Processes.CONC506JoinOfEndlessChildAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC506JoinOfEndlessChildFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Processes;

public sealed class CONC506JoinOfEndlessChildTests
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
            private bool _stop;
            static int _n;
            static void Beat() { while (true) { Thread.Sleep(10); } }
            static void BeatBadly() { for (;;) { try { Work(); } catch (Exception) { Console.WriteLine("again"); } } }
            static void Count() { while (true) { Interlocked.Increment(ref _n); } }
            static void Limited() { while (true) { if (_n > 3) break; } }
            static void Returns() { while (true) { if (_n > 3) return; } }
            static void Throws() { while (true) { if (_n > 3) throw new Exception(); } }
            static void Calls() { while (true) { Work(); } }
            static void Work() { int.Parse("3"); }
            static void WithToken(CancellationToken token) { while (true) { token.WaitHandle.WaitOne(10); } }
            static void Exits() { while (true) { Environment.Exit(3); } }
            static void Loop() { while (true) { Thread.Sleep(10); } }
            static void Use(object value) { }
            class Heart : WorkerProcess { protected override void Run() { while (true) { Thread.Sleep(10); } } }
            private WorkerProcess _child;
            private Thread _thread;
            void Begin() { _child = WorkerProcess.Create(Beat); _child.Start(); _thread = new Thread(Loop); _thread.Start(); }
            static Thread Started() { var made = new Thread(Loop); made.Start(); return made; }
            static Thread Finite() { var made = new Thread(Work); made.Start(); return made; }
            static Task Run() => Task.Run(Loop);
            static Thread Started(Thread thread) { thread.Start(); return thread; }
            async Task M(bool flag, BlockingQueue<int> queue)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("var p = WorkerProcess.Create(Beat); p.Start(); p.[|Join|](); Use(1);")]
    [InlineData("var p = WorkerProcess.Create(() => Beat()); p.Start(); await [|p|]; Use(1);")]
    [InlineData("var t = new Thread(Loop); t.Start(); t.[|Join|](); Use(1);")]
    [InlineData("var t = new Thread(() => { while (true) { Count(); } }); t.Start(); t.[|Join|](); Console.WriteLine(\"done\");")]
    [InlineData("var t = WorkerThread.Create(BeatBadly); t.Start(); t.[|Join|](); Use(1);")]
    [InlineData("var t = Task.Run(() => { while (true) Thread.Sleep(1); }); t.[|Wait|](); Use(1);")]
    [InlineData("async Task Tick() { while (true) { await Task.Delay(10); } } var t = Task.Run(Loop); await [|Tick|](); Use(t);")]
    [InlineData("var h = new Heart(); h.Start(); h.[|Join|](); Use(1);")]
    [InlineData("await Task.[|Run|](Loop); Use(1);")]
    [InlineData("Task.Run(Loop).GetAwaiter().[|GetResult|](); Use(1);")]
    [InlineData("Begin(); _thread.[|Join|](); Use(1);")]
    [InlineData("Begin(); _child.[|Join|](); Use(1);")]
    public Task Reports_a_wait_that_never_ends(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var all = new List<Thread>(); for (int i = 0; i < 3; i++) { var t = new Thread(Loop); t.Start(); all.Add(t); } foreach (var t in all) t.[|Join|](); Use(1);")]
    [InlineData("var all = new WorkerProcess[3]; for (int i = 0; i < 3; i++) { all[i] = WorkerProcess.Create(Beat); all[i].Start(); } for (int i = 0; i < 3; i++) all[i].[|Join|](); Use(1);")]
    [InlineData("var all = new List<WorkerProcess>(); for (int i = 0; i < 3; i++) all.Add(WorkerProcess.Create(Beat)); foreach (var p in all) p.Start(); foreach (var p in all) p.[|Join|](); Use(1);")]
    [InlineData("var a = Task.Run(Loop); var b = Task.Run(Work); Task.[|WaitAll|](a, b); Use(1);")]
    [InlineData("var a = Task.Run(Work); var b = Task.Run(Loop); await Task.[|WhenAll|](a, b); Use(1);")]
    [InlineData("var a = Task.Run(Loop); var all = Task.WhenAll(a); await [|all|]; Use(1);")]
    [InlineData("var all = new List<Task>(); for (int i = 0; i < 3; i++) all.Add(Task.Run(Loop)); all.Add(Task.Run(Work)); await Task.[|WhenAll|](all); Use(1);")]
    [InlineData("var all = new List<Task>(); for (int i = 0; i < 3; i++) all.Add(Task.Run(Loop)); Task.[|WaitAll|](all.ToArray()); Use(1);")]
    [InlineData("var all = new Task[] { Task.Run(Work), Task.Run(Loop) }; Task.[|WaitAll|](all); Use(1);")]
    public Task Reports_a_wait_for_several_of_which_one_never_ends(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var t = Started(); t.[|Join|](); Use(1);")]
    [InlineData("await [|Run|](); Use(1);")]
    [InlineData("var t = Started(new Thread(Loop)); t.[|Join|](); Use(1);")]
    public Task Reports_a_wait_for_what_a_method_of_the_type_has_started(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var t = Finite(); t.Join(); Use(1);")]
    [InlineData("var all = new List<Task>(); if (flag) all.Add(Task.Run(Loop)); all.Add(Task.Run(Work)); await Task.WhenAll(all); Use(1);")]
    [InlineData("var a = Task.Run(Loop); var b = Task.Run(Work); await Task.WhenAny(a, b); Use(1);")]
    [InlineData("var a = Task.Run(Loop); var b = Task.Run(Work); if (!Task.WaitAll(new[] { a, b }, 1000)) Use(1);")]
    [InlineData("var t = flag ? new Thread(Loop) : new Thread(Work); t.Start(); t.Join(); Use(1);")]
    [InlineData("var all = new List<Thread> { new Thread(Loop), new Thread(Work) }; foreach (var t in all) t.Start(); all[1].Join(); Use(1);")]
    [InlineData("var t = new Thread(Loop); t.Start(); t = new Thread(Work); t.Start(); t.Join(); Use(1);")]
    public Task Ignores_waits_that_need_not_be_for_the_endless_one(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var p = WorkerProcess.Create(Beat); p.Start(); p.Join();")]
    [InlineData("var t = new Thread(Loop); t.Start(); t.Join(); return;")]
    [InlineData("var a = new Thread(Loop); var b = new Thread(Loop); a.Start(); b.Start(); a.Join(); b.Join();")]
    [InlineData("var t = new Thread(Limited); t.Start(); t.Join(); Use(1);")]
    [InlineData("var t = new Thread(Returns); t.Start(); t.Join(); Use(1);")]
    [InlineData("var t = new Thread(Throws); t.Start(); t.Join(); Use(1);")]
    [InlineData("var t = new Thread(Calls); t.Start(); t.Join(); Use(1);")]
    [InlineData("var t = new Thread(Exits); t.Start(); t.Join(); Use(1);")]
    [InlineData("var t = new Thread(() => WithToken(default)); t.Start(); t.Join(); Use(1);")]
    [InlineData("var t = new Thread(() => { while (!_stop) { } }); t.Start(); t.Join(); Use(1);")]
    [InlineData("var t = new Thread(Loop); t.Start(); t.Join(1000); Use(1);")]
    [InlineData("var t = new Thread(Loop); t.Start(); t.Interrupt(); t.Join(); Use(1);")]
    [InlineData("var p = WorkerProcess.Create(Beat); p.Start(); p.Terminate(); p.Join(); Use(1);")]
    [InlineData("var t = new Thread(() => { while (true) Use(queue.Get()); }); t.Start(); queue.Close(); t.Join(); Use(1);")]
    public Task Ignores_loops_that_may_end_and_waits_that_are_the_last(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var p = WorkerProcess.Create(Beat); p.Start(); p.[|Join|](); Use(1);", "var p = WorkerProcess.Create(Beat); p.Start(); p.Terminate(); p.Join(); Use(1);")]
    public Task Fixes_by_ending_the_process(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData("var t = new Thread(Loop); t.Start(); t.[|Join|](); Use(1);")]
    public Task Offers_nothing_for_a_thread(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
