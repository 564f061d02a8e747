using ConcurrencyAnalyzers.CodeFixes.Rules.Threads;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC301ResultReadBeforeJoinAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC301ResultReadBeforeJoinFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC301ResultReadBeforeJoinAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC301ResultReadBeforeJoinFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Threads.CONC301ResultReadBeforeJoinAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC301ResultReadBeforeJoinFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

public sealed class CONC301ResultReadBeforeJoinTests
{
    /// <summary>Statements in a method of a type with some fields and a computation.</summary>
    private static string InMethod(string statements, string members = "", string types = "") => $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Linq;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            private int _total;
            private static int s_total;
            private bool _done;
            private volatile bool _stop;
            private readonly object _gate = new object();
            private static readonly int[] s_results = new int[50];
            {{members}}

            static int Compute(int n) => n * n;
            void Work() { _total = Compute(3); }
            static void StaticWork() { s_total = Compute(3); }

            async Task M(bool flag, int n)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        {{types}}
        """;

    [Theory]
    [InlineData("int x = 0; var t = new Thread(() => x = Compute(3)); t.Start(); Console.WriteLine([|x|]); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => { x = Compute(3); }); t.Start(); Console.WriteLine([|x|]);")]
    [InlineData("int x = 0; var t = new Thread(delegate () { x = Compute(3); }); t.Start(); Console.WriteLine($\"{[|x|]}\"); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => x++) { IsBackground = true }; t.Name = \"a\"; t.Start(); int y = [|x|]; t.Join();")]
    [InlineData("int x = 0; Thread t = new(() => x += n); t.Start(); Thread.Sleep(100); Console.WriteLine([|x|]); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => x += n); t.Start(); await Task.Delay(100); Console.WriteLine([|x|]); t.Join();")]
    [InlineData("var t = new Thread(Work); t.Start(); Console.WriteLine([|_total|]); t.Join();")]
    [InlineData("var t = new Thread(this.Work); t.Start(); Console.WriteLine([|this._total|]); t.Join();")]
    [InlineData("var t = new Thread(new ThreadStart(Work)); t.Start(); Console.WriteLine([|_total|]); t.Join();")]
    [InlineData("var t = new Thread(StaticWork); t.Start(); Console.WriteLine([|s_total|]); t.Join();")]
    [InlineData("int x = 0; void Local() { x = Compute(3); } var t = new Thread(Local); t.Start(); Console.WriteLine([|x|]); t.Join();")]
    [InlineData("int x = 0; ThreadStart body = () => x = 3; var t = new Thread(body); t.Start(); Console.WriteLine([|x|]); t.Join();")]
    [InlineData("int x = 0; void Set(int v) { x = v; } var t = new Thread(() => Set(3)); t.Start(); Console.WriteLine([|x|]); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => { try { x = Compute(3); } catch (Exception) { x = -1; } }); t.Start(); Console.WriteLine([|x|]); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); try { t.Start(); Console.WriteLine([|x|]); } finally { t.Join(); }")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); if (flag) { Console.WriteLine([|x|]); } t.Join();")]
    [InlineData("string x = \"\"; var t = new Thread(() => x = \"a\"); t.Start(); Console.WriteLine([|x|].Length); t.Join();")]
    [InlineData("bool x = false; var t = new Thread(() => x = Compute(3) > 4); t.Start(); Console.WriteLine([|x|]); t.Join();")]
    [InlineData("int x = 0; new Thread(() => x = 1).Start(); Console.WriteLine([|x|]);")]
    [InlineData("var p = new[] { 0 }; var t = new Thread(o => ((int[])o)[0] = 1); t.Start(p); Console.WriteLine([|p[0]|]); t.Join();")]
    public Task Reports_a_variable_that_a_started_thread_writes(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("int x = 0; var t = Task.Run(() => x = Compute(3)); Console.WriteLine([|x|]); await t;")]
    [InlineData("int x = 0; var t = Task.Run(() => { x = Compute(3); }); Console.WriteLine([|x|]); t.Wait();")]
    [InlineData("int x = 0; var t = Task.Factory.StartNew(() => { x = Compute(3); }); Console.WriteLine([|x|]); t.Wait();")]
    [InlineData("int x = 0; var t = Task.Run(async () => { await Task.Delay(5); x = 3; }); Console.WriteLine([|x|]); await t;")]
    [InlineData("int x = 0; var t = new Task(() => x = 1); t.Start(); Console.WriteLine([|x|]); await t;")]
    [InlineData("int x = 0; _ = Task.Run(() => x = 1); Console.WriteLine([|x|]);")]
    [InlineData("int x = 0, y = 0; var t = Task.Run(() => x = 1); var u = Task.Run(() => y = 1); await t; Console.WriteLine(x + [|y|]); await u;")]
    public Task Reports_a_variable_that_a_running_task_writes(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var r = new int[50]; var ts = new Thread[50]; for (int i = 0; i < 50; i++) { int k = i; ts[i] = new Thread(() => r[k] = Compute(k)); ts[i].Start(); } Console.WriteLine([|r[0]|]); foreach (var t in ts) t.Join();")]
    [InlineData("var r = new int[50]; var ts = new List<Thread>(); for (int i = 0; i < 50; i++) { int k = i; var t = new Thread(() => r[k] = Compute(k)); ts.Add(t); t.Start(); } foreach (var v in [|r|]) Console.WriteLine(v); foreach (var t in ts) t.Join();")]
    [InlineData("var r = new int[50]; var ts = new List<Thread>(); for (int i = 0; i < 50; i++) { int k = i; var t = new Thread(() => r[k] = Compute(k)); t.Start(); ts.Add(t); } Console.WriteLine([|r|].Sum());")]
    [InlineData("var r = new int[50]; var ts = new List<Thread>(); for (int i = 0; i < 50; i++) { int k = i; ts.Add(new Thread(() => r[k] = Compute(k))); } foreach (var t in ts) t.Start(); for (int i = 0; i < r.Length; i++) Console.WriteLine([|r[i]|]); foreach (var t in ts) t.Join();")]
    [InlineData("var r = new List<int>(); var t = new Thread(() => r.Add(1)); t.Start(); Console.WriteLine([|r.Count|]); t.Join();")]
    [InlineData("var r = new List<int>(); var t = new Thread(() => r.Add(1)); t.Start(); foreach (var v in [|r|]) Console.WriteLine(v); t.Join();")]
    [InlineData("var r = new Dictionary<int, int>(); var t = new Thread(() => r[1] = 2); t.Start(); Console.WriteLine([|r[1]|]); t.Join();")]
    [InlineData("var r = new StringBuilder(); var t = new Thread(() => r.Append(1)); t.Start(); Console.WriteLine([|r.ToString()|]); t.Join();")]
    [InlineData("var r = new int[3]; var t = new Thread(() => { for (int i = 0; i < r.Length; i++) r[i] = i; }); t.Start(); Console.WriteLine(string.Join(\",\", [|r|])); t.Join();")]
    [InlineData("var ts = Enumerable.Range(0, 5).Select(i => new Thread(() => s_results[i] = i)).ToList(); foreach (var t in ts) t.Start(); Console.WriteLine([|s_results[3]|]); foreach (var t in ts) t.Join();")]
    [InlineData("var r = new int[2]; var ts = new Task[2]; for (int i = 0; i < 2; i++) { int k = i; ts[i] = Task.Run(() => { r[k] = k; }); } Console.WriteLine([|r[1]|]); await Task.WhenAll(ts);")]
    public Task Reports_elements_that_started_threads_write(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var r = new int[50]; Thread t = null; for (int i = 0; i < 50; i++) { int k = i; t = new Thread(() => r[k] = Compute(k)); t.Start(); } t.Join(); Console.WriteLine([|r|].Sum());")]
    [InlineData("var r = new int[50]; var ts = new List<Thread>(); for (int i = 0; i < 50; i++) { int k = i; var t = new Thread(() => r[k] = Compute(k)); ts.Add(t); t.Start(); } ts[ts.Count - 1].Join(); Console.WriteLine([|r|].Sum());")]
    [InlineData("var r = new int[3]; var ts = new List<Thread> { new Thread(() => r[0] = 1), new Thread(() => r[1] = 1), new Thread(() => r[2] = 1) }; foreach (var t in ts) { t.Start(); } ts[^1].Join(); Console.WriteLine([|r[0]|] + r[1] + r[2]);")]
    [InlineData("int x = 0, y = 0; var t = new Thread(() => x = 1); var u = new Thread(() => y = 1); t.Start(); u.Start(); u.Join(); Console.WriteLine([|x|] + y); t.Join();")]
    public Task Reports_results_of_threads_that_are_not_among_those_joined(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); Console.WriteLine(x); t.Start(); t.Join(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); t.Join(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); if (t.Join(1000)) Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); while (t.IsAlive) { } Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); if (!t.IsAlive) Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = Task.Run(() => x = 1); await t; Console.WriteLine(x);")]
    [InlineData("int x = 0; await Task.Run(() => x = 1); Console.WriteLine(x);")]
    [InlineData("int x = 0; await Task.Run(() => x = 1).ConfigureAwait(false); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = Task.Run(() => x = 1); t.Wait(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = Task.Run(() => { x = 1; return 2; }); Console.WriteLine(t.Result + x);")]
    [InlineData("int x = 0; var t = Task.Run(() => x = 1); t.GetAwaiter().GetResult(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = Task.Run(() => x = 1); if (t.IsCompleted) Console.WriteLine(x); await t;")]
    [InlineData("int x = 0; var t = Task.Run(() => x = 1); Task.WaitAll(t); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = Task.Run(() => x = 1); await Task.WhenAll(t); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = Task.Run(() => x = 1); var all = Task.WhenAll(t); await all; Console.WriteLine(x);")]
    [InlineData("int x = 0; Task.Run(() => x = 1).Wait(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = Task.Run(() => x = 1).ContinueWith(_ => Console.WriteLine(x)); await t; Console.WriteLine(x);")]
    [InlineData("var r = new int[5]; var ts = new Thread[5]; for (int i = 0; i < 5; i++) { int k = i; ts[i] = new Thread(() => r[k] = 1); ts[i].Start(); } foreach (var t in ts) t.Join(); Console.WriteLine(r.Sum());")]
    [InlineData("var r = new int[5]; var ts = new Thread[5]; for (int i = 0; i < 5; i++) { int k = i; ts[i] = new Thread(() => r[k] = 1); ts[i].Start(); } for (int i = 0; i < 5; i++) { ts[i].Join(); Console.WriteLine(r[i]); }")]
    [InlineData("var r = new int[5]; var ts = new List<Thread>(); for (int i = 0; i < 5; i++) { int k = i; var t = new Thread(() => r[k] = 1); ts.Add(t); t.Start(); } ts.ForEach(t => t.Join()); Console.WriteLine(r.Sum());")]
    [InlineData("var r = new int[5]; var ts = new List<Thread>(); for (int i = 0; i < 5; i++) { int k = i; var t = new Thread(() => r[k] = 1); ts.Add(t); t.Start(); t.Join(); } Console.WriteLine(r.Sum());")]
    [InlineData("var r = new int[5]; var ts = new Thread[2]; for (int i = 0; i < 2; i++) { int k = i; ts[i] = new Thread(() => r[k] = 1); ts[i].Start(); } ts[0].Join(); ts[1].Join(); Console.WriteLine(r.Sum());")]
    [InlineData("var r = new int[3]; var ts = new List<Thread> { new Thread(() => r[0] = 1), new Thread(() => r[1] = 1) }; foreach (var t in ts) { t.Start(); } ts[0].Join(); Console.WriteLine(r[0]); ts[1].Join(); Console.WriteLine(r[1]);")]
    [InlineData("var r = new int[5]; var ts = new Task[5]; for (int i = 0; i < 5; i++) { int k = i; ts[i] = Task.Run(() => { r[k] = 1; }); } Task.WaitAll(ts); Console.WriteLine(r.Sum());")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => Task.Run(() => { r[i] = 1; })).ToArray(); await Task.WhenAll(ts); Console.WriteLine(r.Sum());")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => Task.Run(() => { r[i] = 1; })); await Task.WhenAll(ts); Console.WriteLine(r.Sum());")]
    public Task Ignores_reads_after_the_join(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("int x = 0; var e = new ManualResetEvent(false); var t = new Thread(() => { x = 1; e.Set(); }); t.Start(); e.WaitOne(); Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; var e = new ManualResetEventSlim(); var t = new Thread(() => { x = 1; e.Set(); }); t.Start(); e.Wait(); Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; var e = new CountdownEvent(1); var t = new Thread(() => { x = 1; e.Signal(); }); t.Start(); e.Wait(); Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; var b = new Barrier(2); var t = new Thread(() => { x = 1; b.SignalAndWait(); }); t.Start(); b.SignalAndWait(); Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; var s = new SemaphoreSlim(0); var t = new Thread(() => { x = 1; s.Release(); }); t.Start(); s.Wait(); Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; var s = new SemaphoreSlim(0); var t = Task.Run(() => { x = 1; s.Release(); }); await s.WaitAsync(); Console.WriteLine(x); await t;")]
    [InlineData("int x = 0; var q = new BlockingCollection<int>(); var t = new Thread(() => { x = 1; q.Add(1); }); t.Start(); q.Take(); Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; var c = new TaskCompletionSource<int>(); var t = new Thread(() => { x = 1; c.SetResult(1); }); t.Start(); await c.Task; Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => { x = 1; _stop = true; }); t.Start(); while (!_stop) { } Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; bool d = false; var t = new Thread(() => { x = 1; d = true; }); t.Start(); while (!d) { Thread.Sleep(1); } Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; bool d = false; var t = new Thread(() => { x = 1; d = true; }); t.Start(); SpinWait.SpinUntil(() => d); Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; bool d = false; var t = new Thread(() => { x = 1; Volatile.Write(ref d, true); }); t.Start(); if (Volatile.Read(ref d)) Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => { for (int i = 0; i < 9; i++) Interlocked.Increment(ref x); }); t.Start(); Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => Volatile.Write(ref x, 1)); t.Start(); Console.WriteLine(Volatile.Read(ref x)); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); Console.WriteLine(Volatile.Read(ref x)); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => { lock (_gate) { x = 1; } }); t.Start(); lock (_gate) { Console.WriteLine(x); } t.Join();")]
    [InlineData("var t = new Thread(() => _stop = true); t.Start(); Console.WriteLine(_stop); t.Join();")]
    [InlineData("var r = new ConcurrentBag<int>(); var t = new Thread(() => r.Add(1)); t.Start(); Console.WriteLine(r.Count); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => { lock (_gate) { x = 1; Monitor.Pulse(_gate); } }); lock (_gate) { t.Start(); Monitor.Wait(_gate); Console.WriteLine(x); }")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); Console.ReadLine(); Console.WriteLine(x); t.Join();")]
    public Task Ignores_reads_that_are_synchronised_in_another_way(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("int x = 0; var t = new Thread(() => { for (int i = 0; i < 99; i++) x = i; }); t.Start(); while (x < 98) { Console.WriteLine(x); Thread.Sleep(10); } t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => { for (int i = 0; i < 99; i++) x = i; }); t.Start(); for (int i = 0; i < 5; i++) { Console.WriteLine(x); Thread.Sleep(10); } t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => { for (int i = 0; i < 99; i++) x = i; }); t.Start(); while (true) { Console.WriteLine(x); if (flag) break; } t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => { while (true) { x++; } }); t.IsBackground = true; t.Start(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => { while (!_done) { x++; } }); t.Start(); Console.WriteLine(x); _done = true; t.Join();")]
    [InlineData("int x = 0; var c = new CancellationTokenSource(); var t = new Thread(() => { while (!c.Token.IsCancellationRequested) { x++; } }); t.Start(); Console.WriteLine(x); c.Cancel(); t.Join();")]
    [InlineData("bool ok = false; var t = new Thread(() => ok = true); t.Start(); if (!ok) { t.Join(); }")]
    [InlineData("bool ok = false; var t = Task.Run(async () => { await Task.Delay(9); ok = true; }); await Task.Delay(1); Console.WriteLine(ok); await t;")]
    [InlineData("int x = 0; var b = new Barrier(2); var t = new Thread(() => { b.SignalAndWait(); x = 1; }); t.Start(); Thread.Sleep(50); Console.WriteLine(x); b.SignalAndWait(); t.Join();")]
    [InlineData("int x = 0; var e = new ManualResetEvent(false); var t = new Thread(() => { e.WaitOne(); x = 1; }); t.Start(); Console.WriteLine(x); e.Set(); t.Join();")]
    public Task Ignores_reads_of_progress_on_purpose(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); Wait(t); Console.WriteLine(x);", "static void Wait(Thread t) => t.Join();")]
    [InlineData("int x = 0; var ts = new List<Thread>(); for (int i = 0; i < 3; i++) { var t = new Thread(() => x = 1); ts.Add(t); t.Start(); } Wait(ts); Console.WriteLine(x);", "static void Wait(List<Thread> t) { foreach (var u in t) u.Join(); }")]
    [InlineData("_t = new Thread(Work); _t.Start(); Stop(); Console.WriteLine(_total);", "Thread _t; void Stop() => _t.Join();")]
    [InlineData("_t = new Thread(Work); _t.Start(); Console.WriteLine(_total);", "Thread _t;")]
    [InlineData("var t = new Thread(Work); _t = t; t.Start(); Console.WriteLine(_total);", "Thread _t;")]
    [InlineData("_ = Task.Run(Work); Console.WriteLine(_total);", "")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); void Finish() { t.Join(); } t.Start(); Finish(); Console.WriteLine(x);", "")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); Action finish = () => t.Join(); t.Start(); finish(); Console.WriteLine(x);", "")]
    [InlineData("int x = 0; var e = new ManualResetEvent(false); var t = new Thread(() => { x = 1; e.Set(); }); t.Start(); Wait(e); Console.WriteLine(x);", "static void Wait(ManualResetEvent e) => e.WaitOne();")]
    public Task Ignores_handles_that_somebody_else_may_join(string statements, string members) => Verify.VerifyAnalyzerAsync(InMethod(statements, members));

    [Theory]
    [InlineData("int x = 0; var h = new Helper(); var t = new Thread(() => { x = 1; h.Tell(); }); t.Start(); h.Await(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => { x = 1; Helper.Told(); }); t.Start(); _ = Helper.IsTold; Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); Helper.All.Add(t); Helper.Finish(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); Helper.Finish(t); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); Helper.Finish(new[] { t }); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); Helper.Finish([t]); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); Helper.FinishAll(new List<Thread> { t }); Console.WriteLine(x);")]
    public Task Ignores_threads_that_unknown_code_may_know_of(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, types: """
        class Helper
        {
            public static List<Thread> All = new();
            public static void Finish() { }
            public static void Finish(params Thread[] threads) { }
            public static void FinishAll(IEnumerable<Thread> threads) { }
            public static void Told() { }
            public static bool IsTold => true;
            public void Tell() { }
            public void Await() { }
        }
        """));

    [Theory]
    [InlineData("var r = new Dictionary<int, int>(); var ts = new List<Thread>(); for (int i = 0; i < 5; i++) { int k = i; var t = new Thread(() => r[k] = Compute(k)); t.Start(); ts.Add(t); } Console.WriteLine([|r.Count|]); foreach (var t in ts) t.Join();")]
    [InlineData("var r = new Dictionary<int, int>(); var t = new Thread(() => r.Add(1, 2)); t.Start(); foreach (var pair in [|r|]) Console.WriteLine(pair.Key); t.Join();")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => new Thread(() => r[i] = i)).ToArray(); foreach (var t in ts) t.Start(); Console.WriteLine([|r|].Sum()); foreach (var t in ts) t.Join();")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => new Thread(() => r[i] = i)).ToArray(); for (int i = 0; i < ts.Length; i++) ts[i].Start(); Console.WriteLine([|r[0]|]); foreach (var t in ts) t.Join();")]
    [InlineData("var r = new int[5]; var ts = new Task[5]; for (int i = 0; i < 5; i++) { int k = i; ts[i] = Task.Run(() => { r[k] = k; }); } Console.WriteLine([|r[0]|]); await Task.WhenAll(ts);")]
    [InlineData("int x = 0; var ts = new[] { new Thread(() => x = 1), new Thread(() => x = 2) }; ts[0].Start(); ts[1].Start(); Console.WriteLine([|x|]); ts[0].Join(); ts[1].Join();")]
    [InlineData("var r = new int[5]; Thread[] ts = [.. Enumerable.Range(0, 5).Select(i => new Thread(() => r[i] = i))]; foreach (var t in ts) t.Start(); Console.WriteLine([|r[0]|]); foreach (var t in ts) t.Join();")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => new Thread(() => r[i] = i)).ToList(); ts.ForEach(t => t.Start()); Console.WriteLine([|r[0]|]); ts.ForEach(t => t.Join());")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => new Thread(() => r[i] = i)).ToArray(); Array.ForEach(ts, t => t.Start()); Console.WriteLine([|r[0]|]); Array.ForEach(ts, t => t.Join());")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => Task.Run(() => { r[i] = i; })).ToArray(); Console.WriteLine([|r[0]|]); Task.WaitAll(ts);")]
    public Task Reports_reads_beside_threads_in_collections_of_all_sorts(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var r = new Dictionary<int, int>(); var ts = new List<Thread>(); for (int i = 0; i < 5; i++) { int k = i; var t = new Thread(() => { lock (r) r[k] = k; }); t.Start(); ts.Add(t); } ts.ForEach(t => t.Join()); Console.WriteLine(r.Count);")]
    [InlineData("var r = new ConcurrentDictionary<int, int>(); var t = new Thread(() => r[1] = 2); t.Start(); Console.WriteLine(r.Count); t.Join();")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => new Thread(() => r[i] = i)).ToArray(); foreach (var t in ts) t.Start(); Array.ForEach(ts, t => t.Join()); Console.WriteLine(r.Sum());")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => new Thread(() => r[i] = i)).ToList(); ts.ForEach(t => t.Start()); ts.ForEach(t => t.Join()); Console.WriteLine(r.Sum());")]
    [InlineData("var r = new int[5]; Thread[] ts = [.. Enumerable.Range(0, 5).Select(i => new Thread(() => r[i] = i))]; foreach (var t in ts) t.Start(); foreach (var t in ts) t.Join(); Console.WriteLine(r.Sum());")]
    [InlineData("var r = new int[5]; var ts = new List<Task>(); for (int i = 0; i < 5; i++) { int k = i; ts.Add(Task.Run(() => { r[k] = k; })); } Task.WaitAll(ts.ToArray()); Console.WriteLine(r[0]);")]
    [InlineData("var r = new int[5]; var ts = new List<Task>(); for (int i = 0; i < 5; i++) { int k = i; ts.Add(Task.Run(() => { r[k] = k; })); } await Task.WhenAll(ts); Console.WriteLine(r[0]);")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => Task.Run(() => { r[i] = i; })).ToList(); foreach (var t in ts) await t; Console.WriteLine(r[0]);")]
    [InlineData("var r = new int[5]; using var all = new CountdownEvent(5); for (int i = 0; i < 5; i++) { int k = i; new Thread(() => { r[k] = k; all.Signal(); }).Start(); } all.Wait(); Console.WriteLine(r[0]);")]
    [InlineData("var r = new int[5]; var ready = new AutoResetEvent(false); var t = new Thread(() => { r[0] = 1; ready.Set(); }); t.Start(); ready.WaitOne(); Console.WriteLine(r[0]);")]
    [InlineData("var r = new int[5]; var done = Enumerable.Range(0, 5).Select(_ => new ManualResetEvent(false)).ToArray(); for (int i = 0; i < 5; i++) { int k = i; new Thread(() => { r[k] = k; done[k].Set(); }).Start(); } WaitHandle.WaitAll(done); Console.WriteLine(r[0]);")]
    [InlineData("var ts = new Dictionary<string, Thread>(); int x = 0; ts[\"a\"] = new Thread(() => x = 1); ts[\"a\"].Start(); ts[\"a\"].Join(); Console.WriteLine(x);")]
    [InlineData("var ts = new Dictionary<string, Thread>(); int x = 0; var t = new Thread(() => x = 1); t.Start(); ts.Add(\"a\", t); foreach (var other in ts.Values) other.Join(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var ts = new Queue<Thread>(); var t = new Thread(() => x = 1); t.Start(); ts.Enqueue(t); while (ts.Count > 0) ts.Dequeue().Join(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var ts = new HashSet<Thread>(); var t = new Thread(() => x = 1); t.Start(); ts.Add(t); foreach (var each in ts) each.Join(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); new[] { t }.ToList().ForEach(each => each.Join()); Console.WriteLine(x);")]
    [InlineData("int x = 0; var ts = new List<Thread>(); for (int i = 0; i < 5; i++) ts.Add(new Thread(() => Interlocked.Increment(ref x))); foreach (var t in ts) t.Start(); if (ts.All(t => t.Join(1000))) Console.WriteLine(x);")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => new Thread(() => r[i] = i)).ToArray(); Array.ForEach(ts, t => t.Start()); Array.ForEach(ts, t => t.Join()); Console.WriteLine(r.Sum());")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => new Thread(() => r[i] = i)).ToList(); Console.WriteLine(r.Sum()); ts.ForEach(t => t.Start());")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => new Thread(() => r[i] = i)).ToList(); ts.ForEach(t => { t.Start(); t.Join(); }); Console.WriteLine(r.Sum());")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => Task.Run(() => { r[i] = i; })).ToArray(); Task.WaitAll(ts); Console.WriteLine(r[0]);")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => Task.Run(() => { r[i] = i; })).ToList(); ts.ForEach(t => t.Wait()); Console.WriteLine(r[0]);")]
    [InlineData("var r = new int[5]; await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Task.Run(() => { r[i] = i; })).ToArray()); Console.WriteLine(r[0]);")]
    [InlineData("var r = new int[5]; Task.WaitAll(Enumerable.Range(0, 5).Select(i => Task.Run(() => { r[i] = i; })).ToArray()); Console.WriteLine(r[0]);")]
    [InlineData("var r = new int[5]; var ts = Enumerable.Range(0, 5).Select(i => Task.Run(() => { r[i] = i; })).ToArray(); foreach (var t in ts) { await t; } Console.WriteLine(r[0]);")]
    public Task Ignores_joins_of_collections_of_all_sorts(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Reports_a_read_after_unknown_calls_where_the_thread_tells_nobody() => Verify.VerifyAnalyzerAsync(InMethod(
        "int x = 0; var t = new Thread(() => x = Compute(3)); t.Start(); Helper.Log(); Console.WriteLine([|x|]); t.Join();",
        types: "class Helper { public static void Log() { } }"));

    [Theory]
    [InlineData("int x = 0; var t = new Thread(() => Console.WriteLine(x)); t.Start(); Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => { int y = 1; y++; }); t.Start(); int y = x; Console.WriteLine(y); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); if (flag) t.Start(); Console.WriteLine(x); if (flag) t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); x = 5; Console.WriteLine(x); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); Console.WriteLine(nameof(x)); t.Join();")]
    [InlineData("var r = new int[5]; var t = new Thread(() => r[0] = 1); t.Start(); Console.WriteLine(r.Length); r[1] = 2; t.Join();")]
    [InlineData("var r = new int[5]; var t = new Thread(() => r[0] = 1); t.Start(); Console.WriteLine(r[1]); t.Join();")]
    [InlineData("var r = new int[5]; var q = r.Where(v => v > 0); var t = new Thread(() => r[0] = 1); t.Start(); var w = r.Select(v => v + 1); t.Join(); Console.WriteLine(w.Sum() + q.Count());")]
    [InlineData("for (int i = 0; i < 5; i++) { int x = 0; var t = new Thread(() => x = 1); Console.WriteLine(x); t.Start(); }")]
    [InlineData("int x = 0; Action a = () => x = 1; a(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); if (!flag) { t.Start(); t.Join(); } Console.WriteLine(x);")]
    [InlineData("t_slot = 0; var t = new Thread(() => t_slot = 1); t.Start(); Console.WriteLine(t_slot); t.Join();", "[ThreadStatic] static int t_slot;")]
    [InlineData("var l = new ThreadLocal<int>(); var t = new Thread(() => l.Value = 1); t.Start(); Console.WriteLine(l.Value); t.Join();")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); var u = new Thread(() => { t.Join(); Console.WriteLine(x); }); t.Start(); u.Start(); u.Join(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); try { t.Join(); } finally { Console.WriteLine(x); }")]
    public Task Ignores_what_is_no_early_read(string statements, string members = "") => Verify.VerifyAnalyzerAsync(InMethod(statements, members));

    [Fact]
    public Task Reports_in_lambdas_local_functions_accessors_iterators_and_initializers() => Verify.VerifyAnalyzerAsync("""
        using System;
        using System.Collections.Generic;
        using System.Threading;

