using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC103IllegalReaderWriterRecursionAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC103IllegalReaderWriterRecursionFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Locking;

public sealed class CONC103IllegalReaderWriterRecursionTests
{
    [Theory]
    [InlineData("_rw.EnterReadLock(); [|_rw.EnterReadLock()|]; _rw.ExitReadLock(); _rw.ExitReadLock();")]
    [InlineData("_rw.EnterReadLock(); [|_rw.EnterUpgradeableReadLock()|]; _rw.ExitUpgradeableReadLock(); _rw.ExitReadLock();")]
    [InlineData("_rw.EnterReadLock(); [|_rw.EnterWriteLock()|]; _rw.ExitWriteLock(); _rw.ExitReadLock();")]
    [InlineData("_rw.EnterUpgradeableReadLock(); [|_rw.EnterUpgradeableReadLock()|]; _rw.ExitUpgradeableReadLock(); _rw.ExitUpgradeableReadLock();")]
    [InlineData("_rw.EnterWriteLock(); [|_rw.EnterReadLock()|]; _rw.ExitReadLock(); _rw.ExitWriteLock();")]
    [InlineData("_rw.EnterWriteLock(); [|_rw.EnterUpgradeableReadLock()|]; _rw.ExitUpgradeableReadLock(); _rw.ExitWriteLock();")]
    [InlineData("_rw.EnterWriteLock(); [|_rw.EnterWriteLock()|]; _rw.ExitWriteLock(); _rw.ExitWriteLock();")]
    [InlineData("_rw.EnterUpgradeableReadLock(); _rw.EnterReadLock(); [|_rw.EnterWriteLock()|]; _rw.ExitWriteLock(); _rw.ExitReadLock(); _rw.ExitUpgradeableReadLock();")]
    [InlineData("_rw.EnterUpgradeableReadLock(); _rw.EnterWriteLock(); [|_rw.EnterReadLock()|]; _rw.ExitReadLock(); _rw.ExitWriteLock(); _rw.ExitUpgradeableReadLock();")]
    [InlineData("_rw.EnterReadLock(); if ([|_rw.TryEnterWriteLock(5)|]) _rw.ExitWriteLock(); _rw.ExitReadLock();")]
    [InlineData("if (!_rw.TryEnterReadLock(5)) return; [|_rw.EnterWriteLock()|]; _rw.ExitWriteLock(); _rw.ExitReadLock();")]
    [InlineData("_rw.EnterReadLock(); try { if (flag) { [|_rw.EnterWriteLock()|]; try { _n++; } finally { _rw.ExitWriteLock(); } } } finally { _rw.ExitReadLock(); }")]
    [InlineData("var l = _rw; l.EnterReadLock(); [|_rw.EnterWriteLock()|]; _rw.ExitWriteLock(); l.ExitReadLock();")]
    [InlineData("_deep.EnterReadLock(); [|_deep.EnterWriteLock()|]; _deep.ExitWriteLock(); _deep.ExitReadLock();")]
    [InlineData("_deep.EnterReadLock(); [|_deep.EnterUpgradeableReadLock()|]; _deep.ExitUpgradeableReadLock(); _deep.ExitReadLock();")]
    [InlineData("_old.AcquireReaderLock(-1); [|_old.AcquireWriterLock(-1)|]; _old.ReleaseWriterLock(); _old.ReleaseReaderLock();")]
    [InlineData("var l = new ReaderWriterLockSlim(); l.EnterReadLock(); [|l.EnterWriteLock()|]; l.ExitWriteLock(); l.ExitReadLock();")]
    [InlineData("_rw.EnterReadLock(); [|Write()|]; _rw.ExitReadLock();")]
    [InlineData("_rw.EnterWriteLock(); var n = [|Count|]; _rw.ExitWriteLock();")]
    [InlineData("_rw.EnterReadLock(); foreach (var x in _list) { [|_rw.EnterWriteLock()|]; _n++; _rw.ExitWriteLock(); } _rw.ExitReadLock();")]
    public Task Reports_what_the_lock_forbids(string statements) => Verify.VerifyAnalyzerAsync(LockCode.InMethod(statements, Members));

