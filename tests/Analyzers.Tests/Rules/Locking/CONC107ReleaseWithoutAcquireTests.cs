using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC107ReleaseWithoutAcquireAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC107ReleaseWithoutAcquireFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Locking;

public sealed class CONC107ReleaseWithoutAcquireTests
{
    [Theory]
    [InlineData("Monitor.Enter(_o); Monitor.Exit(_o); [|Monitor.Exit(_o)|];")]
    [InlineData("_lock.Enter(); _lock.Exit(); [|_lock.Exit()|];")]
    [InlineData("_s.Wait(); _s.Release(); [|_s.Release()|];")]
    [InlineData("_kernel.WaitOne(); _kernel.Release(); [|_kernel.Release()|];")]
    [InlineData("_mutex.WaitOne(); _mutex.ReleaseMutex(); [|_mutex.ReleaseMutex()|];")]
    [InlineData("_rw.EnterReadLock(); _rw.ExitReadLock(); [|_rw.ExitReadLock()|];")]
    [InlineData("_gate.Acquire(); _gate.Release(); [|_gate.Release()|];")]
    [InlineData("Monitor.Enter(_o); Monitor.Enter(_o); Monitor.Exit(_o); Monitor.Exit(_o); [|Monitor.Exit(_o)|];")]
    [InlineData("Monitor.Enter(_o); try { if (flag) { [|Monitor.Exit(_o)|]; return; } Work(); } finally { Monitor.Exit(_o); }")]
    [InlineData("_s.Wait(); try { Work(); [|_s.Release()|]; } finally { _s.Release(); }")]
    [InlineData("lock (_o) { if (flag) { [|Monitor.Exit(_o)|]; return; } Work(); }")]
    [InlineData("_s.Wait(); if (flag) { _s.Release(); } else { _s.Release(); } [|_s.Release()|];")]
    [InlineData("if (!_s.Wait(5)) return; _s.Wait(5); var x = _s; _s.Wait(); _s.Release(); _s.Release(); _s.Release(); [|x.Release()|];")]
    [InlineData("Monitor.Enter(_o); try { Work(); } catch { [|Monitor.Exit(_o)|]; throw; } finally { Monitor.Exit(_o); }")]
    [InlineData("_s.Wait(); try { Work(); } catch (FormatException) { _n++; [|_s.Release()|]; throw; } finally { _s.Release(); }")]
    [InlineData("Monitor.Enter(_o); try { Work(); } finally { [|Monitor.Exit(_p)|]; }", "void Other() { lock (_p) { _n++; } }")]
    [InlineData("if (!Monitor.TryEnter(_o, 100)) { [|Monitor.Exit(_o)|]; return; } try { Work(); } finally { Monitor.Exit(_o); }")]
    [InlineData("bool t = Monitor.TryEnter(_o); try { if (!t) return; Work(); } finally { [|Monitor.Exit(_o)|]; }")]
    [InlineData("if (_gate.TryAcquire()) { Work(); } [|_gate.Release()|];")]
    [InlineData("if (_rw.TryEnterReadLock(5)) { _n++; } else { _n--; } [|_rw.ExitReadLock()|];")]
    [InlineData("_rw.EnterWriteLock(); try { _n++; } finally { [|_rw.ExitReadLock()|]; }")]
    [InlineData("_rw.EnterReadLock(); [|_rw.ExitWriteLock()|];")]
    [InlineData("_rw.EnterReadLock(); [|_rw.ExitUpgradeableReadLock()|];")]
    [InlineData("_rw.EnterUpgradeableReadLock(); try { _n++; } finally { [|_rw.ExitReadLock()|]; }")]
    [InlineData("_old.AcquireReaderLock(5); [|_old.ReleaseWriterLock()|];")]
    [InlineData("if (_rw.TryEnterReadLock(5)) { [|_rw.ExitWriteLock()|]; }")]
    public Task Reports_a_release_that_is_too_many_or_for_another_mode(string statements, string members = "") => Verify.VerifyAnalyzerAsync(LockCode.InMethod(statements, members));