        partial class C
        {
            private static int s_x;

            private static readonly Func<int> s_f = () => { int x = 0; var t = new Thread(() => x = 1); t.Start(); return [|x|]; };

            C() { int x = 0; var t = new Thread(() => x = 1); t.Start(); Console.WriteLine([|x|]); t.Join(); }

            static C() { var t = new Thread(Fill); t.Start(); Console.WriteLine([|s_x|]); t.Join(); }

            int P { get { int x = 0; var t = new Thread(() => x = 1); t.Start(); return [|x|]; } }

            IEnumerable<int> Iterate() { int x = 0; var t = new Thread(() => x = 1); t.Start(); yield return [|x|]; t.Join(); }

            void Outer()
            {
                Action a = () => { int x = 0; var t = new Thread(() => x = 1); t.Start(); Console.WriteLine([|x|]); };
                void Local() { int x = 0; var t = new Thread(() => x = 1); t.Start(); Console.WriteLine([|x|]); }
                a();
                Local();
            }

            class Nested
            {
                int _y;
                void Work() => _y = 1;
                int M() { var t = new Thread(Work); t.Start(); return [|_y|]; }
            }
        }

        partial class C
        {
            static void Fill() => s_x = 1;
        }
        """);

    [Fact]
    public Task Reports_state_of_a_worker_object_and_of_other_paths() => Verify.VerifyAnalyzerAsync("""
        using System;
        using System.Threading;

