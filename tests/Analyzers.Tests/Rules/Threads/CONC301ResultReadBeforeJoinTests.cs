using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC301ResultReadBeforeJoinAnalyzer,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace ConcurrencyAnalyzers.Tests.Rules.Threads;

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
    [InlineData("var r = new int[3]; var ts = new List<Thread> { new Thread(() => r[0] = 1), new Thread(() => r[1] = 1), new Thread(() => r[2] = 1) }; foreach (var t in ts) { t.Start(); } ts[^1].Join(); Console.WriteLine([|r[0]|] + [|r[1]|] + r[2]);")]
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
    [InlineData("int x = 0; var t = Make(() => x = 1); t.Start(); Console.WriteLine(x);", "static Thread Make(Action a) => new Thread(() => a());")]
    public Task Ignores_handles_that_somebody_else_may_join(string statements, string members) => Verify.VerifyAnalyzerAsync(InMethod(statements, members));

    [Theory]
    [InlineData("int x = 0; var h = new Helper(); var t = new Thread(() => { x = 1; h.Tell(); }); t.Start(); h.Await(); Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => { x = 1; Helper.Told(); }); t.Start(); _ = Helper.IsTold; Console.WriteLine(x);")]
    [InlineData("int x = 0; var t = new Thread(() => x = 1); t.Start(); Helper.All.Add(t); Helper.Finish(); Console.WriteLine(x);")]
    public Task Ignores_threads_that_unknown_code_may_know_of(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, types: """
        class Helper
        {
            public static List<Thread> All = new();
            public static void Finish() { }
            public static void Told() { }
            public static bool IsTold => true;
            public void Tell() { }
            public void Await() { }
        }
        """));

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
}