    [Theory]
    [InlineData("_rw.EnterUpgradeableReadLock(); _rw.EnterWriteLock(); _rw.ExitWriteLock(); _rw.ExitUpgradeableReadLock();")]
    [InlineData("_rw.EnterUpgradeableReadLock(); _rw.EnterReadLock(); _rw.ExitReadLock(); _rw.ExitUpgradeableReadLock();")]
    [InlineData("_rw.EnterUpgradeableReadLock(); _rw.EnterReadLock(); _rw.ExitUpgradeableReadLock(); _rw.ExitReadLock();")]
    [InlineData("_rw.EnterReadLock(); _rw.ExitReadLock(); _rw.EnterWriteLock(); _rw.ExitWriteLock();")]
    [InlineData("_rw.EnterReadLock(); try { Work(); } finally { _rw.ExitReadLock(); } _rw.EnterWriteLock(); _rw.ExitWriteLock();")]
    [InlineData("if (flag) _rw.EnterReadLock(); else _rw.EnterWriteLock(); if (flag) _rw.ExitReadLock(); else _rw.ExitWriteLock();")]
    [InlineData("if (flag) _rw.EnterReadLock(); if (!flag) _rw.EnterWriteLock(); if (flag) _rw.ExitReadLock(); else _rw.ExitWriteLock();")]
    [InlineData("if (!_rw.IsReadLockHeld) { _rw.EnterWriteLock(); _rw.ExitWriteLock(); }")]
    [InlineData("_rw.EnterReadLock(); if (!_rw.IsReadLockHeld) { _rw.EnterWriteLock(); _rw.ExitWriteLock(); } _rw.ExitReadLock();")]
    [InlineData("_deep.EnterReadLock(); _deep.EnterReadLock(); _deep.ExitReadLock(); _deep.ExitReadLock();")]
    [InlineData("_deep.EnterWriteLock(); _deep.EnterReadLock(); _deep.ExitReadLock(); _deep.ExitWriteLock();")]
    [InlineData("_deep.EnterUpgradeableReadLock(); _deep.EnterReadLock(); _deep.EnterWriteLock(); _deep.ExitWriteLock(); _deep.ExitReadLock(); _deep.ExitUpgradeableReadLock();")]
    [InlineData("_unknown.EnterReadLock(); _unknown.EnterWriteLock(); _unknown.ExitWriteLock(); _unknown.ExitReadLock();")]
    [InlineData("_given.EnterReadLock(); _given.EnterReadLock(); _given.ExitReadLock(); _given.ExitReadLock();")]
    [InlineData("_old.AcquireWriterLock(-1); _old.AcquireReaderLock(-1); _old.ReleaseReaderLock(); _old.ReleaseWriterLock();")]
    [InlineData("_old.AcquireReaderLock(-1); var c = _old.UpgradeToWriterLock(-1); _old.DowngradeFromWriterLock(ref c); _old.ReleaseReaderLock();")]
    [InlineData("_rw.EnterReadLock(); Other._rw.EnterWriteLock(); Other._rw.ExitWriteLock(); _rw.ExitReadLock();")]
    [InlineData("_rw.EnterReadLock(); Task.Run(() => { _rw.EnterWriteLock(); _rw.ExitWriteLock(); }); _rw.ExitReadLock();")]
    [InlineData("_rw.EnterReadLock(); Action later = () => { _rw.EnterWriteLock(); _rw.ExitWriteLock(); }; _rw.ExitReadLock(); later();")]
    [InlineData("_rw.EnterReadLock(); Guarded(false); _rw.ExitReadLock();")]
    public Task Ignores_what_the_lock_allows_or_nobody_knows(string statements) => Verify.VerifyAnalyzerAsync(LockCode.InMethod(statements, Members));

