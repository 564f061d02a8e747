using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC301ResultReadBeforeJoinAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC301ResultReadBeforeJoinFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>Threads and tasks that a method of the same type makes, or starts, and returns.</summary>
public sealed class CONC301HelperTests
{
    private static string InType(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        partial class C
        {
            int result;
            int[] all = new int[9];
            {{members}}
        }
        """;

    [Theory]
    [InlineData("Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } int Run() { var t = Begin(); var r = [|result|]; t.Join(); return r; }")]
    [InlineData("Thread Make() => new Thread(() => result = 42) { IsBackground = true }; int Run() { var t = Make(); t.Start(); var r = [|result|]; t.Join(); return r; }")]
    [InlineData("Task Begin() => Task.Run(() => { result = 42; }); async Task<int> Run() { var t = Begin(); var r = [|result|]; await t; return r; }")]
    [InlineData("static Thread Begin(int[] to, int n) { var t = new Thread(() => to[0] = n); t.Start(); return t; } static int Run() { var to = new int[1]; var t = Begin(to, 3); var r = [|to[0]|]; t.Join(); return r; }")]
    [InlineData("int Run() { int x = 0; Thread Begin() { var t = new Thread(() => x = 3); t.Start(); return t; } var t = Begin(); var r = [|x|]; t.Join(); return r; }")]
    [InlineData("Thread Inner() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } Thread Outer() { var u = Inner(); return u; } int Run() { var t = Outer(); var r = [|result|]; t.Join(); return r; }")]
    [InlineData("Thread Begin(bool f) { if (f) { var a = new Thread(() => result = 1); a.Start(); return a; } var t = new Thread(() => result = 2); t.Start(); return t; } int Run(bool f) { var t = Begin(f); var r = [|result|]; t.Join(); return r; }")]
    [InlineData("static Thread Begin(Action a) { var t = new Thread(() => a()); t.Start(); return t; } int Run() { int x = 0; var t = Begin(() => x = 4); int s = [|x|]; t.Join(); return s; }")]
    [InlineData("static Thread Begin(ThreadStart a) { var t = new Thread(a); t.Start(); return t; } int Run() { int x = 0; var t = Begin(() => x = 4); int s = [|x|]; t.Join(); return s; }")]
    [InlineData("static Task<T> Begin<T>(Func<T> f) => Task.Run(f); int Run() { int x = 0; var t = Begin(() => x = 5); int n = [|x|]; t.Wait(); return n; }")]
    [InlineData("static Task Begin<T>(List<T> to, T item) => Task.Run(() => to.Add(item)); int Run() { var l = new List<int>(); var t = Begin(l, 3); int n = [|l.Count|]; t.Wait(); return n; }")]
    [InlineData("Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } static int Run() { var c = new C(); var t = c.Begin(); var r = [|c.result|]; t.Join(); return r; }")]
    [InlineData("Thread _t; Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } void Run() { _t = Begin(); Console.WriteLine([|result|]); _t.Join(); }")]
    [InlineData("Thread Begin(int i) { var t = new Thread(() => all[i] = i); t.Start(); return t; } int Run() { var x = Begin(0); var y = Begin(1); x.Join(); int s = [|all|].Sum(); y.Join(); return s; }")]
    [InlineData("Thread Begin(int i) { var t = new Thread(() => all[i] = i); t.Start(); return t; } int Run() { var x = Begin(0); x = Begin(1); x.Join(); return [|all|].Sum(); }")]
    [InlineData("Thread Begin(int i) { var t = new Thread(() => all[i] = i); t.Start(); return t; } int Run() { var x = Begin(0); int s = [|all[0]|]; x.Join(); return s; }")]
    [InlineData("Thread Begin() { var t = new Thread(Fill); t.Start(all); return t; } static void Fill(object o) { ((int[])o)[0] = 1; } int Run() { var t = Begin(); int x = [|all[0]|]; t.Join(); return x; }")]
    public Task Reports_reads_beside_a_thread_that_a_helper_returns(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("List<Thread> StartAll() { var ts = new List<Thread>(); for (int i = 0; i < 9; i++) { int k = i; var t = new Thread(() => all[k] = k); t.Start(); ts.Add(t); } return ts; } int Run() { var ts = StartAll(); int s = [|all|].Sum(); foreach (var t in ts) t.Join(); return s; }")]
    [InlineData("Thread[] StartAll() { var ts = new Thread[9]; for (int i = 0; i < 9; i++) { int k = i; ts[i] = new Thread(() => all[k] = k); ts[i].Start(); } return ts; } int Run() { var ts = StartAll(); int s = [|all|].Sum(); foreach (var t in ts) t.Join(); return s; }")]
    [InlineData("Thread[] Make() => Enumerable.Range(0, 5).Select(i => new Thread(() => all[i] = i)).ToArray(); int Run() { var ts = Make(); foreach (var t in ts) t.Start(); var s = [|all|].Sum(); foreach (var t in ts) t.Join(); return s; }")]
    [InlineData("Thread Begin(int i) { var t = new Thread(() => all[i] = i); t.Start(); return t; } int Run() { var ts = new List<Thread>(); for (int i = 0; i < 9; i++) ts.Add(Begin(i)); int s = [|all|].Sum(); foreach (var t in ts) t.Join(); return s; }")]
    [InlineData("Thread Begin(int i) { var t = new Thread(() => all[i] = i); t.Start(); return t; } int Run() { var ts = Enumerable.Range(0, 5).Select(i => Begin(i)).ToList(); var s = [|all|].Sum(); foreach (var t in ts) t.Join(); return s; }")]
    [InlineData("Task Begin(int i) => Task.Run(() => { all[i] = i; }); async Task<int> Run() { var ts = new[] { Begin(0), Begin(1) }; int s = [|all|].Sum(); await Task.WhenAll(ts); return s; }")]
    [InlineData("Thread Begin(int i) { var t = new Thread(() => all[i] = i); t.Start(); return t; } int Run() { var ts = Enumerable.Range(0, 5).Select(Begin).ToList(); var s = [|all|].Sum(); foreach (var t in ts) t.Join(); return s; }")]
    [InlineData("int Run() { var ts = Enumerable.Range(0, 4).Select(i => { var t = Task.Run(() => { all[i] = i; }); return t; }).ToList(); int s = [|all|].Sum(); ts.ForEach(t => t.Wait()); return s; }")]
    [InlineData("async Task<int> Run() { int a = 0, b = 0; var x = Task.Run(() => a = 1); var y = Task.Run(() => b = 2); await Task.WhenAll(x); int s = a + [|b|]; await y; return s; }")]
    public Task Reports_reads_beside_the_threads_that_helpers_make(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } int Run() { var t = Begin(); t.Join(); return result; }")]
    [InlineData("Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } int Run() { Begin().Join(); return result; }")]
    [InlineData("int Run() { var ts = Enumerable.Range(0, 4).Select(i => { var t = new Thread(() => all[i] = i); t.Start(); return t; }).ToList(); ts.ForEach(t => t.Join()); return all.Sum(); }")]
    [InlineData("List<Thread> kept = new(); int Run() { var ts = Enumerable.Range(0, 4).Select(i => { var t = new Thread(() => all[i] = i); t.Start(); kept.Add(t); return t; }).ToList(); Finish(); return all.Sum(); } void Finish() => kept.ForEach(t => t.Join());")]
    [InlineData("List<Thread> Start(int n) { var ts = new List<Thread>(); for (int i = 0; i < n; i++) { int k = i; var t = new Thread(() => all[k] = k); t.Start(); ts.Add(t); } return ts; } int Run() { var ts = new List<Thread>(); ts.AddRange(Start(2)); ts.AddRange(Start(3)); foreach (var t in ts) t.Join(); return all.Sum(); }")]
    [InlineData("Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } int Run() { var t = Begin(); return t.Join(1000) ? result : -1; }")]
    [InlineData("Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); t.Join(); return t; } int Run() { var t = Begin(); return result; }")]
    [InlineData("Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } void End(Thread t) { t.Join(); } int Run() { var t = Begin(); End(t); return result; }")]
    [InlineData("Task Begin() => Task.Run(() => { result = 42; }); async Task<int> Run() { await Begin(); return result; }")]
    [InlineData("Task Begin(int i) => Task.Run(() => { all[i] = i; }); async Task<int> Run() { await Task.WhenAll(Begin(0), Begin(1)); return all[0]; }")]
    [InlineData("Thread Begin(int i) { var t = new Thread(() => all[i] = i); t.Start(); return t; } int Run() { var x = Begin(0); var y = Begin(1); x.Join(); int s = all[0]; y.Join(); return s + all[1]; }")]
    [InlineData("Thread Begin(int i) { var t = new Thread(() => all[i] = i); t.Start(); return t; } int Run(int k) { var x = Begin(k); int s = all[0]; x.Join(); return s; }")]
    [InlineData("Thread Begin(int i) { var t = new Thread(() => all[i] = i); t.Start(); return t; } int Run() { var ts = new List<Thread>(); for (int i = 0; i < 9; i++) ts.Add(Begin(i)); foreach (var t in ts) t.Join(); return all.Sum(); }")]
    [InlineData("Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } int Run() { var c = new C(); var t = c.Begin(); var r = result; t.Join(); return r; }")]
    [InlineData("Thread Make() => new Thread(() => result = 1); int Run() { var t = Make(); int r = result; t.Start(); t.Join(); return r + result; }")]
    [InlineData("static Thread Begin(ThreadStart a) { var t = new Thread(a); t.Start(); return t; } int Run() { int x = 0; var t = Begin(() => x = 4); t.Join(); return x; }")]
    public Task Ignores_helpers_whose_threads_are_joined(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("Thread kept; Thread Begin() { kept = new Thread(() => { result = 42; }); kept.Start(); return kept; } int Run() { var t = Begin(); Stop(); return result; } void Stop() => kept.Join();")]
    [InlineData("List<Thread> kept = new(); Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); kept.Add(t); return t; } int Run() { var t = Begin(); var r = result; t.Join(); return r; }")]
    [InlineData("Thread other; Thread Begin(bool f) { if (f) return other; var t = new Thread(() => { result = 42; }); t.Start(); return t; } int Run(bool f) { var t = Begin(f); var r = result; t.Join(); return r; }")]
    [InlineData("Thread Begin(int n) { if (n > 0) return Begin(n - 1); var t = new Thread(() => { result = 42; }); t.Start(); return t; } int Run() { var t = Begin(3); var r = result; t.Join(); return r; }")]
    [InlineData("Thread Begin(bool f) { var t = new Thread(() => { result = 42; }); if (f) t.Start(); return t; } int Run(bool f) { var t = Begin(f); var r = result; if (f) t.Join(); return r; }")]
    [InlineData("protected virtual Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } public int Run() { var t = Begin(); var r = result; t.Join(); return r; }")]
    [InlineData("Thread once; Thread Get() { if (once == null) { once = new Thread(() => result = 1); once.Start(); } return once; } int Run() { var x = Get(); int r = result; x.Join(); return r; }")]
    [InlineData("Task cached; Task Load() => cached ??= Task.Run(() => { result = 3; }); async Task<int> Run() { var t = Load(); int r = result; await t; return r; }")]
    [InlineData("Thread Begin() { Thread t = null; t = new Thread(() => { result = 42; Register(t); }); t.Start(); return t; } void Register(Thread t) { } int Run() { var t = Begin(); int r = result; t.Join(); return r; }")]
    [InlineData("Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); Register(t); return t; } static void Register(object t) { } int Run() { var t = Begin(); int r = result; t.Join(); return r; }")]
    [InlineData("ManualResetEventSlim done = new(); Thread Begin() { var t = new Thread(() => { result = 42; done.Set(); }); t.Start(); return t; } int Run() { var t = Begin(); done.Wait(); return result; }")]
    [InlineData("bool stop; Thread Begin() { var t = new Thread(() => { while (!stop) result++; }); t.Start(); return t; } int Run() { var t = Begin(); int r = result; stop = true; t.Join(); return r; }")]
    [InlineData("object g = new(); Thread Begin() { var t = new Thread(() => { lock (g) result = 42; }); t.Start(); return t; } int Run() { var t = Begin(); int r; lock (g) r = result; t.Join(); return r; }")]
    [InlineData("Thread _t; Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } void Run() { _t = Begin(); Console.WriteLine(result); } void End() => _t.Join();")]
    public Task Ignores_helpers_that_keep_the_thread_or_may_return_another(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData(
        "Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } int Run() { var t = Begin(); var r = [|result|]; return r; }",
        "Thread Begin() { var t = new Thread(() => { result = 42; }); t.Start(); return t; } int Run() { var t = Begin(); t.Join(); var r = result; return r; }")]
    [InlineData(
        "Task Begin() => Task.Run(() => { result = 42; }); async Task<int> Run() { var t = Begin(); var r = [|result|]; await t; return r; }",
        "Task Begin() => Task.Run(() => { result = 42; }); async Task<int> Run() { var t = Begin(); await t; var r = result; await t; return r; }")]
    public Task Fixes_by_joining_the_variable_of_the_caller(string before, string after) => Verify.VerifyCodeFixAsync(InType(before), InType(after));

    [Theory]
    [InlineData("int Run() { int x = 0; Thread Begin() { var t = new Thread(() => x = 3); t.Start(); return t; } Begin(); return [|x|]; }")]
    [InlineData("Thread Begin(int i) { var t = new Thread(() => all[i] = i); t.Start(); return t; } int Run() { var x = Begin(0); x = Begin(1); x.Join(); return [|all|].Sum(); }")]
    public Task Offers_no_fix_where_no_variable_holds_the_thread(string members) => Verify.VerifyCodeFixAsync(InType(members), InType(members));
}
