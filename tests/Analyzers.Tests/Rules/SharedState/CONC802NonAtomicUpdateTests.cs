using ConcurrencyAnalyzers.Rules.SharedState;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.SharedState.CONC802NonAtomicUpdateAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.SharedState.CONC802NonAtomicUpdateFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.SharedState.CONC802NonAtomicUpdateAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.SharedState.CONC802NonAtomicUpdateFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.SharedState.CONC802NonAtomicUpdateAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.SharedState.CONC802NonAtomicUpdateFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.SharedState;

public sealed class CONC802NonAtomicUpdateTests
{
    private const string Usings = """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    /// <summary>Members of a type with a field that is updated.</summary>
    private static string InType(string members, string usings = "") => Usings + usings + $$"""

        class C
        {
            private readonly object _gate = new object();
            private static readonly object s_gate = new object();
            private int _n;
            private static int s_n;
            private double _sum;
            {{members}}
        }
        """;

    /// <summary>Statements of an async method.</summary>
    private static string InMethod(string statements, string members = "") => InType($$"""
        {{members}}
            async Task M(List<int> items, int[] numbers)
            {
                int n = 0; double sum = 0;
                {{statements}}
                await Task.CompletedTask;
                Console.WriteLine(n + sum);
            }
        """);

    [Fact]
    public Task Ignores_updates_under_a_lock_where_nullable_annotations_are_on() => Verify.VerifyAnalyzerAsync(
        """
        #nullable enable
        using System.Threading;

        class C
        {
            private readonly Lock _gate = new();
            private volatile int _flags;

            void M()
            {
                int n = 0;
                var a = new Thread(() => { lock (_gate) { n++; } });
                var b = new Thread(() => { lock (_gate) { n++; } });
                a.Start();
                b.Start();
                a.Join();
                b.Join();
            }

