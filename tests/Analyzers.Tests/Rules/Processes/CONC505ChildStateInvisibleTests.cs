using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Processes.CONC505ChildStateInvisibleAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Processes.CONC505ChildStateInvisibleAnalyzer,
        Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Processes;

public sealed class CONC505ChildStateInvisibleTests
{
    private static string InMethod(string statements) => $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class Clock : WorkerProcess
        {
            private int _total;
            public Clock() { Rounds = 3; }
            public int Rounds { get; set; }
            public int Ticks { get; private set; }
            public int Total => _total;
            public int Reset { get; set; }
            public int Own { get; set; }
            public List<int> All { get; set; } = new List<int>();
            public void Clear() { Reset = 0; }
            protected override void Run() { for (int i = 0; i < Rounds; i++) { Ticks++; Sum(i); Reset = i; All.Add(i); } var Own = 3; Own++; }
            private void Sum(int n) => _total += n;
            public int Count() { return All.Count; }
            public int Double() => Ticks * 2;
            public double Average => _total / 2.0;
            public int Resetting() { return Reset; }
            public int Wait() { Join(); return ExitCode ?? 0; }
        }

        class Twice : WorkerProcess
        {
            public int Rounds { get; private set; }
            protected override void Run() { Once(); Once(); }
            public void Once() { Rounds++; }
        }

        class Counter : WorkerThread
        {
            public int Ticks { get; private set; }
            protected override void Run() { Ticks++; }
        }

