using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC109AwaitUnderLockAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC109AwaitUnderLockFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC109AwaitUnderLockAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC109AwaitUnderLockFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Locking.CONC109AwaitUnderLockAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC109AwaitUnderLockFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Locking;

public sealed class CONC109AwaitUnderLockTests
{
    private static string InType(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            private readonly object _gate = new object();
            private readonly Lock _lock = new Lock();
            private readonly Mutex _mutex = new Mutex();
            private readonly ReaderWriterLockSlim _rw = new ReaderWriterLockSlim();
            private readonly SemaphoreSlim _sem = new SemaphoreSlim(1, 1);
            private SpinLock _spin;
            private int _n;
            {{members}}
        }
        """;

    private static string InAsync(string statements) => InType($$"""
        async Task M(bool flag, IAsyncEnumerable<int> items)
            {
                await Task.Yield();
                {{statements}}
            }
        """);

    [Theory]
    [InlineData("Monitor.Enter(_gate); try { [|await|] Task.Yield(); } finally { Monitor.Exit(_gate); }")]
    [InlineData("Monitor.Enter(_gate); [|await|] Task.Delay(1).ConfigureAwait(false); await Task.Yield(); Monitor.Exit(_gate);")]
    [InlineData("bool taken = false; try { Monitor.Enter(_gate, ref taken); [|await|] Task.Yield(); } finally { if (taken) Monitor.Exit(_gate); }")]
    [InlineData("if (Monitor.TryEnter(_gate, 10)) { try { [|await|] Task.Yield(); } finally { Monitor.Exit(_gate); } }")]
    [InlineData("_lock.Enter(); try { _n = [|await|] Task.FromResult(1); } finally { _lock.Exit(); }")]
    [InlineData("_mutex.WaitOne(); [|await|] Task.Yield(); _mutex.ReleaseMutex();")]
    [InlineData("if (!_mutex.WaitOne(100)) return; [|await|] Task.Yield(); _mutex.ReleaseMutex();")]
    [InlineData("_rw.EnterReadLock(); try { [|await|] Task.Yield(); } finally { _rw.ExitReadLock(); }")]
    [InlineData("_rw.EnterWriteLock(); if (flag) { [|await|] Task.Yield(); } _rw.ExitWriteLock();")]
    [InlineData("bool taken = false; _spin.Enter(ref taken); [|await|] Task.Yield(); _spin.Exit();")]
    [InlineData("Monitor.Enter(_gate); [|await|] foreach (var i in items) { _n += i; } Monitor.Exit(_gate);")]
    [InlineData("Monitor.Enter(_gate); [|await|] using (var s = new MemoryStream()) { _n++; } Monitor.Exit(_gate);")]
    [InlineData("var g = _gate; Monitor.Enter(g); [|await|] Task.Yield(); Monitor.Exit(_gate);")]
    [InlineData("async Task Local() { Monitor.Enter(_gate); [|await|] Task.Yield(); Monitor.Exit(_gate); } await Local();")]
    [InlineData("Func<Task> f = async () => { Monitor.Enter(_gate); [|await|] Task.Yield(); Monitor.Exit(_gate); }; await f();")]
    [InlineData("while (flag) { Monitor.Enter(_gate); [|await|] Task.Yield(); Monitor.Exit(_gate); }")]
    [InlineData("Monitor.Enter(_gate); Monitor.Exit(_gate); Monitor.Enter(_gate); [|await|] Task.Yield(); Monitor.Exit(_gate);")]
    public Task Reports_an_await_while_the_lock_is_held(string statements) => Verify.VerifyAnalyzerAsync(InAsync(statements));

    [Theory]
    [InlineData("IEnumerable<int> M() { lock (_gate) { [|yield|] return 1; } }")]
    [InlineData("IEnumerable<int> M() { lock (_gate) { foreach (var i in new[] { 1, 2 }) { [|yield|] return i; } } }")]
    [InlineData("IEnumerable<int> M() { Monitor.Enter(_gate); try { [|yield|] return 1; } finally { Monitor.Exit(_gate); } }")]
    [InlineData("IEnumerable<int> P { get { _rw.EnterReadLock(); try { [|yield|] return 1; } finally { _rw.ExitReadLock(); } } }")]
    [InlineData("async IAsyncEnumerable<int> M() { Monitor.Enter(_gate); [|yield|] return 1; await Task.Yield(); Monitor.Exit(_gate); }")]
    [InlineData("async IAsyncEnumerable<int> M() { await Task.Yield(); lock (_gate) { [|yield|] return 1; } }")]
    [InlineData("void In() => Monitor.Enter(_gate); void Out() => Monitor.Exit(_gate); async Task M() { In(); try { [|await|] Task.Yield(); } finally { Out(); } }")]
    [InlineData("readonly struct L : IDisposable { private readonly object _o; public L(object o) { _o = o; Monitor.Enter(o); } public void Dispose() => Monitor.Exit(_o); } async Task M() { using (new L(_gate)) { [|await|] Task.Yield(); } await Task.Yield(); }")]
    public Task Reports_a_yield_while_the_lock_is_held(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("Monitor.Enter(_gate); _n++; Monitor.Exit(_gate); await Task.Yield();")]
    [InlineData("lock (_gate) { _n++; } await Task.Yield();")]
    [InlineData("Task t; lock (_gate) { t = Task.Delay(1); } await t;")]
    [InlineData("Monitor.Enter(_gate); try { if (flag) { Monitor.Exit(_gate); await Task.Yield(); Monitor.Enter(_gate); } } finally { Monitor.Exit(_gate); }")]
    [InlineData("if (!Monitor.TryEnter(_gate)) { await Task.Yield(); return; } Monitor.Exit(_gate);")]
    [InlineData("bool taken = Monitor.TryEnter(_gate); if (!taken) { await Task.Yield(); } else { Monitor.Exit(_gate); }")]
    [InlineData("await _sem.WaitAsync(); try { await Task.Yield(); } finally { _sem.Release(); }")]
    [InlineData("_sem.Wait(); await Task.Yield(); _sem.Release();")]
    [InlineData("using (_lock.EnterScope()) { _n++; } await Task.Yield();")]
    [InlineData("lock (_gate) { Task.Run(async () => await Task.Yield()); }")]
    [InlineData("lock (_gate) { async Task Later() => await Task.Yield(); _ = Later(); }")]
    [InlineData("Monitor.Enter(_gate); Func<Task> f = async () => await Task.Yield(); Monitor.Exit(_gate); await f();")]
    [InlineData("if (!_mutex.WaitOne(0)) return; await Task.Delay(-1);")]
    [InlineData("if (flag) Monitor.Enter(_gate); await Task.Yield(); if (flag) Monitor.Exit(_gate);")]
    [InlineData("_rw.EnterReadLock(); _rw.ExitReadLock(); await foreach (var i in items) { _rw.EnterWriteLock(); _n++; _rw.ExitWriteLock(); }")]
    public Task Ignores_awaits_where_no_such_lock_is_held_for_certain(string statements) => Verify.VerifyAnalyzerAsync(InAsync(statements));

    [Theory]
    [InlineData("IEnumerable<int> M() { int[] copy; lock (_gate) { copy = new[] { _n }; } foreach (var i in copy) yield return i; }")]
    [InlineData("IEnumerable<int> M() { lock (_gate) { if (_n == 0) yield break; } }")]
    [InlineData("async IAsyncEnumerable<int> M() { await _sem.WaitAsync(); try { yield return 1; } finally { _sem.Release(); } }")]
    [InlineData("int M() { lock (_gate) { IEnumerable<int> Local() { yield return 1; } return _n; } }")]
    public Task Ignores_yields_outside_the_lock(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Reports_the_reentrant_lock_of_the_Runtime_and_ignores_the_other() => VerifyRuntime.VerifyAnalyzerAsync("""
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;
        class C
        {
            private readonly ReentrantLock _a = new();
            private readonly NonReentrantLock _b = new();
            async Task M() { _a.Acquire(); [|await|] Task.Yield(); _a.Release(); }
            async Task N() { _b.Acquire(); await Task.Yield(); _b.Release(); }
            async Task O() { using (await _b.EnterAsync()) { await Task.Yield(); } }
        }
        """);

    [Fact]
    public Task Fixes_by_a_semaphore_in_all_of_the_type() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            private readonly object _gate = new object(); // one at a time
            private int _n;

            async Task M()
            {
                Monitor.Enter(_gate); // in
                try
                {
                    [|await|] Task.Delay(_n);
                }
                finally
                {
                    Monitor.Exit(_gate);
                }
            }

            void N()
            {
                // count
                lock (_gate)
                {
                    _n++;
                }
            }

            void O() { Monitor.Enter(this._gate); _n++; Monitor.Exit(this._gate); }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1); // one at a time
            private int _n;

            async Task M()
            {
                await _gate.WaitAsync(); // in
                try
                {
                    await Task.Delay(_n);
                }
                finally
                {
                    _gate.Release();
                }
            }

            void N()
            {
                // count
                {
                    _gate.Wait();
                    try
                    {
                        _n++;
                    }
                    finally
                    {
                        _gate.Release();
                    }
                }
            }

            void O() { this._gate.Wait(); _n++; this._gate.Release(); }
        }
        """);

    [Theory]
    [InlineData("async Task M() { Monitor.Enter(_gate); [|await|] Task.Yield(); Monitor.Exit(_gate); } void N() { lock (_gate) { Monitor.Wait(_gate); } }")]
    [InlineData("async Task M() { Monitor.Enter(_gate); [|await|] Task.Yield(); Monitor.Exit(_gate); } void N() { lock (_gate) { lock (_gate) { _n++; } } }")]
    [InlineData("async Task M() { Monitor.Enter(_gate); [|await|] Task.Yield(); N(); Monitor.Exit(_gate); } void N() { lock (_gate) { _n++; } }")]
    [InlineData("async Task M() { _rw.EnterReadLock(); [|await|] Task.Yield(); _rw.ExitReadLock(); }")]
    [InlineData("async Task M() { Monitor.Enter(this); [|await|] Task.Yield(); Monitor.Exit(this); }")]
    public Task Fixes_nothing_that_a_semaphore_cannot_do(string members) => Verify.VerifyCodeFixAsync(InType(members), InType(members));
}