            void Set(int flags)
            {
                lock (_gate)
                {
                    _flags |= flags;
                }
            }
        }
        """);

    [Theory]
    [InlineData("var a = new Thread(() => [|n++|]); var b = new Thread(() => [|n++|]); a.Start(); b.Start(); a.Join(); b.Join();")]
    [InlineData("ThreadStart work = () => { for (int i = 0; i < 1000; i++) { [|n += 1|]; } }; var a = new Thread(work); var b = new Thread(work); a.Start(); b.Start(); a.Join(); b.Join();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < 4; i++) { var t = new Thread(() => { [|n = n + 1|]; }); ts.Add(t); t.Start(); } foreach (var t in ts) t.Join();")]
    [InlineData("for (int i = 0; i < 4; i++) { new Thread(() => [|n++|]).Start(); }")]
    [InlineData("var ts = new Task[4]; for (int i = 0; i < 4; i++) { ts[i] = Task.Run(() => { [|n++|]; }); } await Task.WhenAll(ts);")]
    [InlineData("var ts = new List<Task>(); foreach (var item in items) { ts.Add(Task.Run(() => { [|sum += item|]; })); } await Task.WhenAll(ts);")]
    [InlineData("var ts = items.Select(item => Task.Run(() => { [|n += item|]; })).ToArray(); Task.WaitAll(ts);")]
    [InlineData("await Task.WhenAll(items.Select(item => Task.Run(() => { [|n += item|]; })));")]
    [InlineData("var ts = items.Select(item => Task.Run(() => { [|n += item|]; })); await Task.WhenAll(ts);")]
    [InlineData("var ts = new List<Task>(); foreach (var item in items) { ts.Add(Task.Run(async () => { await Task.Delay(item); [|n++|]; })); } await Task.WhenAll(ts);")]
    [InlineData("var a = Task.Run(() => { [|n++|]; }); var b = Task.Run(() => { [|n--|]; }); await Task.WhenAll(a, b);")]
    [InlineData("var t = new Thread(() => { [|n++|]; }); t.Start(); [|n++|]; t.Join();")]
    [InlineData("var t = Task.Run(() => { foreach (var item in items) [|n += item|]; }); foreach (var x in numbers) { [|n += x|]; } await t;")]
    [InlineData("var a = new Thread(() => [|numbers[0]++|]); var b = new Thread(() => [|numbers[0]++|]); a.Start(); b.Start();")]
    [InlineData("var a = new Thread(() => Interlocked.Increment(ref n)); var b = new Thread(() => [|n++|]); a.Start(); b.Start();")]
    [InlineData("var a = new Thread(() => { lock (_gate) n++; }); var b = new Thread(() => [|n++|]); a.Start(); b.Start();")]
    [InlineData("var start = new ManualResetEvent(false); for (int i = 0; i < 4; i++) { new Thread(() => { start.WaitOne(); [|n++|]; }).Start(); } start.Set();")]
    [InlineData("var done = new CountdownEvent(4); for (int i = 0; i < 4; i++) { new Thread(() => { [|n++|]; done.Signal(); }).Start(); } done.Wait();")]
    [InlineData("var q = new BlockingCollection<int>(); for (int i = 0; i < 4; i++) { Task.Run(() => { foreach (var v in q.GetConsumingEnumerable()) { [|n += v|]; } }); }")]
    [InlineData("for (int i = 0; i < 4; i++) { Task.Run(() => { while (true) { [|n++|]; } }); }")]
    [InlineData("for (int i = 0; i < 4; i++) { int k = i; Task.Run(() => { if (k % 2 == 0) { [|n++|]; } }); }")]
    [InlineData("for (int i = 0; i < 4; i++) { Task.Run(() => { foreach (var item in items) { if (item == 3) { [|n++|]; } } }); }")]
    [InlineData("int next = 0; for (int t = 0; t < 4; t++) { Task.Run(() => { int i; while ((i = Interlocked.Increment(ref next)) < 100) { [|n += numbers[i]|]; } }); }")]
    [InlineData("var ts = new[] { new Thread(() => [|n++|]), new Thread(() => [|n++|]) }; foreach (var t in ts) t.Start(); foreach (var t in ts) t.Join();")]
    [InlineData("var ts = Enumerable.Range(0, 4).Select(_ => new Thread(() => [|n++|])).ToList(); foreach (var t in ts) t.Start(); foreach (var t in ts) t.Join();")]
    [InlineData("void Add() { [|n++|]; } var a = new Thread(Add); var b = new Thread(Add); a.Start(); b.Start(); a.Join(); b.Join();")]
    [InlineData("n = 5; var a = Task.Run(() => { [|n = Math.Max(n, items.Count)|]; }); var b = Task.Run(() => { [|n = Math.Max(n, numbers.Length)|]; }); await a; await b;")]
    public Task Reports_an_update_by_threads_that_run_at_the_same_time(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("static void Work() { for (int i = 0; i < 200000; i++) { [|s_n += 1|]; } } static void Main() { var a = new Thread(Work); var b = new Thread(new ThreadStart(Work)); a.Start(); b.Start(); a.Join(); b.Join(); Console.WriteLine(s_n); }")]
    [InlineData("void Work() { Step(); } void Step() { [|_n++|]; } void M() { for (int i = 0; i < 3; i++) { new Thread(Work).Start(); } }")]
    [InlineData("void Work(object o) { [|_n += (int)o|]; } void M() { for (int i = 0; i < 3; i++) { var t = new Thread(Work); t.Start(i); } }")]
    [InlineData("void Up() { [|_n++|]; } void Down() { [|_n--|]; } void M() { var a = new Thread(Up); var b = new Thread(Down); a.Start(); b.Start(); a.Join(); b.Join(); }")]
    [InlineData("public int Total { get; set; } void M() { for (int i = 0; i < 3; i++) { Task.Run(() => { [|Total += 2|]; }); } }")]
    [InlineData("void Work() { while (!_stop) { [|_n++|]; } } volatile bool _stop; void M() { for (int i = 0; i < 3; i++) { new Thread(Work).Start(); } }")]
    [InlineData("Thread _a, _b; void M() { _a = new Thread(Work); _b = new Thread(Work); _a.Start(); _b.Start(); } void Work() { [|_n++|]; }")]
    public Task Reports_an_update_of_a_field(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("void Up() => Interlocked.Increment(ref _n); void Down() { [|_n--|]; }")]
    [InlineData("void Up() => Interlocked.Increment(ref _n); void Down() { lock (_gate) { [|_n--|]; } }")]
    [InlineData("static void Up() => Interlocked.Add(ref s_n, 3); static int Next() => [|s_n++|];")]
    [InlineData("void Up() => Interlocked.Increment(ref _n); void Reset(int k) { [|_n = _n - k|]; }")]
    public Task Reports_an_ordinary_update_of_what_Interlocked_changes_elsewhere(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("volatile int _v; public void Add() { {|#0:_v++|}; }")]
    [InlineData("static volatile int s_v; public static void Add(int k) => {|#0:s_v += k|};")]
    public Task Reports_an_update_of_a_volatile_field_as_information(string members) => Verify.VerifyAnalyzerAsync(
        InType(members),
        new DiagnosticResult("CONC802", DiagnosticSeverity.Info).WithLocation(0).WithArguments(members.Contains("s_v", StringComparison.Ordinal) ? "s_v" : "_v", "other threads do the same: 'volatile' makes the read and the write visible, not the two one step"));

    [Theory]
    [InlineData("public override string ToString() { {|#0:_n++|}; return null; } void Up() => Interlocked.Increment(ref {|#1:_n|});")]
    [InlineData("public void Grow(int k) { {|#0:_n = Math.Max(_n, k)|}; } void Set(int k) => Interlocked.Exchange(ref {|#1:_n|}, k);")]
    public Task Reports_as_information_where_the_two_may_exclude_each_other(string members) => Verify.VerifyAnalyzerAsync(
        InType(members),
        new DiagnosticResult("CONC802", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithMessage("'_n' is updated here without a lock while other threads change it with Interlocked in line 15, which waits for no ordinary update; where two updates overlap, one is lost"));

    [Fact]
    public Task Reports_who_meets_whom() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        class C
        {
            static int n;
            static void Up() { {|#0:n++|}; }
            static void Down() { {|#1:n--|}; }
            static void Main()
            {
                var a = new Thread(Up);
                var b = new Thread(Down);
                {|#2:a.Start()|};
                {|#3:b.Start()|};
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithLocation(1).WithLocation(3).WithArguments("n", "a thread that line 12 starts changes it in line 6"),
        Verify.Diagnostic().WithLocation(1).WithLocation(0).WithLocation(2).WithArguments("n", "a thread that line 11 starts changes it in line 5"));

    [Theory]
    [InlineData("var a = new Thread(() => { lock (_gate) n++; }); var b = new Thread(() => { lock (_gate) { n++; } }); a.Start(); b.Start(); a.Join(); b.Join();")]
    [InlineData("var a = new Thread(() => Interlocked.Increment(ref n)); var b = new Thread(() => Interlocked.Increment(ref n)); a.Start(); b.Start(); a.Join(); b.Join(); n++;")]
    [InlineData("var a = new Thread(() => n++); var b = new Thread(() => n++); a.Start(); a.Join(); b.Start(); b.Join();")]
    [InlineData("for (int i = 0; i < 4; i++) { var t = new Thread(() => n++); t.Start(); t.Join(); }")]
    [InlineData("for (int i = 0; i < 4; i++) { await Task.Run(() => n++); }")]
    [InlineData("foreach (var item in items) { int own = 0; var t = new Thread(() => { own++; }); t.Start(); }")]
    [InlineData("for (int i = 0; i < 4; i++) { new Thread(() => { int own = 0; own++; }).Start(); }")]
    [InlineData("var t = new Thread(() => n++); t.Start(); t.Join(); n++;")]
    [InlineData("n++; var t = new Thread(() => n++); t.Start(); t.Join();")]
    [InlineData("var t = Task.Run(() => n++); await t; n += 2;")]
    [InlineData("for (int i = 0; i < 4; i++) { int k = i; new Thread(() => numbers[k]++).Start(); }")]
    [InlineData("var a = new Thread(() => numbers[0]++); var b = new Thread(() => numbers[1]++); a.Start(); b.Start();")]
    [InlineData("for (int i = 0; i < 4; i++) { int k = i; new Thread(() => { if (k == 0) n++; }).Start(); }")]
    [InlineData("for (int i = 0; i < 4; i++) { int k = i; new Thread(() => { switch (k) { case 0: n++; break; } }).Start(); }")]
    [InlineData("var turn = new AutoResetEvent(true); for (int i = 0; i < 4; i++) { new Thread(() => { turn.WaitOne(); n++; turn.Set(); }).Start(); }")]
    [InlineData("var turn = new SemaphoreSlim(1); for (int i = 0; i < 4; i++) { Task.Run(async () => { await turn.WaitAsync(); try { n++; } finally { turn.Release(); } }); }")]
    [InlineData("var spin = new SpinLock(false); for (int i = 0; i < 4; i++) { new Thread(() => { bool taken = false; try { spin.Enter(ref taken); n++; } finally { if (taken) spin.Exit(); } }).Start(); }")]
    [InlineData("var m = new Mutex(); for (int i = 0; i < 4; i++) { new Thread(() => { m.WaitOne(); n++; m.ReleaseMutex(); }).Start(); }")]
    [InlineData("int busy = 0; for (int i = 0; i < 4; i++) { new Thread(() => { while (Interlocked.CompareExchange(ref busy, 1, 0) != 0) { } n++; Volatile.Write(ref busy, 0); }).Start(); }")]
    [InlineData("int left = 4; for (int i = 0; i < 4; i++) { new Thread(() => { if (Interlocked.Decrement(ref left) == 0) { n++; } }).Start(); }")]
    [InlineData("for (int i = 0; i < 4; i++) { new Thread(() => { using (MyLock.Take()) { n++; } }).Start(); }")]
    [InlineData("for (int i = 0; i < 4; i++) { new Thread(() => { MyLock.Run(() => n++); }).Start(); }")]
    [InlineData("var b = new Barrier(2); var t = new Thread(() => { n++; b.SignalAndWait(); b.SignalAndWait(); n++; }); t.Start(); b.SignalAndWait(); n++; b.SignalAndWait();")]
    [InlineData("var e = new ManualResetEvent(false); var t = new Thread(() => { n++; e.Set(); }); t.Start(); e.WaitOne(); n++;")]
    [InlineData("if (items.Count > 3) { new Thread(() => n++).Start(); } else { new Thread(() => n--).Start(); }")]
    [InlineData("Parallel.For(0, 10, i => { n += i; });")]
    [InlineData("var ts = new List<Task>(); foreach (var item in items) { ts.Add(Add()); } await Task.WhenAll(ts); async Task Add() { await Task.Yield(); n++; }")]
    [InlineData("int turn = 0; for (int i = 0; i < 4; i++) { int k = i; new Thread(() => { while (Volatile.Read(ref turn) != k) { Thread.Yield(); } n++; Volatile.Write(ref turn, k + 1); }).Start(); }")]
    [InlineData("var local = new ThreadLocal<int>(); for (int i = 0; i < 4; i++) { new Thread(() => { local.Value++; }).Start(); }")]
    [InlineData("var local = new Counter(); var a = new Thread(() => { var mine = new Counter(); mine.N++; }); var b = new Thread(() => { var mine = new Counter(); mine.N++; }); a.Start(); b.Start();")]
    public Task Ignores_updates_that_do_not_meet(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements) + """

