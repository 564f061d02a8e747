using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC105LockLeakedByExceptionAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC105LockLeakedByExceptionFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Locking;

public sealed class CONC105LockLeakedByExceptionTests
{
    [Theory]
    [InlineData("[|Monitor.Enter(_o)|]; Work(); Monitor.Exit(_o);")]
    [InlineData("[|_lock.Enter()|]; Work(); _lock.Exit();")]
    [InlineData("[|_s.Wait()|]; Work(); _s.Release();")]
    [InlineData("[|_kernel.WaitOne()|]; Work(); _kernel.Release();")]
    [InlineData("[|_mutex.WaitOne()|]; Work(); _mutex.ReleaseMutex();")]
    [InlineData("[|_rw.EnterWriteLock()|]; Work(); _rw.ExitWriteLock();")]
    [InlineData("[|_old.AcquireReaderLock(10)|]; Work(); _old.ReleaseReaderLock();")]
    [InlineData("bool t = false; [|_spin.Enter(ref t)|]; Work(); if (t) _spin.Exit();")]
    [InlineData("[|_gate.Acquire()|]; Work(); _gate.Release();")]
    [InlineData("[|_one.Acquire()|]; Work(); _one.Release();")]
    [InlineData("var scope = [|_lock.EnterScope()|]; Work(); scope.Dispose();")]
    [InlineData("if ([|Monitor.TryEnter(_o)|]) { Work(); Monitor.Exit(_o); }")]
    [InlineData("if (![|_s.Wait(10)|]) return; Work(); _s.Release();")]
    [InlineData("[|Monitor.Enter(_o)|]; Work(); try { _n++; } finally { Monitor.Exit(_o); }")]
    [InlineData("[|Monitor.Enter(_o)|]; try { Work(); } catch (FormatException) { _n++; } Monitor.Exit(_o);")]
    [InlineData("[|Monitor.Enter(_o)|]; try { Work(); } finally { _n++; } Monitor.Exit(_o);")]
    [InlineData("[|Monitor.Enter(_o)|]; try { _n++; } finally { Work(); Monitor.Exit(_o); }")]
    [InlineData("[|Monitor.Enter(_o)|]; var x = (string)(object)this; Monitor.Exit(_o);")]
    [InlineData("[|Monitor.Enter(_o)|]; _n = 10 / _n; Monitor.Exit(_o);")]
    [InlineData("[|Monitor.Enter(_o)|]; _n = _list[3]; Monitor.Exit(_o);")]
    [InlineData("[|Monitor.Enter(_o)|]; _n = _list.First(); Monitor.Exit(_o);")]
    [InlineData("[|Monitor.Enter(_o)|]; Action a = () => { }; a = Later(); a(); Monitor.Exit(_o);")]
    [InlineData("while (true) { [|_s.Wait()|]; Work(); _s.Release(); }")]
    [InlineData("for (int i = 0; i < 3; i++) { [|_s.Wait()|]; if (i == 1) { _s.Release(); continue; } Work(); _s.Release(); }")]
    [InlineData("void L() { [|Monitor.Enter(_o)|]; Work(); Monitor.Exit(_o); } L();")]
    [InlineData("Action a = () => { [|Monitor.Enter(_o)|]; Work(); Monitor.Exit(_o); }; a();")]
    [InlineData("object boxed = _n; [|Monitor.Enter(_o)|]; _n = (int)boxed; Monitor.Exit(_o);")]
    [InlineData("[|Monitor.Enter(_o)|]; _n /= _list.Count; Monitor.Exit(_o);")]
    [InlineData("void In() => Monitor.Enter(_o); void Out() => Monitor.Exit(_o); [|In()|]; Work(); Out();")]
    public Task Reports_work_that_can_throw_as_a_suggestion(string statements) =>
        Verify.VerifyAnalyzerAsync(LockCode.InMethod(statements.Replace("[|", "{|#0:", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal), "static Action Later() => null;"), Finding(DiagnosticSeverity.Info));