        class Program
        {
            private sealed class Worker
            {
                public int Field;
                public int Result { get; private set; }
                public int Doubled => Result * 2;
                public void Run() { Result = 1; Field = 2; }
            }

            static void Main()
            {
                var worker = new Worker();
                var thread = new Thread(worker.Run);
                thread.Start();
                Console.WriteLine([|worker.Result|] + worker.Field);
                thread.Join();

                var other = new Worker();
                var second = new Thread(() => other.Run());
                second.Start();
                Console.WriteLine(worker.Result);
                Console.WriteLine([|other.Doubled|]);
                second.Join();
            }
        }
        """);

    [Fact]
    public Task Reports_state_that_a_callee_reads() => Verify.VerifyAnalyzerAsync(InMethod(
        "var t = new Thread(Work); t.Start(); [|Print()|]; t.Join();", "void Print() => Console.WriteLine(_total);"));

    [Fact]
    public Task Reports_a_thread_in_a_field_that_the_method_itself_joins() => Verify.VerifyAnalyzerAsync(InMethod(
        "_thread = new Thread(Work); _thread.Start(); Console.WriteLine([|_total|]); _thread.Join();", "Thread _thread;"));

    [Fact]
    public Task Reports_a_worker_thread_of_the_runtime_and_its_subclass() => VerifyRuntime.VerifyAnalyzerAsync("""
        using System;
        using ConcurrencyAnalyzers.Runtime;

