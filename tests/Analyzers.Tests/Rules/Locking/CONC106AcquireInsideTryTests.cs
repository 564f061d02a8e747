using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC106AcquireInsideTryAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC106AcquireInsideTryFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Locking;

public sealed class CONC106AcquireInsideTryTests
{
    [Theory]
    [InlineData("try { await [|_s.WaitAsync(token)|]; _n++; } finally { _s.Release(); }")]
    [InlineData("try { await [|_s.WaitAsync()|].ConfigureAwait(false); _n++; } finally { _s.Release(); }")]
    [InlineData("try { if (!await [|_s.WaitAsync(100, token)|]) return; _n++; } finally { _s.Release(); }")]
    [InlineData("try { await [|_s.WaitAsync(100)|]; _n++; } finally { _s.Release(); }")]
    [InlineData("try { [|_s.Wait(token)|]; _n++; } catch (OperationCanceledException) { } finally { _s.Release(); }")]
    [InlineData("try { Work(); [|_s.Wait()|]; _n++; } finally { _s.Release(); }")]
    [InlineData("try { [|Monitor.Enter(_o)|]; _n++; } finally { Monitor.Exit(_o); }")]
    [InlineData("bool t = false; try { [|Monitor.Enter(_o, ref t)|]; _n++; } finally { Monitor.Exit(_o); }")]
    [InlineData("bool t = false; try { [|Monitor.TryEnter(_o, 5, ref t)|]; _n++; } finally { Monitor.Exit(_o); }")]
    [InlineData("try { [|_mutex.WaitOne()|]; _n++; } finally { _mutex.ReleaseMutex(); }")]
    [InlineData("try { [|_kernel.WaitOne()|]; _n++; } finally { _n--; _kernel.Release(); }")]
    [InlineData("try { [|_rw.EnterWriteLock()|]; _n++; } finally { _rw.ExitWriteLock(); }")]
    [InlineData("try { if ([|_rw.TryEnterReadLock(5)|]) { _n++; } } finally { _rw.ExitReadLock(); }")]
    [InlineData("try { [|_old.AcquireWriterLock(5)|]; _n++; } finally { _old.ReleaseWriterLock(); }")]
    [InlineData("try { [|_lock.Enter()|]; _n++; } finally { _lock.Exit(); }")]
    [InlineData("try { [|_gate.Acquire()|]; _n++; } finally { _gate.Release(); }")]
    [InlineData("foreach (var x in _list) { try { await [|_s.WaitAsync(token)|]; if (x == 1) continue; _n++; } finally { _s.Release(); } }")]
    [InlineData("Func<Task> f = async () => { try { await [|_s.WaitAsync(token)|]; } finally { _s.Release(); } }; await f();")]
    public Task Reports_an_acquire_whose_failure_is_released_too(string statements) => Verify.VerifyAnalyzerAsync(LockCode.InAsync(statements));

