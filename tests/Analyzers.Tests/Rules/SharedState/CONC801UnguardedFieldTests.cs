using ConcurrencyAnalyzers.Rules.SharedState;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.SharedState.CONC801UnguardedFieldAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.SharedState.CONC801UnguardedFieldFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.SharedState.CONC801UnguardedFieldAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.SharedState.CONC801UnguardedFieldFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.SharedState.CONC801UnguardedFieldAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.SharedState.CONC801UnguardedFieldFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.SharedState;

public sealed class CONC801UnguardedFieldTests
{
    /// <summary>A type that holds its lock at three uses of each field, in two methods.</summary>
    private static string InType(string members, string attribute = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        {{attribute}}
        class C
        {
            private readonly object _gate = new object();
            private readonly object _other = new object();
            private readonly List<int> _items = new List<int>();
            private int _n;
            private decimal _sum;
            private bool _flag;
            private object _last;

            public void Add(int item) { lock (_gate) { _items.Add(item); _n++; _sum += item; _flag = true; _last = item; } }
            public void Remove(int item) { lock (_gate) { _items.Remove(item); _n--; _sum -= item; _flag = false; _last = null; } }
            public int Take() { lock (_gate) { var n = _n; var s = _sum; var f = _flag; var l = _last; return _items[0]; } }
            {{members}}
        }
        class NotThreadSafeAttribute : Attribute { }
        class RequiresLockAttribute : Attribute { public RequiresLockAttribute(string name) { } }
        class GuardedByAttribute : Attribute { public GuardedByAttribute(string name) { } }
        """;

    [Theory]
    [InlineData("public void Reset() { [|_n|] = 0; }")]
    [InlineData("public void Reset() => [|_n|]--;")]
    [InlineData("public void Clear() => [|_items|].Clear();")]
    [InlineData("public void Clear() { this.[|_items|].Clear(); }")]
    [InlineData("public int Count() => [|_items|].Count;")]
    [InlineData("public int Count => [|_items|].Count;")]
    [InlineData("public int First() { return [|_items|][0]; }")]
    [InlineData("public void Print() { foreach (var item in [|_items|]) { Console.WriteLine(item); } }")]
    [InlineData("public decimal Sum => [|_sum|];")]
    [InlineData("public int N => [|_n|];")]
    [InlineData("public object Last() { return [|_last|]; }")]
    [InlineData("public bool Many() { if ([|_n|] > 3) { return true; } return false; }")]
    [InlineData("public int Twice() { return 2 * [|_n|]; }")]
    [InlineData("public void Wrong() { lock (_gate) { } [|_n|] = 3; }")]
    [InlineData("public void Helper() { Set(); } private void Set() { [|_n|] = 5; }")]
    [InlineData("public void One() { lock (_gate) { Set(); } } public void Two() { Set(); } private void Set() { [|_n|] = 5; }")]
    [InlineData("public void Start() { new Thread(() => { [|_n|] = 5; }).Start(); }")]
    [InlineData("public bool Any() { if ([|_items|].Count > 0) { return true; } return false; }")]
    public Task Reports_a_use_without_the_lock_that_the_others_hold(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("public void Reset() { lock (_other) { [|_n|] = 0; } }")]
    [InlineData("private static readonly object s_gate = new object(); public int Get() { lock (s_gate) { return [|_n|]; } }")]
    public Task Reports_a_use_under_another_lock(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("public object Last => _last;")]
    [InlineData("public bool Flag => _flag;")]
    [InlineData("public bool IsEmpty { get { if (_last == null) { return true; } return false; } }")]
    [InlineData("public C() { _n = 5; _items.Add(3); }")]
    [InlineData("public C() { Init(); } private void Init() { _items.Add(3); }")]
    [InlineData("public void Dispose() { _items.Clear(); _n = 0; }")]
    [InlineData("~C() { _n = 0; }")]
    [InlineData("public void One() { lock (_gate) { Set(); } } private void Set() { _n = 5; Deep(); } private void Deep() { _items.Clear(); }")]
    [InlineData("public void One() { lock (_gate) { Set(); } } internal void Set() { _n = 5; }")]
    [InlineData("[NotThreadSafe] public void Reset() { _n = 0; }")]
    [InlineData("public void ResetUnsafe() { _n = 0; }")]
    [InlineData("public void ResetLocked() { _n = 0; }")]
    [InlineData("[RequiresLock(\"_gate\")] public void Reset() { _n = 0; _items.Clear(); }")]
    [InlineData("public override string ToString() => _items.Count.ToString();")]
    [InlineData("public void Check() { if (_flag) { throw new InvalidOperationException(); } }")]
    [InlineData("public object Lazy() { if (_last != null) { return 1; } lock (_gate) { if (_last == null) { _last = new object(); } return _last; } }")]
    [InlineData("public bool IsOpen() { return !_flag; }")]
    [InlineData("public bool IsOpen() => _flag && !_flag;")]
    [InlineData("public void Reset() { Monitor.Enter(_gate); try { _n = 0; } finally { Monitor.Exit(_gate); } }")]
    [InlineData("public void Reset() { bool taken = false; try { Monitor.Enter(_gate, ref taken); _n = 0; } finally { if (taken) Monitor.Exit(_gate); } }")]
    [InlineData("public void Reset() { if (Monitor.TryEnter(_gate)) { try { _n = 0; } finally { Monitor.Exit(_gate); } } }")]
    [InlineData("public void Reset() { var gate = _gate; lock (gate) { _n = 0; } }")]
    [InlineData("public int Max() { lock (_gate) { return _items.Where(item => item < _n).Max(); } }")]
    [InlineData("public void Each(Action a) { lock (_gate) { void Set() { _n = 3; } Set(); } }")]
    [InlineData("public void Run() { Locked(() => _n = 3); } private void Locked(Action a) { lock (_gate) { a(); } }")]
    [InlineData("public void Start() { _n = 0; _items.Clear(); new Thread(() => Add(3)).Start(); }")]
    [InlineData("public int End(Thread t) { t.Join(); return _n + _items.Count; }")]
    [InlineData("public void Reset() { Debug(Monitor.IsEntered(_gate)); _n = 0; } void Debug(bool b) { System.Diagnostics.Debug.Assert(b); }")]
    [InlineData("public void Reset() { System.Diagnostics.Debug.Assert(Monitor.IsEntered(_gate)); _n = 0; }")]
    [InlineData("public void Try(bool hard) { bool taken = false; if (hard) { Monitor.Enter(_gate, ref taken); } Set(); if (taken) { Monitor.Exit(_gate); } } private void Set() { _n = 5; }")]
    [InlineData("public void Initialize() { _n = 0; _items.Clear(); }")]
    [InlineData("public void Look() { lock (_other) { if (_flag) { Console.WriteLine(); } } }")]
    [InlineData("public void Merge(C other) { other._n = 3; }")]
    [InlineData("public void Both() { lock (_gate) { lock (_other) { _n = 3; } } }")]
    public Task Ignores_what_is_guarded_or_meets_nobody(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Ignores_a_plain_read_where_nothing_says_that_threads_meet() => Verify.VerifyAnalyzerAsync("""
        static class C
        {
            private static readonly object s_gate = new object();
            private static int s_n;
            public static int Run() { Up(); Down(); return s_n; }
            private static void Up() { lock (s_gate) { s_n++; } }
            private static void Down() { lock (s_gate) { s_n--; } }
        }
        """);

    [Fact]
    public Task Ignores_a_type_that_is_declared_not_thread_safe() => Verify.VerifyAnalyzerAsync(InType("public void Reset() { _n = 0; }", "[NotThreadSafe]"));

    [Theory]
    [InlineData("private volatile int _v; public void A() { lock (_gate) _v = 1; } public void B() { lock (_gate) _v = 2; } public void D() { lock (_gate) _v = 3; } public void E() { _v = 4; }")]
    [InlineData("private int _v; public void A() { lock (_gate) Interlocked.Increment(ref _v); } public void B() { lock (_gate) _v = 2; } public void D() { lock (_gate) _v = 3; } public int E() => 2 * Volatile.Read(ref _v) + _v;")]
    [InlineData("private readonly int[] _v = new int[3]; public int A() { lock (_gate) return _v[0]; } public int B() { lock (_gate) return _v[1]; } public int D() { lock (_gate) return _v[0]; } public int E() => _v[2];")]
    [InlineData("private int _v; public int A() { lock (_gate) return _v; } public int B() { lock (_gate) return _v; } public int D() { lock (_gate) return _v; } public int E() => 2 * _v;")]
    [InlineData("private int _v; public int A() { lock (_gate) return _v++; } public int B() { return _v; } public int D() { return _v = 2; } public void E() { _v = 4; }")]
    [InlineData("private int _v; public void A() { lock (_gate) lock (_other) { _v = 1; } } public int B() { lock (_gate) return _v + 1; } public int D() { lock (_other) return _v + 2; } public int E() { lock (_gate) return _v + 3; }")]
    public Task Ignores_fields_that_need_no_lock_or_have_no_clear_one(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("private readonly ReaderWriterLockSlim _rw = new ReaderWriterLockSlim(); private int _v; public int Get() { _rw.EnterReadLock(); try { return _v; } finally { _rw.ExitReadLock(); } } public void Set(int v) { _rw.EnterWriteLock(); try { _v = v; } finally { _rw.ExitWriteLock(); } } public void Bump() { _rw.EnterReadLock(); try { [|_v|] = 3; } finally { _rw.ExitReadLock(); } }")]
    [InlineData("private readonly ReaderWriterLockSlim _rw = new ReaderWriterLockSlim(); private int _v; public int Get() { _rw.EnterReadLock(); try { return _v; } finally { _rw.ExitReadLock(); } } public void Set(int v) { _rw.EnterWriteLock(); try { _v = v; } finally { _rw.ExitWriteLock(); } } public void Bump() { [|_v|] = 3; }")]
    public Task Reports_a_write_that_a_reader_writer_lock_does_not_guard(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Ignores_an_upgraded_write() => Verify.VerifyAnalyzerAsync(InType("private readonly ReaderWriterLockSlim _rw = new ReaderWriterLockSlim(); private int _v; public int Get() { _rw.EnterReadLock(); try { return _v; } finally { _rw.ExitReadLock(); } } public void Set(int v) { _rw.EnterUpgradeableReadLock(); try { if (_v != v) { _rw.EnterWriteLock(); try { _v = v; } finally { _rw.ExitWriteLock(); } } } finally { _rw.ExitUpgradeableReadLock(); } }"));

    [Fact]
    public Task Reports_a_semaphore_that_is_a_lock() => Verify.VerifyAnalyzerAsync(InType("private readonly SemaphoreSlim _s = new SemaphoreSlim(1, 1); private int _v; public async Task A() { await _s.WaitAsync(); try { _v++; } finally { _s.Release(); } } public async Task B() { await _s.WaitAsync(); try { _v--; } finally { _s.Release(); } } public void D() { [|_v|] = 0; }"));

    [Fact]
    public Task Ignores_a_semaphore_that_throttles() => Verify.VerifyAnalyzerAsync(InType("private readonly SemaphoreSlim _s = new SemaphoreSlim(4, 4); private int _v; public async Task A() { await _s.WaitAsync(); try { _v++; } finally { _s.Release(); } } public async Task B() { await _s.WaitAsync(); try { _v--; } finally { _s.Release(); } } public void D() { _v = 0; }"));

    [Theory]
    [InlineData("[GuardedBy(\"_gate\")] private int _v; public void Set() { [|_v|] = 3; }")]
    [InlineData("[GuardedBy(nameof(_gate))] private int _v; public int Get() => [|_v|];")]
    [InlineData("[GuardedBy(nameof(_gate))] private int _v; public void Set() { lock (_other) { [|_v|] = 3; } }")]
    [InlineData("[GuardedBy(nameof(_gate))] public int V { get; set; } public void Set() { [|V|] = 3; }")]
    [InlineData("[RequiresLock(nameof(_gate))] private void Step() { } public void Go() { [|Step|](); }")]
    [InlineData("[RequiresLock(nameof(_gate))] private void Step() { } public void Go() { lock (_other) { this.[|Step|](); } }")]
    [InlineData("[GuardedBy(\"this\")] private int _v; public void Set() { lock (_gate) { [|_v|] = 3; } }")]
    [InlineData("class Inner { private readonly object _own = new object(); [GuardedBy(nameof(_own))] private int _v; public void Set() { [|_v|] = 3; } }")]
    [InlineData("[GuardedBy([|\"nothing\"|])] private int _v; public void Set() { _v = 3; }")]
    [InlineData("[RequiresLock([|\"_gat\"|])] private void Step() { } public void Go() { Step(); }")]
    [InlineData("class Inner { [GuardedBy([|\"_gate\"|])] private int _v; public void Set() { _v = 3; } }")]
    public Task Reports_what_the_attributes_forbid(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("[GuardedBy(\"_gate\")] private int _v; public void Set() { lock (_gate) { _v = 3; } } public C() { _v = 5; }")]
    [InlineData("[GuardedBy(\"_gate\")] private int _v; [RequiresLock(\"_gate\")] private void Step() { _v++; } public void Go() { lock (_gate) { Step(); } }")]
    [InlineData("[RequiresLock(\"_gate\")] private void Step() { Next(); } [RequiresLock(\"_gate\")] private void Next() { }")]
    [InlineData("[GuardedBy(\"this\")] private int _v; public void Set() { lock (this) { _v = 3; } }")]
    [InlineData("[GuardedBy(\"C.s_gate of the type\")] private int _v; public void Set() { _v = 3; }")]
    [InlineData("private static readonly object s_gate = new object(); class Inner { [GuardedBy(nameof(s_gate))] private int _v; public void Set() { lock (s_gate) { _v = 3; } } }")]
    public Task Ignores_what_the_attributes_allow(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Reports_locks_of_the_runtime() => VerifyRuntime.VerifyAnalyzerAsync("""
        using ConcurrencyAnalyzers.Runtime;
        class C
        {
            private readonly NonReentrantLock _lock = new();
            private int _n;
            [GuardedBy(nameof(_lock))] private int _declared;
            public void Up() { using (_lock.Enter()) { _n++; _declared++; } }
            public void Down() { _lock.Acquire(); try { _n--; } finally { _lock.Release(); } }
            public int Get() { using (_lock.Enter()) { return _n; } }
            public void Reset() { [|_n|] = 0; }
            public void Wrong() { [|_declared|] = 0; }
        }
        """);

    [Fact]
    public Task Reports_the_evidence() => Verify.VerifyAnalyzerAsync(
        """
        class C
        {
            private readonly object _gate = new object();
            private int _n;
            public void Up() { lock (_gate) { {|#1:_n|}++; } }
            public void Down() { lock (_gate) { _n--; } }
            public int Get() { lock (_gate) { return _n; } }
            public void Reset() { {|#0:_n|} = 0; }
        }
        """,
        new DiagnosticResult("CONC801", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1)
            .WithMessage("'_n' is changed here without '_gate', which is held at 3 of 4 uses, such as in 'Up' in line 5"));

    [Fact]
    public Task Reports_weak_evidence_as_information() => Verify.VerifyAnalyzerAsync(
        """
        class C
        {
            private readonly object _gate = new object();
            private int _n;
            public void Up() { lock (_gate) { {|#1:_n|}++; } }
            public void Down() { lock (_gate) { _n--; } }
            public void Reset() { {|#0:_n|} = 0; }
        }
        """,
        new DiagnosticResult("CONC801", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1)
            .WithMessage("'_n' is changed here without '_gate', which is held at 2 of 3 uses, such as in 'Up' in line 5"));

    [Theory]
    [InlineData("public int Count => {|#0:_items|}.Count;", DiagnosticSeverity.Info)]
    [InlineData("public bool Has(int k) => {|#0:_items|}.Contains(k);", DiagnosticSeverity.Warning)]
    [InlineData("public decimal Sum => {|#0:_sum|};", DiagnosticSeverity.Info)]
    public Task Reports_a_warning_where_a_collection_may_be_in_the_middle_of_a_change(string members, DiagnosticSeverity severity) =>
        new CSharpAnalyzerTest<CONC801UnguardedFieldAnalyzer, DefaultVerifier>
        {
            TestCode = InType(members),
            ExpectedDiagnostics = { new DiagnosticResult("CONC801", severity).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations) },
        }.RunAsync();

    [Theory]
    [InlineData("public void Reset()\n    {\n        // Anew.\n        [|_n|] = 0; // zero\n    }", "public void Reset()\n    {\n        // Anew.\n        lock (_gate)\n        {\n            _n = 0;\n        } // zero\n    }")]
    [InlineData("public int Count => [|_items|].Count;", "public int Count\n    {\n        get\n        {\n            lock (_gate)\n            {\n                return _items.Count;\n            }\n        }\n    }")]
    [InlineData("public int Count() => [|_items|].Count;", "public int Count()\n    {\n        lock (_gate)\n        {\n            return _items.Count;\n        }\n    }")]
    [InlineData("public void Clear() => [|_items|].Clear();", "public void Clear()\n    {\n        lock (_gate)\n        {\n            _items.Clear();\n        }\n    }")]
    public Task Fixes_with_the_lock(string before, string after) => Verify.VerifyCodeFixAsync(InType(before), InType(after));

    [Theory]
    [InlineData("public void Print() { if ([|_items|].Remove(3)) { Console.WriteLine(); } }")]
    [InlineData("public int Twice() { ref var n = ref [|_n|]; return 2 * n; }")]
    [InlineData("public void Reset() { lock (_other) { [|_n|] = 0; } }")]
    [InlineData("public async Task Set() { [|_n|] = await Task.FromResult(3); }")]
    public Task Fixes_nothing_where_a_lock_statement_does_not_do(string members) => Verify.VerifyCodeFixAsync(InType(members), InType(members));

    [Fact]
    public Task Fixes_a_local_that_is_used_later() => Verify.VerifyCodeFixAsync(
        InType("public int Twice()\n    {\n        // Twice.\n        var n = [|_n|]; // now\n        return 2 * n;\n    }"),
        InType("public int Twice()\n    {\n        // Twice.\n        int n;\n        lock (_gate)\n        {\n            n = _n;\n        } // now\n        return 2 * n;\n    }"));

    /// <summary>A member that forgets the lock of a type whose other members take it with these statements around theirs.</summary>
    private static string InLocked(string field, string enter, string exit, string member, string usings = "") => $$"""
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        {{usings}}
        class C
        {
            private {{field}};
            private readonly List<int> _items = new();
            public void Add(int item) { {{enter}} try { _items.Add(item); } finally { {{exit}} } }
            public void Remove(int item) { {{enter}} try { _items.Remove(item); } finally { {{exit}} } }
            public int Take() { {{enter}} try { return _items[0]; } finally { {{exit}} } }

            {{member}}
        }
        """;

    [Theory]
    [InlineData("readonly ReaderWriterLockSlim _rw = new()", "_rw.EnterWriteLock();", "_rw.ExitWriteLock();", "public void Clear() => [|_items|].Clear();", "public void Clear()", "_rw.EnterWriteLock();", "_items.Clear();", "_rw.ExitWriteLock();")]
    [InlineData("readonly ReaderWriterLockSlim _rw = new()", "_rw.EnterWriteLock();", "_rw.ExitWriteLock();", "public bool Has(int item) => [|_items|].Contains(item);", "public bool Has(int item)", "_rw.EnterReadLock();", "return _items.Contains(item);", "_rw.ExitReadLock();")]
    [InlineData("readonly SemaphoreSlim _one = new(1, 1)", "_one.Wait();", "_one.Release();", "public void Clear() => [|_items|].Clear();", "public void Clear()", "_one.Wait();", "_items.Clear();", "_one.Release();")]
    [InlineData("readonly Mutex _mutex = new()", "_mutex.WaitOne();", "_mutex.ReleaseMutex();", "public void Clear() => [|_items|].Clear();", "public void Clear()", "_mutex.WaitOne();", "_items.Clear();", "_mutex.ReleaseMutex();")]
    public Task Fixes_with_the_calls_of_the_lock(string field, string enter, string exit, string before, string head, string taken, string body, string released) => Verify.VerifyCodeFixAsync(
        InLocked(field, enter, exit, before),
        InLocked(field, enter, exit, $"{head}\n    {{\n        {taken}\n        try\n        {{\n            {body}\n        }}\n        finally\n        {{\n            {released}\n        }}\n    }}"));

    [Fact]
    public Task Fixes_in_an_async_method_with_an_awaited_wait() => Verify.VerifyCodeFixAsync(
        InLocked("readonly SemaphoreSlim _one = new(1, 1)", "_one.Wait();", "_one.Release();", "public async Task Clear()\n    {\n        await Task.Yield();\n        [|_items|].Clear();\n    }"),
        InLocked("readonly SemaphoreSlim _one = new(1, 1)", "_one.Wait();", "_one.Release();", "public async Task Clear()\n    {\n        await Task.Yield();\n        await _one.WaitAsync();\n        try\n        {\n            _items.Clear();\n        }\n        finally\n        {\n            _one.Release();\n        }\n    }"));

    [Theory]
    [InlineData("NonReentrantLock")]
    [InlineData("ReentrantLock")]
    public Task Fixes_with_the_scope_of_a_lock_of_the_runtime(string type) => VerifyRuntime.VerifyCodeFixAsync(
        InLocked($"readonly {type} _lock = new()", "_lock.Acquire();", "_lock.Release();", "public void Clear() => [|_items|].Clear();", "using ConcurrencyAnalyzers.Runtime;"),
        InLocked($"readonly {type} _lock = new()", "_lock.Acquire();", "_lock.Release();", "public void Clear()\n    {\n        using (_lock.Enter())\n        {\n            _items.Clear();\n        }\n    }", "using ConcurrencyAnalyzers.Runtime;"));

    [Fact]
    public Task Fixes_the_call_of_a_method_that_requires_the_lock() => VerifyRuntime.VerifyCodeFixAsync(
        InLocked("readonly NonReentrantLock _lock = new()", "_lock.Acquire();", "_lock.Release();", "[RequiresLock(nameof(_lock))] private void Step() { }\n    public void Go() => [|Step|]();", "using ConcurrencyAnalyzers.Runtime;"),
        InLocked("readonly NonReentrantLock _lock = new()", "_lock.Acquire();", "_lock.Release();", "[RequiresLock(nameof(_lock))] private void Step() { }\n    public void Go()\n    {\n        using (_lock.Enter())\n        {\n            Step();\n        }\n    }", "using ConcurrencyAnalyzers.Runtime;"));

    [Theory]
    [InlineData("readonly ReaderWriterLockSlim _rw = new()", "_rw.EnterWriteLock();", "_rw.ExitWriteLock();", "public void Copy() => [|_items|].Add(Take());")]
    [InlineData("readonly SemaphoreSlim _one = new(1, 1)", "_one.Wait();", "_one.Release();", "public void Copy(System.Func<int> make) => [|_items|].Add(make());")]
    public Task Fixes_nothing_that_may_take_the_lock_again(string field, string enter, string exit, string member) => Verify.VerifyCodeFixAsync(InLocked(field, enter, exit, member), InLocked(field, enter, exit, member));

    [Fact]
    public Task Reports_a_timer_that_forgets_what_all_others_hold() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        class C
        {
            private readonly object _gate = new object();
            private readonly Timer _timer;
            private long _sum;
            public C() { _timer = new Timer(_ => Flush(), null, 1000, 1000); }
            public void Add(long n) { lock (_gate) { _sum += n; } }
            public long Get() { lock (_gate) { return _sum; } }
            private void Flush() { System.Console.WriteLine([|_sum|]); [|_sum|] = 0; }
        }
        """);

    [Theory]
    [InlineData("public void Reset() { = 3; }")]
    [InlineData("public void Reset() { lock () { _n = 3; }")]
    public Task Ignores_broken_code(string members) => new CSharpAnalyzerTest<CONC801UnguardedFieldAnalyzer, DefaultVerifier>
    {
        TestCode = InType(members),
        CompilerDiagnostics = CompilerDiagnostics.None,
        TestBehaviors = TestBehaviors.None,
    }.RunAsync();
}