    [Theory]
    [InlineData("{|#0:Monitor.Enter(_o)|}; if (flag) throw new InvalidOperationException(); Monitor.Exit(_o);")]
    [InlineData("{|#0:_rw.EnterReadLock()|}; var x = flag ? 1 : throw new InvalidOperationException(); _rw.ExitReadLock();")]
    [InlineData("{|#0:_s.Wait()|}; Check(_n); _s.Release();")]
    [InlineData("{|#0:_s.Wait()|}; Outer(_n); _s.Release();")]
    [InlineData("{|#0:_s.Wait()|}; _n = Checked; _s.Release();")]
    [InlineData("{|#0:_s.Wait()|}; var n = new Nested(_n); _s.Release();")]
    [InlineData("{|#0:Monitor.Enter(_o)|}; switch (_n) { case 0: break; default: throw new NotSupportedException(); } Monitor.Exit(_o);")]
    public Task Warns_where_the_throw_is_in_sight(string statements) =>
        Verify.VerifyAnalyzerAsync(LockCode.InMethod(statements, Throwing), Finding(DiagnosticSeverity.Warning));

    private const string Throwing = """
        static void Check(int n) { if (n < 0) throw new ArgumentException(); }
        static void Outer(int n) { if (n < 5) Check(n); }
        int Checked { get { Check(_n); return _n; } }
        class Nested { public Nested(int n) { if (n < 0) throw new ArgumentException(); } }
        static void Safe(int n) { try { Check(n); } catch (ArgumentException) { } }
        void Plain() { _n++; }
        Task DoAsync() => Task.CompletedTask;
        """;