    [Theory]
    [InlineData("await _s.WaitAsync(token); try { _n++; } finally { _s.Release(); }")]
    [InlineData("bool t = false; try { Monitor.Enter(_o, ref t); _n++; } finally { if (t) Monitor.Exit(_o); }")]
    [InlineData("bool t = false; try { await _s.WaitAsync(token); t = true; } finally { if (t) _s.Release(); }")]
    [InlineData("bool t = false; try { t = await _s.WaitAsync(5); } finally { if (t) { _s.Release(); } }")]
    [InlineData("try { Monitor.Enter(_o); } finally { if (Monitor.IsEntered(_o)) Monitor.Exit(_o); }")]
    [InlineData("try { await _s.WaitAsync(token); try { _n++; } finally { _s.Release(); } } finally { _n--; }")]
    [InlineData("try { await _s.WaitAsync(token); _n++; _s.Release(); } catch (OperationCanceledException) { }")]
    [InlineData("try { _s.Wait(); } finally { _kernel.Release(); }")]
    [InlineData("_s.Wait(); try { _s.Release(); await Task.Delay(1); _s.Wait(); } finally { _s.Release(); }")]
    [InlineData("Monitor.Enter(_o); try { Monitor.Enter(_o); Monitor.Exit(_o); } finally { Monitor.Exit(_o); }")]
    [InlineData("_rw.EnterUpgradeableReadLock(); try { _rw.EnterWriteLock(); try { _n++; } finally { _rw.ExitWriteLock(); } } finally { _rw.ExitUpgradeableReadLock(); }")]
    [InlineData("lock (_o) { } using (_lock.EnterScope()) { }")]
    [InlineData("try { Action a = () => _s.Wait(); a(); } finally { _n++; }")]
    [InlineData("_s.Release(); try { await Task.Delay(1); } finally { await _s.WaitAsync(); }")]
    public Task Ignores_acquires_whose_failure_releases_nothing(string statements) => Verify.VerifyAnalyzerAsync(LockCode.InAsync(statements));

    [Fact]
    public Task Fixes_by_moving_the_acquire_before_the_try() => Verify.VerifyCodeFixAsync(
        LockCode.InAsync("""
            _n = 0;

                    try
                    {
                        // one at a time
                        await [|_s.WaitAsync(token)|];

                        _n++;
                    }
                    finally
                    {
                        _s.Release();
                    }

                    try
                    {
                        if (!await [|_s.WaitAsync(100)|])
                        {
                            return;
                        }

                        _n++;
                    }
                    finally
                    {
                        _s.Release();
                    }
            """),
        LockCode.InAsync("""
            _n = 0;

                    // one at a time
                    await _s.WaitAsync(token);
                    try
                    {
                        _n++;
                    }
                    finally
                    {
                        _s.Release();
                    }

                    if (!await _s.WaitAsync(100))
                    {
                        return;
                    }
                    try
                    {
                        _n++;
                    }
                    finally
                    {
                        _s.Release();
                    }
            """));

    [Fact]
    public Task Fixes_by_a_flag_where_a_handler_counts_on_the_try() => Verify.VerifyCodeFixAsync(
        LockCode.InAsync("""
            try
                    {
                        await [|_s.WaitAsync(token)|]; // waits
                        _n++;
                    }
                    catch (OperationCanceledException)
                    {
                        _n--;
                    }
                    finally
                    {
                        // always
                        _s.Release(); // last
                    }

                    var taken = false;
                    try
                    {
                        [|Monitor.Enter(_o, ref taken)|];
                    }
                    finally
                    {
                        Monitor.Exit(_o);
                    }
            """),
        LockCode.InAsync("""
            var lockTaken = false;
                    try
                    {
                        await _s.WaitAsync(token); // waits
                        lockTaken = true;
                        _n++;
                    }
                    catch (OperationCanceledException)
                    {
                        _n--;
                    }
                    finally
                    {
                        // always
                        if (lockTaken)
                        {
                            _s.Release(); // last
                        }
                    }

                    var taken = false;
                    try
                    {
                        Monitor.Enter(_o, ref taken);
                    }
                    finally
                    {
                        if (taken)
                        {
                            Monitor.Exit(_o);
                        }
                    }
            """));

    [Fact]
    public Task Fixes_a_timed_wait_by_a_flag() => Verify.VerifyCodeFixAsync(
        LockCode.InAsync("""
            var lockTaken = flag;
                    try
                    {
                        await [|_s.WaitAsync(100)|];
                    }
                    finally
                    {
                        _s.Release();
                    }
            """),
        LockCode.InAsync("""
            var lockTaken = flag;
                    var lockTaken2 = false;
                    try
                    {
                        lockTaken2 = await _s.WaitAsync(100);
                    }
                    finally
                    {
                        if (lockTaken2)
                        {
                            _s.Release();
                        }
                    }
            """));
}