        class Program
        {
            private sealed class Summer : WorkerThread
            {
                public int Total;
                protected override void Run() { for (int i = 0; i < 10; i++) Total += i; }
            }

            static void Add(int[] to, int n) => to[0] = n;

            static void Main()
            {
                int x = 0;
                var thread = new WorkerThread(() => x = 1);
                thread.Start();
                Console.WriteLine([|x|]);
                thread.Join();

                var summer = new Summer();
                summer.Start();
                Console.WriteLine([|summer.Total|]);
                summer.Join();

                var sums = new int[1];
                var adder = WorkerThread.Create(Add, sums, 3);
                adder.Start();
                Console.WriteLine([|sums[0]|]);
                adder.Join();
            }
        }
        """);

    [Fact]
    public Task Reports_with_the_names_and_both_places() => new CSharpAnalyzerTest<CONC301ResultReadBeforeJoinAnalyzer, DefaultVerifier>
    {
        TestCode = InMethod("""
            int x = 0;
            var t = new Thread(() => {|#2:x|} = 1);
            {|#1:t.Start()|};
            Console.WriteLine({|#0:x|});
            """),
        ExpectedDiagnostics =
        {
            new DiagnosticResult(CONC301ResultReadBeforeJoinAnalyzer.Rule)
                .WithLocation(0).WithLocation(1).WithLocation(2).WithArguments("x", "'t'"),
        },
    }.RunAsync();

    [Theory]
    [InlineData("int x = 0; var t = new Thread(() => x = ); t.Start(); Console.WriteLine([|x|]);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1; t.Start(); Console.WriteLine([|x|]); t.")]
    [InlineData("int x = 0; var t = new Thread(; t.Start(); Console.WriteLine(x);")]
    [InlineData("var t = new Thread(Missing); t.Start(); Console.WriteLine(_total);")]
    [InlineData("foreach (var t in) t.Start(); Console.WriteLine(_total);")]
    [InlineData("Task.Run(); new Thread().Start(); ts[^1].Join(); Console.WriteLine(_total);")]
    public Task Reports_only_what_is_plain_in_broken_code(string statements) => new CSharpAnalyzerTest<CONC301ResultReadBeforeJoinAnalyzer, DefaultVerifier>
    {
        TestCode = InMethod(statements),
        CompilerDiagnostics = CompilerDiagnostics.None,
    }.RunAsync();

    [Fact]
    public Task Fixes_by_joining_before_the_statement_that_reads() => VerifyFix(
        """
                int x = 0;
                var t = new Thread(() => x = Compute(3));
                t.Start(); // off it goes

                // The result.
                Console.WriteLine([|x|]);
                Console.WriteLine(x);
        """,
        """
                int x = 0;
                var t = new Thread(() => x = Compute(3));
                t.Start(); // off it goes

                t.Join();
                // The result.
                Console.WriteLine(x);
                Console.WriteLine(x);
        """);

    [Fact]
    public Task Fixes_outside_of_loops_and_branches_that_start_nothing() => VerifyFix(
        """
                int x = 0;
                var t = new Thread(() => x = Compute(3));
                t.Start();
                if (flag)
                    for (int i = 0; i < 3; i++)
                    {
                        Console.WriteLine([|x|]);
                    }
                t.Join();
        """,
        """
                int x = 0;
                var t = new Thread(() => x = Compute(3));
                t.Start();
                t.Join();
                if (flag)
                    for (int i = 0; i < 3; i++)
                    {
                        Console.WriteLine(x);
                    }
                t.Join();
        """);

    [Fact]
    public Task Fixes_by_joining_all_threads_of_a_collection() => VerifyFix(
        """
                var results = new int[50];
                var threads = new List<Thread>();
                for (int i = 0; i < 50; i++)
                {
                    int k = i;
                    var thread = new Thread(() => results[k] = Compute(k));
                    threads.Add(thread);
                    thread.Start();
                }

                foreach (var result in [|results|])
                {
                    Console.WriteLine(result);
                }
        """,
        """
                var results = new int[50];
                var threads = new List<Thread>();
                for (int i = 0; i < 50; i++)
                {
                    int k = i;
                    var thread = new Thread(() => results[k] = Compute(k));
                    threads.Add(thread);
                    thread.Start();
                }

                foreach (var thread in threads)
                {
                    thread.Join();
                }

                foreach (var result in results)
                {
                    Console.WriteLine(result);
                }
        """);

    [Fact]
    public Task Fixes_with_a_name_that_is_free() => VerifyFix(
        """
                int thread = 1;
                var results = new int[2];
                var threads = new Thread[2];
                for (int i = 0; i < 2; i++)
                {
                    int k = i;
                    threads[i] = new Thread(() => results[k] = thread);
                    threads[i].Start();
                }
                Console.WriteLine([|results|].Max());
        """,
        """
                int thread = 1;
                var results = new int[2];
                var threads = new Thread[2];
                for (int i = 0; i < 2; i++)
                {
                    int k = i;
                    threads[i] = new Thread(() => results[k] = thread);
                    threads[i].Start();
                }
                foreach (var thread2 in threads)
                {
                    thread2.Join();
                }

                Console.WriteLine(results.Max());
        """);

    [Fact]
    public Task Fixes_a_task_by_awaiting_it() => VerifyFix(
        """
                int x = 0;
                var task = Task.Run(() => x = Compute(3));
                Console.WriteLine([|x|]);
        """,
        """
                int x = 0;
                var task = Task.Run(() => x = Compute(3));
                await task;
                Console.WriteLine(x);
        """);

    [Fact]
    public Task Fixes_a_task_in_a_synchronous_method_by_waiting() => VerifyFix(
        """
                Action a = () =>
                {
                    int x = 0;
                    var task = Task.Run(() => x = Compute(3));
                    Console.WriteLine([|x|]);
                };
                a();
        """,
        """
                Action a = () =>
                {
                    int x = 0;
                    var task = Task.Run(() => x = Compute(3));
                    task.Wait();
                    Console.WriteLine(x);
                };
                a();
        """);

    [Fact]
    public Task Fixes_all_tasks_of_a_collection() => VerifyFix(
        """
                var results = new int[5];
                var tasks = new List<Task>();
                for (int i = 0; i < 5; i++)
                {
                    int k = i;
                    tasks.Add(Task.Run(() => { results[k] = k; }));
                }
                Console.WriteLine([|results|].Sum());
        """,
        """
                var results = new int[5];
                var tasks = new List<Task>();
                for (int i = 0; i < 5; i++)
                {
                    int k = i;
                    tasks.Add(Task.Run(() => { results[k] = k; }));
                }
                await Task.WhenAll(tasks);
                Console.WriteLine(results.Sum());
        """);

    [Fact]
    public Task Fixes_two_threads_that_one_statement_reads() => VerifyFix(
        """
                int x = 0, y = 0;
                var t = new Thread(() => x = 1);
                var u = new Thread(() => y = 1);
                t.Start();
                u.Start();
                Console.WriteLine([|x|] + [|y|]);
        """,
        """
                int x = 0, y = 0;
                var t = new Thread(() => x = 1);
                var u = new Thread(() => y = 1);
                t.Start();
                u.Start();
                t.Join();
                u.Join();
                Console.WriteLine(x + y);
        """);

    [Fact]
    public Task Fixes_one_variable_that_two_threads_write() => VerifyFix(
        """
                var log = new List<int>();
                var t = new Thread(() => log.Add(1));
                var u = new Thread(() => log.Add(2));
                t.Start();
                u.Start();
                Console.WriteLine([|log.Count|]);
        """,
        """
                var log = new List<int>();
                var t = new Thread(() => log.Add(1));
                var u = new Thread(() => log.Add(2));
                t.Start();
                u.Start();
                t.Join();
                u.Join();
                Console.WriteLine(log.Count);
        """);

    [Fact]
    public Task Fixes_threads_of_which_only_the_last_is_joined() => VerifyFix(
        """
                var r = new int[2];
                var threads = new List<Thread> { new Thread(() => r[0] = 1), new Thread(() => r[1] = 1) };
                foreach (var thread in threads)
                {
                    thread.Start();
                }
                threads[^1].Join();
                Console.WriteLine([|r[0]|] + r[1]);
        """,
        """
                var r = new int[2];
                var threads = new List<Thread> { new Thread(() => r[0] = 1), new Thread(() => r[1] = 1) };
                foreach (var thread in threads)
                {
                    thread.Start();
                }
                threads[^1].Join();
                foreach (var thread in threads)
                {
                    thread.Join();
                }

                Console.WriteLine(r[0] + r[1]);
        """);

    [Fact]
    public Task Fixes_top_level_statements()
    {
        const string source = """
            using System;
            using System.Threading;

            int x = 0;
            var t = new Thread(() => x = 1);
            t.Start();
            Console.WriteLine([|x|]);
            """;
        const string repaired = """
            using System;
            using System.Threading;

            int x = 0;
            var t = new Thread(() => x = 1);
            t.Start();
            t.Join();

            Console.WriteLine(x);
            """;
        return new CSharpCodeFixTest<CONC301ResultReadBeforeJoinAnalyzer, CONC301ResultReadBeforeJoinFix, DefaultVerifier>
        {
            TestState = { Sources = { source }, OutputKind = OutputKind.ConsoleApplication },
            FixedState = { Sources = { repaired } },
        }.RunAsync();
    }

    [Theory]
    [InlineData("int x = 0; new Thread(() => x = 1).Start(); Console.WriteLine([|x|]);")]
    [InlineData("int x = 0; _ = Task.Run(() => x = 1); Console.WriteLine([|x|]);")]
    [InlineData("var r = new int[9]; for (int i = 0; i < 9; i++) { int k = i; var t = new Thread(() => r[k] = k); t.Start(); } Console.WriteLine([|r|].Sum());")]
    [InlineData("lock (_gate) { int x = 0; var t = Task.Run(() => x = 1); Console.WriteLine([|x|]); }")]
    [InlineData("var r = new int[9]; Thread t = null; for (int i = 0; i < 9; i++) { int k = i; t = new Thread(() => r[k] = k); t.Start(); } t.Join(); Console.WriteLine([|r|].Sum());")]
    public Task Ignores_fixing_where_there_is_no_handle_to_join(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));

    private static Task VerifyFix(string statements, string repaired) => Verify.VerifyCodeFixAsync(InMethod("\n" + statements), InMethod("\n" + repaired.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));

    [Theory]
    [InlineData("int x = 0; ThreadPool.QueueUserWorkItem(_ => x = Compute(3)); Console.WriteLine([|x|]);")]
    [InlineData("int x = 0; ThreadPool.QueueUserWorkItem(_ => { x = Compute(3); }); Thread.Sleep(100); Console.WriteLine([|x|]);")]
    [InlineData("var x = new int[3]; for (int i = 0; i < 3; i++) { int k = i; ThreadPool.QueueUserWorkItem(_ => x[k] = Compute(k)); } Console.WriteLine([|x.Sum()|]);")]
    public Task Reports_results_of_work_items(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements.Replace("[|x.Sum()|]", "[|x|].Sum()", StringComparison.Ordinal)));

    [Theory]
    [InlineData("int x = 0; using var e = new ManualResetEvent(false); ThreadPool.QueueUserWorkItem(_ => { x = 5; e.Set(); }); e.WaitOne(); Console.WriteLine(x);")]
    [InlineData("var x = new int[3]; var c = new CountdownEvent(3); for (int i = 0; i < 3; i++) { int k = i; ThreadPool.QueueUserWorkItem(_ => { x[k] = k; c.Signal(); }); } c.Wait(); Console.WriteLine(x.Sum());")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => _total = 5); Console.WriteLine(n);")]
    [InlineData("int x = 0; ThreadPool.QueueUserWorkItem(_ => Interlocked.Increment(ref x)); while (Volatile.Read(ref x) == 0) { } Console.WriteLine(x);")]
    public Task Ignores_work_items_that_are_waited_for(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    private const string Workers = """
        class Worker
        {
            public int Result;
            public long Total { get; private set; }
            public bool Done;
            public int State;
            public void Work() { int n = Environment.TickCount; Total = n; Result = 7; }
            public void Tell() { State = 1; Thread.Sleep(1); State = Environment.TickCount - State; Done = true; Ended.Set(); }
            public void Flag() { State = 1; Thread.Sleep(1); Done = true; }
            public void Serve() { while (!Done) { Total = Total + 1; } }
            public readonly ManualResetEventSlim Ended = new();
        }
        """;

    [Theory]
    [InlineData("var w = new Worker(); var t = new Thread(w.Work); t.Start(); Console.WriteLine([|w.Result|]); t.Join();")]
    [InlineData("var w = new Worker(); var t = new Thread(w.Work); t.Start(); Console.WriteLine([|w.Total|]); t.Join();")]
    [InlineData("var w = new Worker(); var t = new Thread(new ThreadStart(w.Work)); t.Start(); long all = [|w.Total|]; t.Join();")]
    [InlineData("var w = new Worker(); var t = Task.Run(w.Work); Console.WriteLine([|w.Total|]); await t;")]
    public Task Reports_results_of_objects_of_other_types(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, types: Workers));

    [Theory]
    [InlineData("var w = new Worker(); var t = new Thread(w.Work); t.Start(); t.Join(); Console.WriteLine(w.Result + w.Total);")]
    [InlineData("var w = new Worker(); var t = Task.Run(w.Work); await t; Console.WriteLine(w.Total);")]
    [InlineData("var w = new Worker(); var t = new Thread(w.Tell); t.Start(); Console.WriteLine(w.State); w.Ended.Wait(); t.Join();")]
    [InlineData("var w = new Worker(); var t = new Thread(w.Flag); t.Start(); Console.WriteLine(w.State + \" \" + w.Done); t.Join();")]
    [InlineData("var w = new Worker(); var t = new Thread(w.Serve); t.Start(); Console.WriteLine(w.Total); w.Done = true; t.Join();")]
    [InlineData("var w = new Worker(); var other = new Worker(); var t = new Thread(w.Work); t.Start(); Console.WriteLine(other.Total); t.Join();")]
    [InlineData("var w = new Worker(); Console.WriteLine(w.Total); var t = new Thread(w.Work); t.Start(); t.Join();")]
    [InlineData("var ws = new List<Worker>(); foreach (var w in ws) { var t = new Thread(w.Work); t.Start(); t.Join(); Console.WriteLine(w.Total); }")]
    public Task Ignores_objects_of_other_types_that_are_done_or_tell(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, types: Workers));

    private const string ThreadClass = """
        using System;
        using System.Collections.Generic;
        using ConcurrencyAnalyzers.Runtime;

        class Summer : WorkerThread
        {
            private readonly int _n;
            public long Total;
            public Summer(int n) { _n = n; }
            protected override void Run() { for (int i = 0; i < _n; i++) { Total += i; } }
        }

        """;

    [Fact]
    public Task Reports_the_result_of_a_thread_class_in_another_file_of_the_program() => VerifyRuntime.VerifyCodeFixAsync(
        ThreadClass + "class Program { static void Main() { var s = new Summer(3); s.Start(); Console.WriteLine([|s.Total|]); } }",
        ThreadClass + "class Program { static void Main() { var s = new Summer(3); s.Start(); s.Join(); Console.WriteLine(s.Total); } }");

    [Theory]
    [InlineData("var s = new Summer(3); s.Start(); s.Join(); Console.WriteLine(s.Total);")]
    [InlineData("var all = new List<Summer>(); for (int i = 0; i < 3; i++) { var s = new Summer(i); s.Start(); all.Add(s); } foreach (var s in all) { s.Join(); Console.WriteLine(s.Total); }")]
    public Task Ignores_the_results_of_joined_thread_classes(string statements) =>
        VerifyRuntime.VerifyAnalyzerAsync(ThreadClass + "class Program { static void Main() { " + statements + " } }");

    /// <summary>A call of the same method has variables of its own.</summary>
    [Theory]
    [InlineData("static void Sort(int[] a, int lo, int hi) { if (hi - lo < 100) { Array.Sort(a, lo, hi - lo); return; } int m = (lo + hi) / 2; var left = Task.Run(() => Sort(a, lo, m)); Sort(a, m, hi); left.Wait(); }")]
    [InlineData("static int Fib(int n) { if (n < 2) return n; int a = 0; var t = new Thread(() => a = Fib(n - 1)); t.Start(); int b = Fib(n - 2); t.Join(); return a + b; }")]
    [InlineData("static int Depth(int n) { int d = n + 1; if (n == 0) return d; var t = Task.Run(() => Depth(n - 1)); return d + t.Result; }")]
    public Task Ignores_the_variables_of_other_calls_of_a_method(string member) => Verify.VerifyAnalyzerAsync(InMethod("", member));
}