    private static DiagnosticResult Finding(DiagnosticSeverity severity) =>
        new DiagnosticResult("CONC105", severity).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations);

    [Fact]
    public Task Reports_awaited_work_and_cancellable_waits_for_another_lock() => Verify.VerifyAnalyzerAsync(LockCode.InAsync("""
        await [|_s.WaitAsync(token)|];
                await Task.Delay(1);
                _s.Release();
                [|_rw.EnterReadLock()|];
                _s.Wait(token);
                _s.Release();
                _rw.ExitReadLock();
        """));

    [Theory]
    [InlineData("Monitor.Enter(_o); _n++; Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); _n = _list.Count; _list.Add(3); _list.Clear(); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); Interlocked.Increment(ref _n); Volatile.Write(ref _n, 1); Debug.Assert(_n == 1); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); Monitor.Enter(_p); _n++; Monitor.Exit(_p); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); try { Work(); } finally { Monitor.Exit(_o); }")]
    [InlineData("_n++; Monitor.Enter(_o); try { Work(); } catch { Monitor.Exit(_o); throw; } Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); try { Work(); } catch (Exception) { } Monitor.Exit(_o);")]
    [InlineData("lock (_o) { Work(); }")]
    [InlineData("using (_lock.EnterScope()) { Work(); }")]
    [InlineData("using var scope = _gate.Enter(); Work();")]
    [InlineData("bool t = false; try { Monitor.Enter(_o, ref t); Work(); } finally { if (t) Monitor.Exit(_o); }")]
    [InlineData("bool t = _s.Wait(5); try { Work(); } finally { if (t) _s.Release(); }")]
    [InlineData("Monitor.Enter(_o); Monitor.Exit(_o); Work();")]
    [InlineData("Work(); Monitor.Enter(_o); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); Plain(); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); var p = new List<int>(); var e = new Exception(); var q = new object(); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); if (flag) Environment.FailFast(null); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); Monitor.Pulse(_o); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); foreach (var x in _list) _n += x; Monitor.Exit(_o);")]
    [InlineData("Monitor.Exit(_o); Work(); Monitor.Enter(_o);")]
    [InlineData("Monitor.Enter(_o); Task.Run(() => Work()).Wait(0); lock (_p) { }", true)]
    [InlineData("Monitor.Enter(_o); if (flag) return; Work(); Monitor.Exit(_o);")]
    public Task Ignores_what_does_not_throw_or_is_released_anyway(string statements, bool isOther = false) =>
        Verify.VerifyAnalyzerAsync(LockCode.InMethod(statements, isOther ? Throwing + " void End() => Monitor.Exit(_o);" : Throwing));

    [Theory]
    [InlineData("async Task M(CancellationToken token) { await _s.WaitAsync(token).ConfigureAwait(false); try { Work(); } finally { _s.Release(); } }")]
    [InlineData("async Task M(CancellationToken token) { await _s.WaitAsync(token); _n++; _s.Release(); }")]
    [InlineData("async Task M(CancellationToken token) { if (!await _s.WaitAsync(5, token).ConfigureAwait(false)) return; try { await Task.Delay(1); } finally { _s.Release(); } }")]
    [InlineData("public void Lock() { Monitor.Enter(_o); Work(); } public void Unlock() => Monitor.Exit(_o);")]
    [InlineData("private readonly SemaphoreSlim _items = new(0); void Take() { _items.Wait(); Work(); _items.Release(); } void Put() => _items.Release();")]
    [InlineData("private readonly SemaphoreSlim _given; C(SemaphoreSlim s) { _given = s; Keep(_given); } static void Keep(object o) { } void M() { _given.Wait(); Work(); _given.Release(); }")]
    [InlineData("public IDisposable Take() { _s.Wait(); Work(); return new Releaser(this); } class Releaser(C c) : IDisposable { public void Dispose() => c._s.Release(); }")]
    public Task Ignores_locks_that_somebody_else_releases(string members) => Verify.VerifyAnalyzerAsync(LockCode.InType(members));

    [Fact]
    public Task Fixes_by_a_lock_statement_and_a_finally_block() => Verify.VerifyCodeFixAsync(
        LockCode.InFunction("""
            int result;
                    [|Monitor.Enter(_o)|];
                    result = Work();
                    Monitor.Exit(_o);

                    // under the other lock
                    [|_rw.EnterWriteLock()|];
                    Work();
                    var more = Work(); // counts
                    _rw.ExitWriteLock();
                    return result + more;
            """),
        LockCode.InFunction("""
            int result;
                    lock (_o)
                    {
                        result = Work();
                    }

                    // under the other lock
                    _rw.EnterWriteLock();
                    int more;
                    try
                    {
                        Work();
                        more = Work(); // counts
                    }
                    finally
                    {
                        _rw.ExitWriteLock();
                    }
                    return result + more;
            """));

    [Fact]
    public Task Fixes_nested_locks_from_outside_in() => Verify.VerifyCodeFixAsync(
        LockCode.InMethod("""
            [|_mutex.WaitOne()|];
                    [|_s.Wait()|];
                    Work();
                    _s.Release();
                    _mutex.ReleaseMutex();
            """),
        LockCode.InMethod("""
            _mutex.WaitOne();
                    try
                    {
                        _s.Wait();
                        try
                        {
                            Work();
                        }
                        finally
                        {
                            _s.Release();
                        }
                    }
                    finally
                    {
                        _mutex.ReleaseMutex();
                    }
            """));

    [Fact]
    public Task Fixes_by_moving_work_into_the_try_that_follows() => Verify.VerifyCodeFixAsync(
        LockCode.InMethod("""
            [|_rw.EnterWriteLock()|];
                    Work(); // first
                    try
                    {
                        _n++;
                    }
                    finally
                    {
                        _rw.ExitWriteLock();
                    }
            """),
        LockCode.InMethod("""
            _rw.EnterWriteLock();
                    try
                    {
                        Work(); // first
                        _n++;
                    }
                    finally
                    {
                        _rw.ExitWriteLock();
                    }
            """));
}