    [Theory]
    [InlineData("Monitor.Enter(_o); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); Monitor.Enter(_o); Monitor.Exit(_o); Monitor.Exit(_o);")]
    [InlineData("if (flag) Monitor.Enter(_o); Work(); if (flag) Monitor.Exit(_o);")]
    [InlineData("if (flag) _s.Wait(); Work(); if (_n > 0) _s.Release();")]
    [InlineData("Monitor.Exit(_o); try { Work(); } finally { Monitor.Enter(_o); }")]
    [InlineData("Monitor.Exit(_o); Work(); Monitor.Enter(_o); _n++; Monitor.Exit(_o);")]
    [InlineData("lock (_o) { Monitor.Exit(_o); try { Work(); } finally { Monitor.Enter(_o); } }")]
    [InlineData("bool t = false; try { Monitor.Enter(_o, ref t); } finally { if (t) Monitor.Exit(_o); }")]
    [InlineData("bool t = Monitor.TryEnter(_o); if (t) Monitor.Exit(_o); if (Monitor.IsEntered(_o)) Monitor.Exit(_o);")]
    [InlineData("while (B()) { Monitor.Exit(_o); Thread.Sleep(1); Monitor.Enter(_o); }")]
    [InlineData("Monitor.Enter(_o); var held = true; try { Work(); } catch { Monitor.Exit(_o); held = false; throw; } finally { if (held) Monitor.Exit(_o); }")]
    [InlineData("Monitor.Enter(_o); try { Work(); } catch { Monitor.Exit(_o); Work(); Monitor.Enter(_o); throw; } finally { Monitor.Exit(_o); }")]
    [InlineData("int n = Monitor.TryEnter(_o) ? 1 : 0; if (n == 1) Monitor.Exit(_o);")]
    [InlineData("int n = Monitor.TryEnter(_o) ? 1 : 0; if (n == 0) return; Monitor.Exit(_o);")]
    [InlineData("var t = Monitor.TryEnter(_o, 5); if (!t) throw new TimeoutException(); Work(); Monitor.Exit(_o);")]
    [InlineData("var t = Monitor.TryEnter(_o, 5); if (!t) { Monitor.Enter(_o); } Work(); Monitor.Exit(_o);")]
    [InlineData("var t = Monitor.TryEnter(_o, 5); var go = t && flag; if (!go) return; Monitor.Exit(_o);")]
    [InlineData("while (!Monitor.TryEnter(_o, 5)) { Work(); } Monitor.Exit(_o);")]
    [InlineData("if (_s.Wait(0)) { Work(); } _s.Release();")]
    [InlineData("for (int i = 0; i < 3; i++) _s.Wait(); for (int i = 0; i < 3; i++) _s.Release();")]
    [InlineData("_s.Wait(); _s.Release(_n);")]
    [InlineData("_rw.EnterUpgradeableReadLock(); _rw.EnterWriteLock(); _rw.ExitUpgradeableReadLock(); _rw.ExitWriteLock();")]
    [InlineData("_rw.EnterUpgradeableReadLock(); _rw.EnterReadLock(); _rw.ExitUpgradeableReadLock(); _rw.ExitReadLock();")]
    [InlineData("if (flag) _rw.EnterReadLock(); else _rw.EnterWriteLock(); if (_rw.IsReadLockHeld) _rw.ExitReadLock(); else _rw.ExitWriteLock();")]
    [InlineData("_old.AcquireWriterLock(5); _old.ReleaseReaderLock();")]
    [InlineData("_old.AcquireReaderLock(5); var c = _old.UpgradeToWriterLock(5); _old.ReleaseWriterLock();")]
    [InlineData("_rw.ExitReadLock();")]
    [InlineData("Other._rw.EnterReadLock(); _rw.ExitWriteLock(); Other._rw.ExitReadLock();")]
    [InlineData("Other._s.Wait(); Other = new C(); Other._s.Release(); Other._s.Release();")]
    public Task Ignores_releases_that_match_or_are_for_the_caller(string statements) => Verify.VerifyAnalyzerAsync(LockCode.InMethod(statements, "C Other;"));

    [Theory]
    [InlineData("public void Lock() => Monitor.Enter(_o); public void Unlock() => Monitor.Exit(_o);")]
    [InlineData("public void Lock() => Monitor.Enter(_o); public void Leave() { Monitor.Enter(_o); _n--; Monitor.Exit(_o); Monitor.Exit(_o); }")]
    [InlineData("void M() { Monitor.Enter(_o); Leave(); } void Leave() { lock (_o) { _n--; } Monitor.Exit(_o); }")]
    [InlineData("private readonly SemaphoreSlim _items = new(0); void Both() { _items.Wait(); _items.Release(); _items.Release(); } void Put() => _items.Release();")]
    [InlineData("static void M(object gate) { Monitor.Enter(gate); Monitor.Exit(gate); Monitor.Exit(gate); }")]
    [InlineData("protected readonly object Gate = new(); void Leave() { lock (Gate) { _n--; } Monitor.Exit(Gate); }")]
    [InlineData("sealed class Scope(C c) : IDisposable { public void Dispose() => c._s.Release(); } IDisposable Take() { _s.Wait(); return new Scope(this); }")]
    public Task Ignores_methods_that_release_for_others(string members) => Verify.VerifyAnalyzerAsync(LockCode.InType(members));

    [Fact]
    public Task Fixes_by_the_matching_release_or_by_removing_it() => Verify.VerifyCodeFixAsync(
        LockCode.InMethod("""
            _rw.EnterWriteLock();
                    try
                    {
                        _n++;
                    }
                    finally
                    {
                        [|_rw.ExitReadLock()|]; // done
                    }

                    Monitor.Enter(_o);
                    try
                    {
                        if (flag)
                        {
                            // early
                            [|Monitor.Exit(_o)|];
                            return;
                        }
                    }
                    finally
                    {
                        Monitor.Exit(_o);
                    }
            """),
        LockCode.InMethod("""
            _rw.EnterWriteLock();
                    try
                    {
                        _n++;
                    }
                    finally
                    {
                        _rw.ExitWriteLock(); // done
                    }

                    Monitor.Enter(_o);
                    try
                    {
                        if (flag)
                        {
                            // early
                            return;
                        }
                    }
                    finally
                    {
                        Monitor.Exit(_o);
                    }
            """));
}
