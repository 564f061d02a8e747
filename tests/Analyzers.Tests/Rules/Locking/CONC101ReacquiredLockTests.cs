using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.CodeFixes.Rules.Locking;
using ConcurrencyAnalyzers.Rules.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC101ReacquiredLockAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC101ReacquiredLockFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC101ReacquiredLockAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC101ReacquiredLockFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Locking.CONC101ReacquiredLockAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC101ReacquiredLockFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Locking;

public sealed class CONC101ReacquiredLockTests
{
    /// <summary>Statements in a method of a type that has a semaphore used as a lock.</summary>
    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private int _n;
            {{members}}

            async Task M(bool flag)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("_gate.Wait(); [|_gate.Wait()|]; _gate.Release(); _gate.Release();")]
    [InlineData("_gate.Wait(); try { [|_gate.Wait()|]; _n++; _gate.Release(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); await [|_gate.WaitAsync()|]; _gate.Release(); _gate.Release();")]
    [InlineData("await _gate.WaitAsync().ConfigureAwait(false); [|_gate.Wait()|]; _gate.Release(); _gate.Release();")]
    [InlineData("_gate.Wait(); [|_gate.Wait(CancellationToken.None)|]; _gate.Release(2);")]
    [InlineData("_gate.Wait(); [|_gate.Wait(Timeout.Infinite)|]; _gate.Release(2);")]
    [InlineData("_gate.Wait(); [|_gate.Wait(Timeout.InfiniteTimeSpan)|]; _gate.Release(2);")]
    [InlineData("var g = _gate; g.Wait(); [|_gate.Wait()|]; _gate.Release(); g.Release();")]
    [InlineData("this._gate.Wait(); if (flag) { [|_gate.Wait()|]; _gate.Release(); } _gate.Release();")]
    [InlineData("if (!_gate.Wait(100)) return; [|_gate.Wait()|]; _gate.Release(); _gate.Release();")]
    [InlineData("bool taken = await _gate.WaitAsync(100); if (taken) { [|_gate.Wait()|]; _gate.Release(); _gate.Release(); }")]
    [InlineData("if (flag) _gate.Wait(); else await _gate.WaitAsync(); [|_gate.Wait()|]; _gate.Release(2);")]
    [InlineData("_gate.Wait(); for (int i = 0; i < 3; i++) { [|_gate.Wait()|]; _gate.Release(); } _gate.Release();")]
    [InlineData("var s = new SemaphoreSlim(1); s.Wait(); [|s.Wait()|]; s.Release(2);")]
    [InlineData("Action a = () => { _gate.Wait(); [|_gate.Wait()|]; _gate.Release(2); }; a(); void L() { _gate.Wait(); [|_gate.Wait()|]; _gate.Release(2); } L();")]
    [InlineData("try { _gate.Wait(); } catch (Exception) { return; } [|_gate.Wait()|]; _gate.Release(2);")]
    public Task Reports_a_second_acquire_while_the_lock_is_held(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("_gate.Wait(); _gate.Release(); _gate.Wait(); _gate.Release();")]
    [InlineData("_gate.Wait(); try { _n++; } finally { _gate.Release(); } _gate.Wait(); _gate.Release();")]
    [InlineData("_gate.Wait(); if (_gate.Wait(0)) { _gate.Release(); } _gate.Release();")]
    [InlineData("_gate.Wait(); if (await _gate.WaitAsync(TimeSpan.FromSeconds(1))) { _gate.Release(); } _gate.Release();")]
    [InlineData("if (flag) { _gate.Wait(); } if (!flag) { _gate.Wait(); } _gate.Release();")]
    [InlineData("bool taken = _gate.Wait(0); if (!taken) { _gate.Wait(); } _gate.Release();")]
    [InlineData("if (!_gate.Wait(0)) { await _gate.WaitAsync(); } _gate.Release();")]
    [InlineData("_gate.Wait(); if (_gate.CurrentCount > 0) { _gate.Wait(); _gate.Release(); } _gate.Release();")]
    [InlineData("_gate.Wait(); try { throw new Exception(); } catch (Exception) { _gate.Release(); } _gate.Wait(); _gate.Release();")]
    [InlineData("foreach (var i in new int[3]) { _gate.Wait(); try { if (i == 0) continue; if (i == 1) break; } finally { _gate.Release(); } }")]
    [InlineData("while (flag) { var s = new SemaphoreSlim(1, 1); s.Wait(); _ = s.AvailableWaitHandle; }")]
    [InlineData("_gate.Wait(); Task.Run(() => { _gate.Wait(); _gate.Release(); }); _gate.Release();")]
    [InlineData("_gate.Wait(); Action later = () => { _gate.Wait(); _gate.Release(); }; _gate.Release(); later();")]
    [InlineData("var pending = _gate.WaitAsync(); if (await Task.WhenAny(pending, Task.Delay(1)) == pending) { _gate.Release(); } _gate.Wait(); _gate.Release();")]
    [InlineData("_gate.Wait(); goto end; end: _gate.Release(); _gate.Wait(); _gate.Release();")]
    [InlineData("switch (_n) { case 0: _gate.Wait(); break; case 1: _gate.Wait(); break; default: return; } _gate.Release();")]
    public Task Ignores_locks_that_are_free_or_only_tried(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(2, 2);")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(0, 1);")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(Environment.ProcessorCount);")]
    [InlineData("private readonly SemaphoreSlim _s; public D(SemaphoreSlim s) { _s = s; }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1); void Signal() { _s.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1); void Start() { Task.Run(() => _s.Release()); }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1); object Leak() => _s;")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1); void Leak() { Register(_s); } static void Register(SemaphoreSlim s) { }")]
    [InlineData("private readonly Mutex _m = new Mutex(); private readonly SemaphoreSlim _s = new SemaphoreSlim(5);")]
    public Task Ignores_semaphores_that_are_no_locks(string members) => Verify.VerifyAnalyzerAsync($$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        class D
        {
            {{members}}
            void Twice() { _s.Wait(); _s.Wait(); _s.Release(); _s.Release(); }
        }
        """);

    [Fact]
    public Task Ignores_locks_that_are_reentrant() => Verify.VerifyAnalyzerAsync("""
        using System.Threading;
        class C
        {
            private readonly object _a = new object();
            private readonly Lock _b = new Lock();
            private readonly Mutex _c = new Mutex();
            void M()
            {
                lock (_a) { lock (_a) { Monitor.Enter(_a); Monitor.Exit(_a); } }
                lock (_b) { _b.Enter(); using (_b.EnterScope()) { } _b.Exit(); }
                _c.WaitOne(); _c.WaitOne(); _c.ReleaseMutex(); _c.ReleaseMutex();
            }
        }
        """);

    [Fact]
    public Task Ignores_another_instance_and_a_reassigned_field() => Verify.VerifyAnalyzerAsync("""
        using System.Threading;
        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private SemaphoreSlim _changing = new SemaphoreSlim(1, 1);
            void M(C other)
            {
                _gate.Wait();
                other._gate.Wait();
                other._gate.Release();
                _gate.Release();
            }
            void N()
            {
                _changing.Wait();
                _changing = new SemaphoreSlim(1, 1);
                _changing.Wait();
                _changing.Release();
            }
            void O()
            {
                _changing.Wait();
                Swap();
                _changing.Wait();
                _changing.Release();
            }
            void Swap() => _changing = new SemaphoreSlim(1, 1);
        }
        """);

    [Fact]
    public Task Reports_spin_locks_and_semaphores_of_the_kernel() => Verify.VerifyAnalyzerAsync("""
        using System.Threading;
        class C
        {
            private SpinLock _spin = new SpinLock(false);
            private readonly Semaphore _kernel = new Semaphore(1, 1);
            void M()
            {
                bool a = false, b = false;
                _spin.Enter(ref a);
                [|_spin.Enter(ref b)|];
                if (b) _spin.Exit();
                if (a) _spin.Exit();
                _kernel.WaitOne();
                [|_kernel.WaitOne()|];
                _kernel.Release();
                _kernel.Release();
            }
        }
        """);

    [Fact]
    public Task Reports_locks_of_the_Runtime_as_errors() => VerifyRuntime.VerifyAnalyzerAsync("""
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;
        class C
        {
            private readonly NonReentrantLock _gate = new NonReentrantLock();
            private readonly BoundedSemaphore _one = new BoundedSemaphore();
            private readonly BoundedSemaphore _two = new BoundedSemaphore(2);
            private readonly ReentrantLock _again = new ReentrantLock();
            void M() { _gate.Acquire(); {|#0:_gate.Acquire()|}; _gate.Release(); _gate.Release(); }
            void N() { using (_gate.Enter()) { using ({|#1:_gate.Enter()|}) { } } }
            void O() { using var outer = _gate.Enter(); using var inner = {|#2:_gate.Enter()|}; }
            async Task P() { using (await _gate.EnterAsync()) { using (await {|#3:_gate.EnterAsync()|}) { } } }
            void Q() { _one.Acquire(); {|#4:_one.Acquire()|}; _one.Release(); _one.Release(); }
            void Fine() { using (_gate.Enter()) { } using (_gate.Enter()) { } _two.Acquire(); _two.Acquire(); _two.Release(2); }
            void Again() { using (_again.Enter()) { using (_again.Enter()) { } } }
            void Tried() { _gate.Acquire(); if (_gate.TryAcquire()) { _gate.Release(); } _gate.Release(); }
            void Asked() { _gate.Acquire(); if (!_gate.IsLocked) { _gate.Acquire(); } _gate.Release(); }
        }
        """,
        [.. Enumerable.Range(0, 5).Select(key => Verify.Diagnostic().WithLocation(key).WithSeverity(DiagnosticSeverity.Error)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
            .WithArguments(key == 4 ? "_one" : "_gate", "deadlocks"))]);

    [Fact]
    public Task Reports_in_every_kind_of_body() => Verify.VerifyAnalyzerAsync("""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        partial class C(int seed)
        {
            private static readonly SemaphoreSlim s_gate = new(1, 1);
            private SemaphoreSlim Own { get; } = new(1, 1);
            static C() { s_gate.Wait(); [|s_gate.Wait()|]; s_gate.Release(2); }
            public C() : this(1) { s_gate.Wait(); [|s_gate.Wait()|]; s_gate.Release(2); }
            ~C() { s_gate.Wait(); [|s_gate.Wait()|]; s_gate.Release(2); }
            public int P { get { Own.Wait(); [|Own.Wait()|]; Own.Release(2); return seed; } set { } }
            public int this[int i] { get { C.s_gate.Wait(); [|s_gate.Wait()|]; s_gate.Release(2); return i; } }
            public static C operator +(C a, C b) { s_gate.Wait(); [|s_gate.Wait()|]; s_gate.Release(2); return a; }
            public event Action E { add { s_gate.Wait(); [|s_gate.Wait()|]; s_gate.Release(2); } remove { } }
            public IEnumerable<int> I() { s_gate.Wait(); [|s_gate.Wait()|]; s_gate.Release(2); yield return 1; }
            private readonly Action _a = () => { s_gate.Wait(); [|s_gate.Wait()|]; s_gate.Release(2); };
            public static bool Expression() => Do(() => { s_gate.Wait(); [|s_gate.Wait()|]; s_gate.Release(2); });
            static bool Do(Action a) => true;
            class Nested { void M() { s_gate.Wait(); [|s_gate.Wait()|]; s_gate.Release(2); } }
        }
        partial class C
        {
            void Other() { Own.Wait(); [|Own.Wait()|]; Own.Release(2); }
        }
        """);

    [Fact]
    public async Task Reports_in_top_level_statements()
    {
        var test = new CSharpCodeFixTest<CONC101ReacquiredLockAnalyzer, CONC101ReacquiredLockFix, DefaultVerifier>
        {
            TestState = { OutputKind = OutputKind.ConsoleApplication },
            TestCode = """
                using System;
                using System.Threading;
                var gate = new SemaphoreSlim(1, 1);
                gate.Wait();
                Console.WriteLine("1");
                // once more
                [|gate.Wait()|];
                Console.WriteLine("2");
                gate.Release();
                Console.WriteLine("3");
                gate.Release();
                """,
            FixedCode = """
                using System;
                using System.Threading;
                var gate = new SemaphoreSlim(1, 1);
                gate.Wait();
                Console.WriteLine("1");
                // once more
                Console.WriteLine("2");
                Console.WriteLine("3");
                gate.Release();
                """,
        };
        await test.RunAsync();
    }

    [Fact]
    public Task Fixes_by_taking_the_inner_pair_out() => Verify.VerifyCodeFixAsync(
        InMethod("""
            // outer
                    await _gate.WaitAsync();
                    try
                    {
                        // inner, because
                        await [|_gate.WaitAsync()|];
                        try
                        {
                            // the work
                            _n++;
                        }
                        finally
                        {
                            _gate.Release();
                        }
                    }
                    finally
                    {
                        _gate.Release();
                    }
            """),
        InMethod("""
            // outer
                    await _gate.WaitAsync();
                    try
                    {
                        // inner, because
                        // the work
                        _n++;
                    }
                    finally
                    {
                        _gate.Release();
                    }
            """));

    [Fact]
    public Task Fixes_scopes() => VerifyRuntime.VerifyCodeFixAsync(
        """
        using ConcurrencyAnalyzers.Runtime;
        class C
        {
            private readonly NonReentrantLock _gate = new NonReentrantLock();
            private int _n;
            void M()
            {
                using (_gate.Enter())
                {
                    using ([|_gate.Enter()|])
                    {
                        // counts
                        _n++;
                    }
                }
            }
            void N()
            {
                using var outer = _gate.Enter();
                using var inner = [|_gate.Enter()|];
                _n++;
            }
        }
        """,
        """
        using ConcurrencyAnalyzers.Runtime;
        class C
        {
            private readonly NonReentrantLock _gate = new NonReentrantLock();
            private int _n;
            void M()
            {
                using (_gate.Enter())
                {
                    // counts
                    _n++;
                }
            }
            void N()
            {
                using var outer = _gate.Enter();
                _n++;
            }
        }
        """);

    [Fact]
    public async Task Fixes_by_changing_to_a_reentrant_lock()
    {
        var test = new CSharpCodeFixTest<CONC101ReacquiredLockAnalyzer, CONC101ReacquiredLockFix, DefaultVerifier>
        {
            CodeActionEquivalenceKey = ReentrantLockChange.Key,
            TestCode = """
                using System.Threading;
                class C
                {
                    // guards _n
                    private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
                    private int _n;
                    void M() { _gate.Wait(); [|_gate.Wait()|]; _n++; _gate.Release(); this._gate.Release(); }
                    void N() { _gate.Wait(); _n++; _gate.Release(); }
                }
                """,
            FixedCode = """
                using System.Threading;
                class C
                {
                    // guards _n
                    private readonly Lock _gate = new Lock();
                    private int _n;
                    void M() { _gate.Enter(); _gate.Enter(); _n++; _gate.Exit(); this._gate.Exit(); }
                    void N() { _gate.Enter(); _n++; _gate.Exit(); }
                }
                """,
        };
        await test.RunAsync();
    }

    [Fact]
    public async Task Fixes_by_changing_to_Monitor_before_NET_9()
    {
        var test = new CSharpCodeFixTest<CONC101ReacquiredLockAnalyzer, CONC101ReacquiredLockFix, DefaultVerifier>
        {
            CodeActionEquivalenceKey = ReentrantLockChange.Key,
            ReferenceAssemblies = ReferenceAssemblies.Net.Net80,
            TestCode = """
                using System.Threading;
                class C
                {
                    private readonly SemaphoreSlim _gate = new(1, 1);
                    void M() { _gate.Wait(); [|_gate.Wait()|]; _gate.Release(); _gate.Release(); }
                }
                """,
            FixedCode = """
                using System.Threading;
                class C
                {
                    private readonly object _gate = new();
                    void M() { Monitor.Enter(_gate); Monitor.Enter(_gate); Monitor.Exit(_gate); Monitor.Exit(_gate); }
                }
                """,
        };
        await test.RunAsync();
    }

    [Fact]
    public Task Fixes_nothing_where_the_pair_is_not_plain_and_the_lock_is_awaited() => Verify.VerifyCodeFixAsync(
        InMethod("await _gate.WaitAsync(); await [|_gate.WaitAsync()|]; if (flag) _gate.Release(); else _gate.Release(); _gate.Release();"),
        InMethod("await _gate.WaitAsync(); await [|_gate.WaitAsync()|]; if (flag) _gate.Release(); else _gate.Release(); _gate.Release();"));
}