        class MyLock { public static IDisposable Take() => null; public static void Run(Action a) { lock (typeof(MyLock)) a(); } }
        class Counter { public int N; }
        """);

    [Theory]
    [InlineData("[ThreadStatic] static int t_n; static void Work() { t_n++; } static void M() { new Thread(Work).Start(); new Thread(Work).Start(); }")]
    [InlineData("void Work() { _n++; } void M() { new Thread(Work).Start(); }")]
    [InlineData("void Work() { lock (_gate) { Step(); } } void Step() { _n++; } void M() { for (int i = 0; i < 3; i++) new Thread(Work).Start(); }")]
    [InlineData("void Work() { Monitor.Enter(_gate); try { _n++; } finally { Monitor.Exit(_gate); } } void M() { for (int i = 0; i < 3; i++) new Thread(Work).Start(); }")]
    [InlineData("class W { int _own; public void Run() { _own++; } } void M() { for (int i = 0; i < 3; i++) { var w = new W(); new Thread(w.Run).Start(); } }")]
    [InlineData("class W { int _own; public void Run() { _own++; } } void M() { for (int i = 0; i < 3; i++) { new Thread(new W().Run).Start(); } }")]
    public Task Ignores_fields_of_one_thread_or_under_a_lock(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("C() { _n++; } void Up() => Interlocked.Increment(ref _n);")]
    [InlineData("C() { Init(); } void Init() { _n += 2; } void Up() => Interlocked.Increment(ref _n);")]
    [InlineData("void Up() { lock (_gate) { Interlocked.Increment(ref _n); } } void Down() { lock (_gate) { _n--; } }")]
    [InlineData("void Up() => Interlocked.Increment(ref _n); void Reset() { _n = 0; }")]
    [InlineData("void Up() => Interlocked.Increment(ref _n); void Merge(C other) { other._n += 1; }")]
    [InlineData("int Sum(int[] a) { Parallel.ForEach(a, v => Interlocked.Add(ref _n, v)); _n += 1; return _n; }")]
    [InlineData("void Up() => Interlocked.Read(ref _l); long _l; void Add() { _l++; }")]
    [InlineData("volatile int _v; void Add() { lock (_gate) { _v++; } }")]
    [InlineData("volatile int _v; public void Add() { lock (_gate) { Step(); } } void Step() { _v++; }")]
    [InlineData("volatile int _v; MyLock _l = new MyLock(); public void Add() { _l.Lock(); _v++; _l.Unlock(); } class MyLock { public void Lock() { } public void Unlock() { } }")]
    [InlineData("public void Add() { lock (_gate) { Step(); } } void Step() { _n++; } void Up() { lock (_gate) { Interlocked.Increment(ref _n); } }")]
    [InlineData("volatile int _v; void Set() { _v = 3; } C() { _v++; }")]
    [InlineData("void Up() => Interlocked.Increment(ref _n); public void Dispose() { _n--; }")]
    public Task Ignores_ordinary_updates_that_are_alone(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Reports_threads_of_the_runtime() => VerifyRuntime.VerifyAnalyzerAsync(InType("""
        static void Add(string name) { for (int i = 0; i < 200000; i++) { [|s_n += 1|]; } }
        static void Main()
        {
            WorkerThread a = WorkerThread.Create(Add, "t1");
            WorkerThread b = WorkerThread.Create(Add, "t2");
            a.Start();
            b.Start();
            a.Join();
            b.Join();
            Console.WriteLine(s_n);
        }
        """, "using ConcurrencyAnalyzers.Runtime;"));

    [Fact]
    public Task Ignores_threads_of_the_runtime_that_take_a_lock() => VerifyRuntime.VerifyAnalyzerAsync(InType("""
        static readonly NonReentrantLock s_lock = new();
        static void Add(string name) { for (int i = 0; i < 200000; i++) { using (s_lock.Enter()) { s_n += 1; } } }
        static void Again() { s_lock.Acquire(); try { s_n += 1; } finally { s_lock.Release(); } }
        static void Main()
        {
            var a = WorkerThread.Create(Add, "t1");
            var b = new WorkerThread(Again);
            a.Start();
            b.Start();
        }
        """, "using ConcurrencyAnalyzers.Runtime;"));

    [Theory]
    [InlineData("n++;", "Interlocked.Increment(ref n);")]
    [InlineData("--n;", "Interlocked.Decrement(ref n);")]
    [InlineData("n += items.Count;", "Interlocked.Add(ref n, items.Count);")]
    [InlineData("n -= items.Count + 1;", "Interlocked.Add(ref n, -(items.Count + 1));")]
    [InlineData("n = n + 2;", "Interlocked.Add(ref n, 2);")]
    [InlineData("n |= 4;", "Interlocked.Or(ref n, 4);")]
    [InlineData("var old = n++;", "var old = Interlocked.Increment(ref n) - 1;")]
    [InlineData("var now = ++n; // counted", "var now = Interlocked.Increment(ref n); // counted")]
    public Task Fixes_with_Interlocked(string update, string repaired) => Verify.VerifyCodeFixAsync(
        InMethod($"for (int i = 0; i < 4; i++) {{ new Thread(() => {{ {Marked(update)}\n}}).Start(); }}"),
        InMethod($"for (int i = 0; i < 4; i++) {{ new Thread(() => {{ {repaired}\n}}).Start(); }}"));

    private static string Marked(string update)
    {
        var start = update.StartsWith("var", StringComparison.Ordinal) ? update.IndexOf('=', StringComparison.Ordinal) + 2 : 0;
        var end = update.IndexOf(';', StringComparison.Ordinal);
        return update[..start] + "[|" + update[start..end] + "|]" + update[end..];
    }

    [Theory]
    [InlineData("void Spawn() { new Thread(Work).Start(); } public void Go() { for (int i = 0; i < 5; i++) { Spawn(); } }")]
    [InlineData("void Spawn() { Task.Run(Work); } public void Go() { Spawn(); Spawn(); }")]
    [InlineData("Thread Spawn() { var t = new Thread(Work); t.Start(); return t; } public void Go() { var all = new List<Thread>(); for (int i = 0; i < 5; i++) { all.Add(Spawn()); } foreach (var t in all) t.Join(); }")]
    [InlineData("public void Go() { for (int i = 0; i < 5; i++) { Spawn(); } void Spawn() { new Thread(Work).Start(); } }")]
    [InlineData("public void Go() { var all = Enumerable.Range(0, 5).Select(_ => new Thread(Work)).ToList(); all.ForEach(t => t.Start()); all.ForEach(t => t.Join()); }")]
    public Task Reports_threads_that_a_helper_starts(string members) => Verify.VerifyAnalyzerAsync(InType("void Work() { [|_n++|]; } " + members));

    [Theory]
    [InlineData("Thread Spawn() { var t = new Thread(Work); t.Start(); return t; } public void Go() { Spawn().Join(); }")]
    [InlineData("Thread Spawn() { var t = new Thread(Work); t.Start(); return t; } public void Go() { for (int i = 0; i < 5; i++) { Spawn().Join(); } }")]
    [InlineData("void Run() { var t = new Thread(Work); t.Start(); t.Join(); } public void Go() { for (int i = 0; i < 5; i++) { Run(); } }")]
    [InlineData("Thread _t; void Ensure() { if (_t == null) { _t = new Thread(Work); _t.Start(); } } public void Go() { for (int i = 0; i < 5; i++) { Ensure(); } }")]
    [InlineData("void Spawn() { int own = 0; new Thread(() => own++).Start(); } public void Go() { for (int i = 0; i < 5; i++) { Spawn(); } }")]
    [InlineData("void Spawn(AutoResetEvent done) { new Thread(() => { Work(); done.Set(); }).Start(); } public void Go() { var done = new AutoResetEvent(false); for (int i = 0; i < 5; i++) { Spawn(done); done.WaitOne(); } }")]
    [InlineData("public async Task Go() { for (int i = 0; i < 5; i++) { await Spawn(); } } Task Spawn() => Task.Run(Work);")]
    public Task Ignores_helpers_that_are_waited_for_or_start_once(string members) => Verify.VerifyAnalyzerAsync(InType("void Work() { _n++; } " + members));

    [Theory]
    [InlineData("volatile int _v; void SetInsideLock() { _v |= 3; }")]
    [InlineData("volatile int _v; void Set() { System.Diagnostics.Debug.Assert(Monitor.IsEntered(this)); _v |= 3; }")]
    public Task Ignores_an_update_whose_caller_holds_the_lock_as_it_says(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Fixes_both_sides_of_an_update() => Verify.VerifyCodeFixAsync(
        InType("void Up() { [|_n++|]; } void Down() { [|_n--|]; } public void Go() { var a = new Thread(Up); var b = new Thread(Down); a.Start(); b.Start(); }"),
        InType("void Up() { Interlocked.Increment(ref _n); } void Down() { Interlocked.Decrement(ref _n); } public void Go() { var a = new Thread(Up); var b = new Thread(Down); a.Start(); b.Start(); }"));

    [Fact]
    public Task Fixes_with_a_using_directive_where_there_is_none() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading.Tasks;
        class C
        {
            void M()
            {
                int n = 0;
                for (int i = 0; i < 4; i++)
                {
                    Task.Run(() =>
                    {
                        [|n++|];
                    });
                }
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            void M()
            {
                int n = 0;
                for (int i = 0; i < 4; i++)
                {
                    Task.Run(() =>
                    {
                        Interlocked.Increment(ref n);
                    });
                }
            }
        }
        """);

    [Fact]
    public Task Fixes_what_Interlocked_cannot_do_with_one_lock() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;

        class C
        {
            private double _sum;

            void Up()
            {
                // The first half.
                [|_sum += 0.5|];
            }

            void Down() => [|_sum -= 0.5|];

            void M()
            {
                new Thread(Up).Start();
                new Thread(Down).Start();
            }
        }
        """,
        """
        using System.Threading;

        class C
        {
            private readonly Lock _gate = new();
            private double _sum;

            void Up()
            {
                // The first half.
                lock (_gate)
                {
                    _sum += 0.5;
                }
            }

            void Down()
            {
                lock (_gate)
                {
                    _sum -= 0.5;
                }
            }

            void M()
            {
                new Thread(Up).Start();
                new Thread(Down).Start();
            }
        }
        """);

    [Fact]
    public Task Fixes_with_the_lock_that_the_other_thread_takes() => Verify.VerifyCodeFixAsync(
        InMethod("""
            var a = new Thread(() => { lock (_gate) n++; });
            var b = new Thread(() =>
            {
                [|n++|];
            });
            a.Start(); b.Start();
            """),
        InMethod("""
            var a = new Thread(() => { lock (_gate) n++; });
            var b = new Thread(() =>
            {
                lock (_gate)
                {
                    n++;
                }
            });
            a.Start(); b.Start();
            """));

    [Theory]
    [InlineData("var a = new Thread(() => { lock (MyGate()) n++; }); var b = new Thread(() => [|n++|]); a.Start(); b.Start(); object MyGate() => _gate;")]
    [InlineData("var a = new Thread(() => Interlocked.Increment(ref n)); var b = new Thread(() => { [|n = 2 * n|]; }); a.Start(); b.Start();")]
    [InlineData("for (int i = 0; i < 4; i++) { new Thread(() => { [|sum += Work()|]; }).Start(); } double Work() => 1;")]
    public Task Fixes_nothing_where_the_result_could_be_wrong(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));

    [Theory]
    [InlineData("for (int i = 0; i < 4; i++) { new Thread(() => n++.Start(); }")]
    [InlineData("for (;;) { new Thread(() => { n +=  }).; }")]
    [InlineData("var a = new Thread(() => missing++); a.Start(); a.Start();")]
    public Task Ignores_broken_code(string statements) => new CSharpAnalyzerTest<CONC802NonAtomicUpdateAnalyzer, DefaultVerifier>
    {
        TestCode = InMethod(statements),
        CompilerDiagnostics = CompilerDiagnostics.None,
    }.RunAsync();
}