        class C
        {
            static int _count;
            static int _cached;
            static int _steps;
            static int _set;
            static int _ups;
            static readonly List<int> Found = new List<int>();
            static readonly ConcurrentBag<int> Bag = new ConcurrentBag<int>();
            class Job { public int Result { get; set; } }
            static void Count() { _count++; }
            static void CountAll(int n) { for (int i = 0; i < n; i++) Step(); }
            static void Step() { _steps += 1; }
            static void Up() { _ups++; }
            static void Down() { _ups--; }
            static int Square(int n) { Bag.Add(n); Found.Add(n * n); return n * n; }
            static void Fill(List<int> list) { list.Add(1); }
            static void Finish(Job job) { job.Result = 3; }
            static void Cache() { _cached = 1; }
            static void Refresh() { _cached = 2; }
            static Clock Begin() { var made = new Clock(); made.Start(); return made; }
            static Clock Make() { return new Clock(); }
            static void Local() { int n = 0; n++; Use(n); }
            static void Use(object value) { }
            async Task M(int[] items, bool flag)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("var p = WorkerProcess.Create(Count); p.Start(); p.Join(); Use([|_count|]);")]
    [InlineData("var p = WorkerProcess.Create(CountAll, 3); p.Start(); await p; if ([|_steps|] == 3) Use(1);")]
    [InlineData("var p = WorkerProcess.Call(() => CountAll(3)); p.Start(); p.Join(); Use([|_steps|]);")]
    [InlineData("using var pool = new ProcessPool(2); pool.Map(Square, items); Use([|Found.Count|]);")]
    [InlineData("using var pool = new ProcessPool(2); pool.Map(Square, items); foreach (var n in [|Bag|]) Use(n);")]
    [InlineData("using var pool = new ProcessPool(2); pool.ApplyAsync(Square, 3).Get(); Use([|Bag.Count|]); Use([|Found.Count|]);")]
    [InlineData("var list = new List<int>(); var p = WorkerProcess.Create(Fill, list); p.Start(); p.Join(); Use([|list.Count|]);")]
    [InlineData("var job = new Job(); var p = WorkerProcess.Create(Finish, job); p.Start(); p.Join(); Use([|job.Result|]);")]
    [InlineData("var p = WorkerProcess.Create(() => { _set = 5; }); p.Start(); p.Join(); Use([|_set|]);")]
    [InlineData("var p = WorkerProcess.Create(Up); var q = WorkerProcess.Create(Down); p.Start(); q.Start(); p.Join(); q.Join(); Use([|_ups|]);")]
    [InlineData("var c = new Clock(); c.Start(); c.Join(); Use([|c.Ticks|]);")]
    [InlineData("using var c = new Clock { Rounds = 5 }; c.Start(); await c; Use([|c.Total|]); Use(c.Rounds);")]
    [InlineData("var c = new Clock(); c.Start(); c.Join(); foreach (var n in [|c.All|]) Use(n);")]
    [InlineData("var c = new Clock(); c.Start(); c.Join(); Use(c.[|Count|]());")]
    [InlineData("var c = new Clock(); c.Start(); c.Join(); Use(c.[|Double|]());")]
    [InlineData("var c = new Clock(); c.Start(); c.Join(); Use([|c.Average|]);")]
    [InlineData("var c = new Clock(); c.Start(); while (c.IsAlive) Thread.Sleep(1); Use([|c.Ticks|]);")]
    [InlineData("var all = new List<Clock>(); for (int i = 0; i < 3; i++) { var c = new Clock(); c.Start(); all.Add(c); } foreach (var c in all) { c.Join(); Use([|c.Ticks|]); }")]
    [InlineData("var all = new[] { new Clock(), new Clock() }; foreach (var c in all) c.Start(); foreach (var c in all) c.Join(); for (int i = 0; i < all.Length; i++) Use([|all[i].Total|]);")]
    [InlineData("var c = Begin(); c.Join(); Use([|c.Total|]);")]
    [InlineData("var c = Make(); c.Start(); c.Join(); Use(c.[|Count|]());")]
    [InlineData("var all = new List<WorkerProcess>(); for (int i = 0; i < 3; i++) { var p = WorkerProcess.Create(CountAll, i); p.Start(); all.Add(p); } foreach (var p in all) p.Join(); Use([|_steps|]);")]
    public Task Reports_a_read_of_what_only_the_child_writes(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var p = WorkerProcess.Create(Count); p.Start(); p.Join(); _count = 1; Use(_count);")]
    [InlineData("Use(_count); var p = WorkerProcess.Create(Count); p.Start(); p.Join();")]
    [InlineData("Count(); var p = WorkerProcess.Create(Count); p.Start(); p.Join(); Use(_count);")]
    [InlineData("var p = WorkerProcess.Create(Cache); p.Start(); p.Join(); Use(_cached);")]
    [InlineData("Down(); var p = WorkerProcess.Create(Up); var q = WorkerProcess.Create(Down); p.Start(); q.Start(); p.Join(); q.Join(); Use(_ups);")]
    [InlineData("var p = WorkerProcess.Create(Local); p.Start(); p.Join(); Use(_count);")]
    [InlineData("var list = new List<int>(); list.Add(3); var p = WorkerProcess.Create(Fill, list); p.Start(); p.Join(); Use(list.Count);")]
    [InlineData("var job = new Job { Result = 2 }; var p = WorkerProcess.Create(Finish, job); p.Start(); p.Join(); Use(job.Result);")]
    [InlineData("var t = WorkerThread.Create(Count); t.Start(); t.Join(); Use(_count);")]
    [InlineData("var p = WorkerProcess.Create(Square, 3); p.Start(); Use(p.Result);")]
    [InlineData("var c = new Clock(); Use(c.Ticks); c.Start(); c.Join();")]
    [InlineData("var c = new Clock(); c.Start(); c.Join(); Use(c.Rounds); Use(c.ExitCode); Use(c.Own);")]
    [InlineData("var c = new Clock(); c.Start(); c.Join(); Use(c.Reset);")]
    [InlineData("var c = new Clock { All = new List<int> { 1 } }; c.Start(); c.Join(); Use(c.All);")]
    [InlineData("var c = new Clock(); c.Start(); c.Join(); Use(c.Resetting()); Use(c.Wait());")]
    [InlineData("var c = new Twice(); c.Start(); c.Join(); c.Once(); Use(c.Rounds);")]
    [InlineData("var c = new Clock(); Use(c.Count()); Use(c.Average); c.Start(); c.Join();")]
    [InlineData("var c = new Clock(); if (flag) { c.Start(); } Use(c.Ticks);")]
    [InlineData("var c = Make(); Use(c.Ticks);")]
    [InlineData("var c = new Clock(); var other = new Clock(); c.Start(); c.Join(); Use(other.Ticks);")]
    [InlineData("var c = new Counter(); c.Start(); c.Join(); Use(c.Ticks);")]
    public Task Ignores_what_this_process_writes_too(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Reports_a_read_in_the_class_of_processes_itself() => Verify.VerifyAnalyzerAsync("""
        using ConcurrencyAnalyzers.Runtime;

        class Job : WorkerProcess
        {
            private int _total;
            protected override void Run() { _total = 3; }
            public int Measure() { Start(); Join(); return [|_total|]; }
            public int Later() { Start(); Join(); return [|Total|](); }
            private int Total() => _total;
        }
        """);

    [Fact]
    public Task Says_who_writes() => Verify.VerifyAnalyzerAsync(
        InMethod("var p = WorkerProcess.Create(Count); p.Start(); p.Join(); Use({|#0:_count|});"),
        Verify.Diagnostic().WithLocation(0).WithArguments("_count", "Count").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
}