    private const string Members = """
        private readonly ReaderWriterLockSlim _deep = new ReaderWriterLockSlim(LockRecursionPolicy.SupportsRecursion);
        private readonly ReaderWriterLockSlim _unknown = new ReaderWriterLockSlim(Environment.TickCount > 0 ? LockRecursionPolicy.NoRecursion : LockRecursionPolicy.SupportsRecursion);
        private readonly ReaderWriterLockSlim _given;
        private C Other;
        C(ReaderWriterLockSlim given) { _given = given; }
        void Write() { _rw.EnterWriteLock(); try { _n++; } finally { _rw.ExitWriteLock(); } }
        void Guarded(bool takes) { if (takes) _rw.EnterWriteLock(); _n++; if (takes) _rw.ExitWriteLock(); }
        int Count { get { _rw.EnterReadLock(); try { return _n; } finally { _rw.ExitReadLock(); } } }
        """;

    [Fact]
    public Task Fixes_an_upgrade_by_an_upgradeable_lock_outside() => Verify.VerifyCodeFixAsync(
        LockCode.InMethod("""
            _rw.EnterReadLock(); // looks first
                    try
                    {
                        if (_n == 0)
                        {
                            [|_rw.EnterWriteLock()|];
                            _n++;
                            _rw.ExitWriteLock();
                        }
                        else if (_n == 1)
                        {
                            [|_rw.EnterWriteLock()|];
                            _n--;
                            _rw.ExitWriteLock();
                        }
                    }
                    finally
                    {
                        _rw.ExitReadLock();
                    }
            """),
        LockCode.InMethod("""
            _rw.EnterUpgradeableReadLock(); // looks first
                    try
                    {
                        if (_n == 0)
                        {
                            _rw.EnterWriteLock();
                            _n++;
                            _rw.ExitWriteLock();
                        }
                        else if (_n == 1)
                        {
                            _rw.EnterWriteLock();
                            _n--;
                            _rw.ExitWriteLock();
                        }
                    }
                    finally
                    {
                        _rw.ExitUpgradeableReadLock();
                    }
            """));

    [Fact]
    public Task Fixes_recursion_by_taking_the_inner_pair_out() => Verify.VerifyCodeFixAsync(
        LockCode.InMethod("""
            _rw.EnterWriteLock();
                    _n++;
                    // reads
                    [|_rw.EnterReadLock()|];
                    _n--;
                    _rw.ExitReadLock();
                    _rw.ExitWriteLock();
            """),
        LockCode.InMethod("""
            _rw.EnterWriteLock();
                    _n++;
                    // reads
                    _n--;
                    _rw.ExitWriteLock();
            """));

    [Theory]
    [InlineData("using (Read()) { if (_n > 0) return; } using (Write()) { _n++; }")]
    [InlineData("var s = Read(); try { _n++; } finally { s.Dispose(); } using var w = Write(); _n++;")]
    [InlineData("using (_n > 0 ? Read() : Write()) { _n++; } using (Write()) { _n++; }")]
    [InlineData("S s = null; if (flag) s = Read(); s?.Dispose(); _rw.EnterWriteLock(); _rw.ExitWriteLock();")]
    [InlineData("using (new W(_rw)) { _n++; } using (new W(_rw)) { _n++; }")]
    [InlineData("using (Read()) { [|_rw.EnterWriteLock()|]; _rw.ExitWriteLock(); }")]
    [InlineData("using (Read()) { using ([|Write()|]) { _n++; } }")]
    [InlineData("using var w = new W(_rw); using (var f = new System.IO.MemoryStream()) { _n++; } using ([|Read()|]) { _n++; }")]
    public Task Reports_scope_objects_that_the_user_wrote_while_they_live(string statements) => Verify.VerifyAnalyzerAsync(LockCode.InMethod(statements, """
        sealed class S(ReaderWriterLockSlim l, bool w) : IDisposable { public void Dispose() { if (w) l.ExitWriteLock(); else l.ExitReadLock(); } }
        readonly struct W : IDisposable { private readonly ReaderWriterLockSlim _l; public W(ReaderWriterLockSlim l) { _l = l; l.EnterWriteLock(); } public void Dispose() => _l.ExitWriteLock(); }
        S Read() { _rw.EnterReadLock(); return new S(_rw, false); }
        S Write() { _rw.EnterWriteLock(); return new S(_rw, true); }
        """));
}
