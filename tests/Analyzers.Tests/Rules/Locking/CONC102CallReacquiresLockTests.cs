using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.CodeFixes.Rules.Locking;
using ConcurrencyAnalyzers.Rules.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC102CallReacquiresLockAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC102CallReacquiresLockFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC102CallReacquiresLockAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC102CallReacquiresLockFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Locking.CONC102CallReacquiresLockAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC102CallReacquiresLockFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Locking;

public sealed class CONC102CallReacquiresLockTests
{
    /// <summary>A type with a lock, methods that take it, and one that holds it while it runs the statements.</summary>
    private static string UnderLock(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private static readonly SemaphoreSlim s_gate = new SemaphoreSlim(1, 1);
            private int _n;
            private bool _busy;

            void Take() { _gate.Wait(); try { _n++; } finally { _gate.Release(); } }
            void Indirect() => Take();
            async Task TakeAsync() { await _gate.WaitAsync(); try { _n++; } finally { _gate.Release(); } }
            Task Hand() => TakeAsync();
            static void TakeStatic() { s_gate.Wait(); s_gate.Release(); }
            int Property { get { _gate.Wait(); try { return _n; } finally { _gate.Release(); } } set { _gate.Wait(); _n = value; _gate.Release(); } }
            void Early(string s) { if (s == null) return; _gate.Wait(); _gate.Release(); }
            static void Other(C c) { c._gate.Wait(); c._gate.Release(); }
            {{members}}

            async Task M(bool flag, C other)
            {
                await _gate.WaitAsync();
                s_gate.Wait();
                try
                {
                    {{statements}}
                }
                finally
                {
                    s_gate.Release();
                    _gate.Release();
                }
            }
        }
        """;

    [Theory]
    [InlineData("[|Take()|];")]
    [InlineData("[|this.Take()|];")]
    [InlineData("var me = this; [|me.Take()|];")]
    [InlineData("[|Indirect()|];")]
    [InlineData("await [|TakeAsync()|];")]
    [InlineData("await [|TakeAsync()|].ConfigureAwait(false);")]
    [InlineData("[|TakeAsync()|].Wait();")]
    [InlineData("[|TakeAsync()|].GetAwaiter().GetResult();")]
    [InlineData("await [|Hand()|];")]
    [InlineData("[|TakeStatic()|];")]
    [InlineData("_ = [|Property|];")]
    [InlineData("[|Property|] = 3;")]
    [InlineData("[|Early(\"x\")|];")]
    [InlineData("[|[|Property|]++|];")]
    [InlineData("[|[|Property|] += 2|];")]
    [InlineData("[|Other(this)|];")]
    [InlineData("if (flag) { [|Take()|]; }")]
    [InlineData("new List<int> { 1 }.ForEach(i => Take());", "[|new List<int> { 1 }.ForEach(i => Take())|];")]
    [InlineData("Action a = () => Take(); [|a()|];")]
    [InlineData("Action a = Take; [|a()|];")]
    [InlineData("void Local() { _gate.Wait(); _gate.Release(); } [|Local()|];")]
    public Task Reports_a_call_that_acquires_the_held_lock(string statements, string? marked = null) => Verify.VerifyAnalyzerAsync(UnderLock(marked ?? statements));

    [Theory]
    [InlineData("other.Take();")]
    [InlineData("Other(other);")]
    [InlineData("_ = Task.Run(() => Take());")]
    [InlineData("var later = TakeAsync();")]
    [InlineData("_ = TakeAsync();")]
    [InlineData("new Thread(Take).Start();")]
    [InlineData("Action a = Take; _ = a;")]
    [InlineData("_gate.Release(); try { Take(); } finally { _gate.Wait(); }")]
    [InlineData("Maybe(true);", "void Maybe(bool isHeld) { if (!isHeld) _gate.Wait(); _n++; if (!isHeld) _gate.Release(); }")]
    [InlineData("Maybe();", "void Maybe(IDisposable held = null) { if (held is null) _gate.Wait(); _n++; if (held is null) _gate.Release(); }")]
    [InlineData("Maybe();", "void Maybe() { if (_busy) return; _gate.Wait(); _gate.Release(); }")]
    [InlineData("Maybe();", "void Maybe() { if (_gate.CurrentCount == 0) return; _gate.Wait(); _gate.Release(); }")]
    [InlineData("Tried();", "void Tried() { if (_gate.Wait(0)) _gate.Release(); }")]
    [InlineData("Maybe();", "private int _owner; void Maybe() { if (_owner == Environment.CurrentManagedThreadId) return; _gate.Wait(); _gate.Release(); }")]
    [InlineData("Around();", "void Around() { _gate.Release(); Take(); _gate.Wait(); }")]
    [InlineData("foreach (var i in Iterate()) { }", "IEnumerable<int> Iterate() { yield return 1; _gate.Wait(); _gate.Release(); }")]
    [InlineData("Delegated(() => { });", "void Delegated(Action a) { Task.Run(() => { _gate.Wait(); a(); _gate.Release(); }); }")]
    public Task Ignores_calls_that_do_not_acquire_it_here_and_now(string statements, string members = "") => Verify.VerifyAnalyzerAsync(UnderLock(statements, members));

    [Fact]
    public Task Ignores_virtual_methods_that_are_overridden() => Verify.VerifyAnalyzerAsync("""
        using System.Threading;
        class C
        {
            protected readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            protected virtual void Take() { _gate.Wait(); _gate.Release(); }
            public virtual void Alone() { _gate.Wait(); _gate.Release(); }
            void M() { _gate.Wait(); Take(); [|Alone()|]; _gate.Release(); }
        }
        class D : C { protected override void Take() { } }
        """);

    [Fact]
    public Task Ignores_semaphores_with_more_permits_and_reentrant_locks() => Verify.VerifyAnalyzerAsync("""
        using System.Threading;
        class C
        {
            private readonly SemaphoreSlim _two = new SemaphoreSlim(2, 2);
            private readonly object _lock = new object();
            void Take() { _two.Wait(); lock (_lock) { } _two.Release(); }
            void M() { _two.Wait(); lock (_lock) { Take(); } _two.Release(); }
        }
        """);

    [Fact]
    public Task Reports_self_recursion_and_circles() => Verify.VerifyAnalyzerAsync("""
        using System.Threading;
        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            void Count(int n) { _gate.Wait(); try { if (n > 0) [|Count(n - 1)|]; } finally { _gate.Release(); } }
            void Ping(int n) { if (n > 0) Pong(n - 1); }
            void Pong(int n) { _gate.Wait(); [|Ping(n)|]; _gate.Release(); }
        }
        """);

    [Fact]
    public Task Reports_helpers_that_acquire_and_release_for_their_callers() => Verify.VerifyAnalyzerAsync("""
        using System.Threading;
        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private void Lock() => _gate.Wait();
            private void Unlock() => _gate.Release();
            void Fine() { Lock(); Unlock(); Lock(); Unlock(); }
            void Take() { Lock(); try { } finally { Unlock(); } }
            void Twice() { Lock(); [|Lock()|]; Unlock(); Unlock(); }
            void Nested() { Lock(); [|Take()|]; Unlock(); }
        }
        """);

    [Fact]
    public Task Reports_scope_objects_that_the_user_wrote() => Verify.VerifyAnalyzerAsync("""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        class AsyncLock
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private int _n;
            public async Task<Releaser> LockAsync() { await _gate.WaitAsync(); return new Releaser(this); }
            public readonly struct Releaser : IDisposable
            {
                private readonly AsyncLock _lock;
                public Releaser(AsyncLock owner) => _lock = owner;
                public void Dispose() => _lock._gate.Release();
            }
            public async Task One() { using (await LockAsync()) { _n++; } using (await LockAsync()) { _n--; } }
            public async Task Two() { using (await LockAsync()) { await [|One()|]; } }
            public async Task Three() { using var outer = await LockAsync(); using (await [|LockAsync()|]) { _n++; } }
            public async Task Four() { var first = await LockAsync(); try { _n++; } finally { first.Dispose(); } await One(); }
        }
        """);

    [Fact]
    public Task Reports_the_program_of_the_notes() => VerifyRuntime.VerifyAnalyzerAsync("""
        using ConcurrencyAnalyzers.Runtime;
        class C
        {
            private static readonly NonReentrantLock Lock = new NonReentrantLock();
            private static int s_num;
            static void Run1() { Lock.Acquire(); s_num++; Lock.Release(); Lock.Acquire(); {|#0:Run2()|}; Lock.Release(); }
            static void Run2() { Lock.Acquire(); s_num++; Lock.Release(); }
            static void Run3() { Lock.Acquire(); {|#1:Run1()|}; Lock.Release(); }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("Run2", "Lock", "deadlocks").WithSeverity(DiagnosticSeverity.Error).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
        Verify.Diagnostic().WithLocation(1).WithArguments("Run1", "Lock", "deadlocks").WithSeverity(DiagnosticSeverity.Error).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Fact]
    public Task Fixes_by_extracting_what_runs_under_the_lock() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private int _n;

            public async Task Outer()
            {
                await _gate.WaitAsync();
                try
                {
                    await [|AddAsync(2)|];
                }
                finally
                {
                    _gate.Release();
                }
            }

            /// <summary>Adds.</summary>
            public async Task<int> AddAsync(int by)
            {
                await _gate.WaitAsync().ConfigureAwait(false);
                try
                {
                    // the sum
                    _n += by;
                    return _n;
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private int _n;

            public async Task Outer()
            {
                await _gate.WaitAsync();
                try
                {
                    await AddCoreAsync(2);
                }
                finally
                {
                    _gate.Release();
                }
            }

            /// <summary>Adds.</summary>
            public async Task<int> AddAsync(int by)
            {
                await _gate.WaitAsync().ConfigureAwait(false);
                try
                {
                    return await AddCoreAsync(by).ConfigureAwait(false);
                }
                finally
                {
                    _gate.Release();
                }
            }

            // The caller holds _gate.
            private async Task<int> AddCoreAsync(int by)
            {
                // the sum
                _n += by;
                return _n;
            }
        }
        """);

    [Fact]
    public Task Fixes_a_second_call_by_the_core_that_is_there() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private int _n;
            void A() { _gate.Wait(); try { [|Add(1)|]; } finally { _gate.Release(); } }
            void Add(int by) { _gate.Wait(); try { Plus(by); } finally { _gate.Release(); } }
            void Plus(int by) => _n += by;
        }
        """,
        """
        using System.Threading;
        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private int _n;
            void A() { _gate.Wait(); try { Plus(1); } finally { _gate.Release(); } }
            void Add(int by) { _gate.Wait(); try { Plus(by); } finally { _gate.Release(); } }
            void Plus(int by) => _n += by;
        }
        """);

    /// <summary>The second and third repair start from what the first has made: one core, not three.</summary>
    [Fact]
    public Task Fixes_several_calls_of_one_method_and_a_chain_of_calls() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;

        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private int _n;

            void Add(int by)
            {
                _gate.Wait();
                try
                {
                    _n += by;
                }
                finally
                {
                    _gate.Release();
                }
            }

            void Twice()
            {
                _gate.Wait();
                try
                {
                    [|Add(1)|];
                    [|Add(2)|];
                }
                finally
                {
                    _gate.Release();
                }
            }

            void Often()
            {
                _gate.Wait();
                try
                {
                    [|Twice()|];
                    [|Add(3)|];
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        """,
        """
        using System.Threading;

        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private int _n;

            void Add(int by)
            {
                _gate.Wait();
                try
                {
                    AddCore(by);
                }
                finally
                {
                    _gate.Release();
                }
            }

            // The caller holds _gate.
            private void AddCore(int by)
            {
                _n += by;
            }

            void Twice()
            {
                _gate.Wait();
                try
                {
                    TwiceCore();
                }
                finally
                {
                    _gate.Release();
                }
            }

            // The caller holds _gate.
            private void TwiceCore()
            {
                AddCore(1);
                AddCore(2);
            }

            void Often()
            {
                _gate.Wait();
                try
                {
                    TwiceCore();
                    AddCore(3);
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        """);

    [Fact]
    public Task Fixes_recursion() => VerifyRuntime.VerifyCodeFixAsync(
        """
        using ConcurrencyAnalyzers.Runtime;
        class C
        {
            private readonly NonReentrantLock _gate = new NonReentrantLock();
            private int _n;

            void Count(int n)
            {
                using (_gate.Enter())
                {
                    _n++;
                    if (n > 0)
                    {
                        [|Count(n - 1)|];
                    }
                }
            }
        }
        """,
        """
        using ConcurrencyAnalyzers.Runtime;
        class C
        {
            private readonly NonReentrantLock _gate = new NonReentrantLock();
            private int _n;

            void Count(int n)
            {
                using (_gate.Enter())
                {
                    CountCore(n);
                }
            }

            // The caller holds _gate.
            private void CountCore(int n)
            {
                _n++;
                if (n > 0)
                {
                    CountCore(n - 1);
                }
            }
        }
        """);

    [Fact]
    public async Task Fixes_by_changing_to_a_reentrant_lock()
    {
        var test = new CSharpCodeFixTest<CONC102CallReacquiresLockAnalyzer, CONC102CallReacquiresLockFix, DefaultVerifier>
        {
            CodeActionEquivalenceKey = ReentrantLockChange.Key,
            TestCode = """
                using System.Threading;
                class C
                {
                    private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
                    private int _n;
                    void A() { _gate.Wait(); [|B()|]; _gate.Release(); }
                    void B() { _gate.Wait(); _n++; _gate.Release(); }
                }
                """,
            FixedCode = """
                using System.Threading;
                class C
                {
                    private readonly Lock _gate = new Lock();
                    private int _n;
                    void A() { _gate.Enter(); B(); _gate.Exit(); }
                    void B() { _gate.Enter(); _n++; _gate.Exit(); }
                }
                """,
        };
        await test.RunAsync();
    }

    [Fact]
    public Task Fixes_nothing_where_work_and_locking_cannot_be_told_apart() => Verify.VerifyCodeFixAsync(
        UnderLock("[|Early(\"x\")|];"), UnderLock("[|Early(\"x\")|];"));
}
