using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC104LockNotReleasedOnEveryPathAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC104LockNotReleasedOnEveryPathFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Locking;

public sealed class CONC104LockNotReleasedOnEveryPathTests
{
    [Theory]
    [InlineData("[|Monitor.Enter(_o)|]; if (flag) return; Monitor.Exit(_o);")]
    [InlineData("[|Monitor.Enter(_o)|]; if (flag) { Monitor.Exit(_o); }")]
    [InlineData("[|Monitor.Enter(_o)|]; if (!flag) Monitor.Exit(_o); else _n++;")]
    [InlineData("[|_lock.Enter()|]; if (flag) return; _lock.Exit();")]
    [InlineData("[|_s.Wait()|]; if (flag) return; _s.Release();")]
    [InlineData("[|_kernel.WaitOne()|]; if (flag) return; _kernel.Release();")]
    [InlineData("[|_mutex.WaitOne()|]; if (flag) return; _mutex.ReleaseMutex();")]
    [InlineData("[|_rw.EnterReadLock()|]; if (flag) return; _rw.ExitReadLock();")]
    [InlineData("[|_rw.EnterWriteLock()|]; if (flag) return; _rw.ExitWriteLock();")]
    [InlineData("[|_rw.EnterUpgradeableReadLock()|]; if (flag) return; _rw.ExitUpgradeableReadLock();")]
    [InlineData("[|_old.AcquireReaderLock(100)|]; if (flag) return; _old.ReleaseReaderLock();")]
    [InlineData("[|_old.AcquireWriterLock(100)|]; if (flag) return; _old.ReleaseWriterLock();")]
    [InlineData("bool t = false; [|_spin.Enter(ref t)|]; if (flag) return; if (t) _spin.Exit();")]
    [InlineData("[|_gate.Acquire()|]; if (flag) return; _gate.Release();")]
    [InlineData("[|_again.Acquire()|]; if (flag) return; _again.Release();")]
    [InlineData("[|_one.Acquire()|]; if (flag) return; _one.Release();")]
    [InlineData("if (![|_s.Wait(100)|]) return; if (flag) return; _s.Release();")]
    [InlineData("if ([|Monitor.TryEnter(_o)|]) { if (flag) return; Monitor.Exit(_o); }")]
    [InlineData("bool t = [|Monitor.TryEnter(_o, 10)|]; if (flag) return; if (t) Monitor.Exit(_o);")]
    [InlineData("bool t = false; [|Monitor.TryEnter(_o, ref t)|]; if (!t) return; if (flag) return; Monitor.Exit(_o);")]
    [InlineData("if ([|_rw.TryEnterReadLock(5)|]) { switch (_n) { case 1: return; case 2: _n++; break; } _rw.ExitReadLock(); }")]
    [InlineData("[|Monitor.Enter(_o)|]; switch (_n) { case 0: Monitor.Exit(_o); break; case 1: break; default: Monitor.Exit(_o); break; }")]
    [InlineData("[|Monitor.Enter(_o)|]; foreach (var x in _list) { if (x == 1) return; } Monitor.Exit(_o);")]
    [InlineData("foreach (var x in _list) { [|Monitor.Enter(_o)|]; if (x == 1) continue; Monitor.Exit(_o); }")]
    [InlineData("while (B()) { [|Monitor.Enter(_o)|]; if (flag) break; Monitor.Exit(_o); }")]
    [InlineData("[|Monitor.Enter(_o)|]; if (flag) goto end; Monitor.Exit(_o); end: _n++;")]
    [InlineData("[|Monitor.Enter(_o)|]; try { Work(); Monitor.Exit(_o); } catch (Exception) { _n++; }")]
    [InlineData("[|Monitor.Enter(_o)|]; try { Work(); } catch (FormatException) { return; } Monitor.Exit(_o);")]
    [InlineData("try { [|Monitor.Enter(_o)|]; Work(); } finally { if (flag) Monitor.Exit(_o); }")]
    [InlineData("[|Monitor.Enter(_o)|]; Monitor.Enter(_o); Work(); Monitor.Exit(_o);")]
    [InlineData("var g = _o; [|Monitor.Enter(g)|]; if (flag) return; Monitor.Exit(_o);")]
    [InlineData("[|_lock.EnterScope()|];")]
    [InlineData("var scope = [|_lock.EnterScope()|]; _n++;")]
    [InlineData("var scope = [|_lock.EnterScope()|]; if (flag) return; scope.Dispose();")]
    [InlineData("[|_gate.Enter()|];")]
    [InlineData("void L() { [|Monitor.Enter(_o)|]; if (flag) return; Monitor.Exit(_o); } L();")]
    [InlineData("Action a = () => { [|_s.Wait()|]; if (flag) return; _s.Release(); }; a();")]
    [InlineData("var x = flag is true and var y; [|Monitor.Enter(_o)|]; if (_n is > 3) { return; } Monitor.Exit(_o);")]
    public Task Reports_a_way_out_that_leaves_the_lock_held(string statements) => Verify.VerifyAnalyzerAsync(LockCode.InMethod(statements));

    [Theory]
    [InlineData("await [|_s.WaitAsync()|]; if (flag) return; _s.Release();")]
    [InlineData("await [|_s.WaitAsync(token)|].ConfigureAwait(false); if (flag) return; _s.Release();")]
    [InlineData("if (!await [|_s.WaitAsync(10)|]) return; await Task.Delay(1); if (flag) return; _s.Release();")]
    public Task Reports_in_asynchronous_methods(string statements) => Verify.VerifyAnalyzerAsync(LockCode.InAsync(statements));

    [Theory]
    [InlineData("Monitor.Enter(_o); _n++; Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); try { if (flag) return; } finally { Monitor.Exit(_o); }")]
    [InlineData("Monitor.Enter(_o); if (flag) { Monitor.Exit(_o); return; } Monitor.Exit(_o);")]
    [InlineData("lock (_o) { if (flag) return; }")]
    [InlineData("using (_lock.EnterScope()) { if (flag) return; }")]
    [InlineData("using var scope = _lock.EnterScope(); if (flag) return;")]
    [InlineData("var scope = _lock.EnterScope(); try { if (flag) return; } finally { scope.Dispose(); }")]
    [InlineData("bool t = false; try { Monitor.Enter(_o, ref t); if (flag) return; } finally { if (t) Monitor.Exit(_o); }")]
    [InlineData("bool t = Monitor.TryEnter(_o); if (t) { try { _n++; } finally { Monitor.Exit(_o); } }")]
    [InlineData("bool t = Monitor.TryEnter(_o); foreach (var x in _list) { _n++; } if (t) Monitor.Exit(_o);")]
    [InlineData("bool t = false; try { t = Monitor.TryEnter(_o); foreach (var x in _list) { try { _n++; } finally { Work(); } } } finally { if (t) Monitor.Exit(_o); }")]
    [InlineData("if (!Monitor.TryEnter(_o)) return; try { Work(); } finally { Monitor.Exit(_o); }")]
    [InlineData("Monitor.Enter(_o); if (Monitor.IsEntered(_o)) Monitor.Exit(_o);")]
    [InlineData("try { Monitor.Enter(_o); Work(); } finally { if (Monitor.IsEntered(_o)) Monitor.Exit(_o); }")]
    [InlineData("if (flag) _rw.EnterWriteLock(); else _rw.EnterReadLock(); try { Work(); } finally { if (_rw.IsWriteLockHeld) _rw.ExitWriteLock(); else _rw.ExitReadLock(); }")]
    [InlineData("if (flag) _rw.EnterReadLock(); Work(); if (flag) _rw.ExitReadLock();")]
    [InlineData("_rw.EnterUpgradeableReadLock(); try { if (flag) { _rw.EnterWriteLock(); try { _n++; } finally { _rw.ExitWriteLock(); } } } finally { _rw.ExitUpgradeableReadLock(); }")]
    [InlineData("_old.AcquireReaderLock(1); var cookie = _old.UpgradeToWriterLock(1); if (flag) return; _old.DowngradeFromWriterLock(ref cookie); _old.ReleaseReaderLock();")]
    [InlineData("_old.AcquireReaderLock(1); _n++; _old.ReleaseLock();")]
    [InlineData("Monitor.Enter(_o); if (flag) Environment.Exit(1); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); if (flag) { Environment.FailFast(\"no\"); } else { Monitor.Exit(_o); }")]
    [InlineData("Monitor.Enter(_o); if (flag) { while (true) { Thread.Sleep(1); } } Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); if (flag) throw new Exception(); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); var x = flag ? _n : throw new Exception(); Monitor.Exit(_o);")]
    [InlineData("while (true) { if (_s.Wait(10)) { try { return; } finally { _s.Release(); } } }")]
    [InlineData("while (!_s.Wait(10)) { Thread.Sleep(1); } try { Work(); } finally { _s.Release(); }")]
    [InlineData("for (int i = 0; i < 3; i++) { if (_s.Wait(10)) { _n++; _s.Release(); break; } }")]
    [InlineData("Monitor.Enter(_o); while (_list.Count == 0) { Monitor.Exit(_o); Thread.Sleep(1); Monitor.Enter(_o); } Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); Monitor.Enter(_o); Monitor.Exit(_o); Monitor.Exit(_o);")]
    [InlineData("Monitor.Enter(_o); Action exit = () => Monitor.Exit(_o); exit();")]
    [InlineData("Monitor.Exit(_o); try { Work(); } finally { Monitor.Enter(_o); }")]
    [InlineData("var other = this; Monitor.Enter(other._o); try { Work(); } finally { Monitor.Exit(other._o); }")]
    [InlineData("var t = _s.WaitAsync(); t.ContinueWith(_ => { _n++; _s.Release(); });")]
    [InlineData("_s.Wait(); Task.Run(() => { try { Work(); } finally { _s.Release(); } });")]
    [InlineData("_s.Wait(); if (flag) { Task.Run(() => _s.Release()); return; } _s.Release();")]
    [InlineData("return; Monitor.Enter(_o);")]
    [InlineData("bool t = false; try { _s.Wait(); t = true; Work(); } finally { if (t) _s.Release(); }")]
    [InlineData("var t = false; if (flag) { _rw.EnterReadLock(); t = true; } Work(); if (t) { _rw.ExitReadLock(); }")]
    public Task Ignores_locks_that_are_released_on_every_way(string statements) => Verify.VerifyAnalyzerAsync(LockCode.InMethod(statements));

    [Theory]
    [InlineData("public void Lock() => Monitor.Enter(_o); public void Unlock() => Monitor.Exit(_o);")]
    [InlineData("public void Lock() { Monitor.Enter(_o); _n++; } public void Unlock() { if (Monitor.IsEntered(_o)) Monitor.Exit(_o); }")]
    [InlineData("public bool TryLock() { if (Monitor.TryEnter(_o)) { if (_n > 0) return true; Monitor.Exit(_o); } return false; } public void Unlock() => Monitor.Exit(_o);")]
    [InlineData("public void BeginWrite() { _rw.EnterWriteLock(); if (_n > 0) { _rw.ExitWriteLock(); throw new Exception(); } } public void EndWrite() => _rw.ExitWriteLock();")]
    [InlineData("public void Open() { _s.Wait(); if (_n > 0) { _s.Release(); return; } _n = 1; } public void Close() { _n = 0; _s.Release(); }")]
    [InlineData("private void Lock() => Monitor.Enter(_o); private void Unlock() => Monitor.Exit(_o); void M() { Lock(); try { Work(); } finally { Unlock(); } }")]
    [InlineData("private bool TryLock() => Monitor.TryEnter(_o); void M() { if (TryLock()) { try { Work(); } finally { Monitor.Exit(_o); } } }")]
    [InlineData("public IDisposable Take() { _s.Wait(); return new Releaser(this); } class Releaser(C owner) : IDisposable { public void Dispose() => owner._s.Release(); }")]
    [InlineData("public IDisposable Take() { _s.Wait(); return new Releaser(_s); } sealed class Releaser(SemaphoreSlim s) : IDisposable { public void Dispose() => s.Release(); }")]
    [InlineData("public IDisposable Read() { _rw.EnterReadLock(); return new Exit(() => _rw.ExitReadLock()); } class Exit(Action a) : IDisposable { public void Dispose() => a(); }")]
    [InlineData("public async Task<IDisposable> TakeAsync() { await _s.WaitAsync(); return new Releaser(this); } class Releaser(C owner) : IDisposable { public void Dispose() => owner._s.Release(); }")]
    [InlineData("class Scope : IDisposable { private readonly ReaderWriterLockSlim _l; public Scope(ReaderWriterLockSlim l) { _l = l; l.EnterReadLock(); } public void Dispose() => _l.ExitReadLock(); } void M() { using (new Scope(_rw)) { if (B()) return; } }")]
    [InlineData("class Scope : IDisposable { private readonly object _l; public Scope(object l) { _l = l; Monitor.Enter(_l); } public void Dispose() => Monitor.Exit(_l); }")]
    [InlineData("struct Scope : IDisposable { private ReaderWriterLockSlim _l; public static Scope Of(ReaderWriterLockSlim l) { l.EnterWriteLock(); return new Scope { _l = l }; } public void Dispose() => _l.ExitWriteLock(); }")]
    [InlineData("Lock.Scope Take() => _lock.EnterScope(); void M() { using (Take()) { } }")]
    [InlineData("Lock.Scope Take() { var scope = _lock.EnterScope(); _n++; return scope; }")]
    [InlineData("private readonly SemaphoreSlim _throttle = new SemaphoreSlim(4); async Task Run(Action a) { await _throttle.WaitAsync(); _ = Task.Run(() => { try { a(); } finally { _throttle.Release(); } }); }")]
    [InlineData("private readonly SemaphoreSlim _items = new SemaphoreSlim(0); int Take() { _items.Wait(); return _n; } void Put() { _n++; _items.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _once = new SemaphoreSlim(1); void Init() { if (!_once.Wait(0)) return; _n = 1; }")]
    [InlineData("private readonly SemaphoreSlim _given; C(SemaphoreSlim s) { _given = s; } async Task M() { await _given.WaitAsync(); if (B()) return; _given.Release(); }")]
    [InlineData("static readonly Mutex s_single = new Mutex(false, \"app\"); static bool IsFirst() => s_single.WaitOne(0);")]
    [InlineData("protected readonly object Gate = new object(); protected void Enter() { Monitor.Enter(Gate); }")]
    [InlineData("static bool Both(object a, object b) { Monitor.Enter(a); if (Monitor.TryEnter(b)) return true; Monitor.Exit(a); return false; }")]
    [InlineData("IEnumerable<int> All() { Monitor.Enter(_o); try { foreach (var x in _list) { yield return x; } } finally { Monitor.Exit(_o); } }")]
    [InlineData("async IAsyncEnumerable<int> All() { await _s.WaitAsync(); try { foreach (var x in _list) { yield return x; } } finally { _s.Release(); } }")]
    [InlineData("int P { get { _rw.EnterReadLock(); try { return _n; } finally { _rw.ExitReadLock(); } } set { _rw.EnterWriteLock(); _n = value; _rw.ExitWriteLock(); } }")]
    [InlineData("void M() { Monitor.Enter(_o); if (B()) Fail(); Monitor.Exit(_o); } void Fail() { throw new Exception(); }")]
    [InlineData("void M() { Monitor.Enter(_o); if (B()) Fail(); else Monitor.Exit(_o); } [System.Diagnostics.CodeAnalysis.DoesNotReturn] void Fail() { Environment.Exit(1); }")]
    [InlineData("void Start() { _list.ForEach(_ => _s.Wait()); } void Stop() { _list.ForEach(_ => _s.Release()); }")]
    [InlineData("event Action E { add { Monitor.Enter(_o); try { } finally { Monitor.Exit(_o); } } remove { } }")]
    [InlineData("void Run() { Use(Enter); } void Use(Action a) { a(); Monitor.Exit(_o); } void Enter() { Monitor.Enter(_o); }")]
    [InlineData("void Dispose() => DisposeAsync().GetAwaiter().GetResult(); async Task DisposeAsync() { await _s.WaitAsync(); _n = 0; _s.Dispose(); } void M() { _s.Wait(); _s.Release(); }")]
    [InlineData("async Task CloseAsync() { await _s.WaitAsync(); try { if (_n == 0) { return; } } finally { _s.Dispose(); } } void M() { _s.Wait(); _s.Release(); }")]
    [InlineData("public Lock.Scope Enter() => _lock.EnterScope(); void M() { using (Enter()) { _n++; } } void N() { using var scope = Enter(); _n++; }")]
    [InlineData(UserScope + "public IDisposable Outer() => Read(); IDisposable Kept() { var s = Read(); _n++; return s; } S _f; void Keep() { _f = Read(); } void Drop() { _f.Dispose(); }")]
    [InlineData(UserScope + "void M(bool flag) { S s = null; if (flag) { s = Read(); } try { _n++; } finally { s?.Dispose(); } } void N(bool flag) { using var s = flag ? Read() : null; _n++; }")]
    [InlineData(UserScope + "void M() { var s = Read(); Use(s); } void Use(S s) => s.Dispose(); void N(bool flag) { using (Read()) { if (flag) return; } using (Write()) { _n++; } }")]
    [InlineData("sealed class D(Action end) : IDisposable { public void Dispose() => end(); } async Task<IDisposable> Enter() { await _s.WaitAsync(); return new D(() => _s.Release()); } async Task M() { using (await Enter()) { if (B()) return; } }")]
    [InlineData("bool TryLock(out IDisposable d) { if (_s.Wait(0)) { d = new D(this); return true; } d = null; return false; } sealed class D(C c) : IDisposable { public void Dispose() => c._s.Release(); } void M() { if (TryLock(out var d)) { using (d) { if (B()) return; _n++; } } }")]
    [InlineData("void M(SemaphoreSlim items) { items.Wait(); if (B()) return; items.Release(); }")]
    [InlineData("void M(object gate, ref bool held) { Monitor.Enter(gate); held = B(); if (!held) Monitor.Exit(gate); }")]
    [InlineData("bool M(object gate) { Monitor.Enter(gate); if (B()) return true; Monitor.Exit(gate); return false; }")]
    [InlineData("void M() { if (_gate.TryEnter(out var scope)) { using (scope) { _n++; } } }")]
    public Task Ignores_acquires_for_somebody_else(string members) => Verify.VerifyAnalyzerAsync(LockCode.InType(members));

    [Theory]
    [InlineData("private void Lock() => Monitor.Enter(_o); private void Unlock() => Monitor.Exit(_o); void M() { [|Lock()|]; if (B()) return; Unlock(); }")]
    [InlineData("private void Lock() => _rw.EnterWriteLock(); void M() { [|Lock()|]; if (B()) return; _rw.ExitWriteLock(); }")]
    [InlineData("public void A() { [|Monitor.Enter(_o)|]; _n++; } void Other() { Monitor.Enter(_o); Monitor.Exit(_o); }")]
    [InlineData("public void A() { [|Monitor.Enter(_o)|]; _n++; }")]
    [InlineData("public void A() { if ([|Monitor.TryEnter(_o)|]) { _n++; } }")]
    [InlineData("public void A() { [|_rw.EnterReadLock()|]; _n++; }")]
    [InlineData("public async Task A() { await [|_s.WaitAsync()|]; _n++; } async Task Other() { await _s.WaitAsync(); try { _n--; } finally { _s.Release(); } }")]
    [InlineData("static void M(object gate) { [|Monitor.Enter(gate)|]; if (B()) return; Monitor.Exit(gate); }")]
    [InlineData("static int M(C c) { [|c._rw.EnterReadLock()|]; if (B()) return 1; c._rw.ExitReadLock(); return 0; }")]
    [InlineData("public readonly object Gate = new object(); void M() { [|Monitor.Enter(Gate)|]; if (B()) return; Monitor.Exit(Gate); }")]
    [InlineData("static readonly SemaphoreSlim s_gate = new(1); static async Task<int> M() { await [|s_gate.WaitAsync()|]; if (B()) return 1; s_gate.Release(); return 2; }")]
    [InlineData("int P { get { [|_rw.EnterReadLock()|]; if (B()) return 1; _rw.ExitReadLock(); return 2; } }")]
    [InlineData("class Nested { private static readonly object s_o = new object(); void M() { [|Monitor.Enter(s_o)|]; if (B()) return; Monitor.Exit(s_o); } }")]
    [InlineData("private SemaphoreSlim Own { get; } = new(1, 1); void M() { [|Own.Wait()|]; if (B()) return; Own.Release(); }")]
    [InlineData("static int M(int n) { var s = new SemaphoreSlim(1, 1); Parallel.For(0, n, i => { [|s.Wait()|]; if (i == 3) return; n++; s.Release(); }); return n; }")]
    [InlineData(UserScope + "void M(bool flag) { var s = [|Read()|]; if (flag) return; s.Dispose(); }")]
    [InlineData("sealed class D(Action end) : IDisposable { public void Dispose() => end(); } async Task<IDisposable> Enter() { await _s.WaitAsync(); return new D(() => _s.Release()); } async Task M() { var s = await [|Enter()|]; if (B()) return; s.Dispose(); }")]
    [InlineData("void M(Mutex m, bool flag) { [|m.WaitOne()|]; if (flag) { m.ReleaseMutex(); } }")]
    [InlineData("async Task<int> M(bool flag, ReaderWriterLockSlim l) { await Task.Yield(); [|l.EnterReadLock()|]; if (flag) return 1; l.ExitReadLock(); return 2; }")]
    [InlineData("System.Collections.Concurrent.ConcurrentDictionary<string, SemaphoreSlim> _keys = new(); async Task M(string key) { var s = _keys.GetOrAdd(key, _ => new SemaphoreSlim(1, 1)); await [|s.WaitAsync()|]; if (B()) return; s.Release(); }")]
    [InlineData("bool M() { [|Monitor.Enter(this)|]; if (B()) return false; Monitor.Exit(this); return true; }")]
    public Task Reports_leaks_seen_across_the_type(string members) => Verify.VerifyAnalyzerAsync(LockCode.InType(members));

    [Fact]
    public Task Fixes_a_Monitor_by_a_lock_statement() => Verify.VerifyCodeFixAsync(
        LockCode.InFunction("""
            // guards _n
                    [|Monitor.Enter(_o)|]; // here

                    // too many?
                    if (_n > 10)
                    {
                        return -1;
                    }

                    if (flag)
                    {
                        // early
                        Monitor.Exit(_o);
                        return 0;
                    }

                    _n++;
                    Monitor.Exit(_o);
                    return 1;
            """),
        LockCode.InFunction("""
            // guards _n
                    // here
                    lock (_o)
                    {
                        // too many?
                        if (_n > 10)
                        {
                            return -1;
                        }

                        if (flag)
                        {
                            // early
                            return 0;
                        }

                        _n++;
                    }
                    return 1;
            """));

    [Fact]
    public Task Fixes_a_reader_writer_lock_by_a_finally_block() => Verify.VerifyCodeFixAsync(
        LockCode.InFunction("""
            [|_rw.EnterReadLock()|];
                    var first = _list.FirstOrDefault();
                    var text = first.ToString();
                    if (first == 0)
                    {
                        return 0;
                    }

                    // done
                    _rw.ExitReadLock();
                    Console.WriteLine(text);
                    return text.Length;
            """),
        LockCode.InFunction("""
            _rw.EnterReadLock();
                    string text;
                    try
                    {
                        var first = _list.FirstOrDefault();
                        text = first.ToString();
                        if (first == 0)
                        {
                            return 0;
                        }
                    }
                    finally
                    {
                        // done
                        _rw.ExitReadLock();
                    }
                    Console.WriteLine(text);
                    return text.Length;
            """));

    [Fact]
    public Task Fixes_an_asynchronous_method_and_takes_the_returned_variable_along() => Verify.VerifyCodeFixAsync(
        LockCode.InType("""
            async Task<int> M(CancellationToken token)
            {
                await [|_s.WaitAsync(token)|].ConfigureAwait(false);
                if (_n == 0) return 0;
                var result = await Task.FromResult(_n);
                _s.Release();
                return result;
            }
        """),
        LockCode.InType("""
            async Task<int> M(CancellationToken token)
            {
                await _s.WaitAsync(token).ConfigureAwait(false);
                try
                {
                    if (_n == 0) return 0;
                    var result = await Task.FromResult(_n);
                    return result;
                }
                finally
                {
                    _s.Release();
                }
            }
        """));

    [Fact]
    public Task Fixes_a_try_that_has_handlers_by_giving_it_a_finally() => Verify.VerifyCodeFixAsync(
        LockCode.InMethod("""
            [|_s.Wait()|];
                    try
                    {
                        Work();
                        _s.Release();
                    }
                    catch (FormatException)
                    {
                        _n++;
                    }

                    Console.WriteLine("after");
            """),
        LockCode.InMethod("""
            _s.Wait();
                    try
                    {
                        Work();
                    }
                    catch (FormatException)
                    {
                        _n++;
                    }
                    finally
                    {
                        _s.Release();
                    }

                    Console.WriteLine("after");
            """));

    [Fact]
    public Task Fixes_timed_acquires_and_ones_in_a_switch() => Verify.VerifyCodeFixAsync(
        LockCode.InMethod("""
            switch (_n)
                    {
                        case 1:
                            if (![|_s.Wait(100)|]) return;
                            if (flag) return;
                            _n++;
                            _s.Release();
                            break;
                        default:
                            if ([|_rw.TryEnterWriteLock(5)|])
                            {
                                if (flag) return;
                                _n--;
                                _rw.ExitWriteLock();
                            }
                            break;
                    }
            """),
        LockCode.InMethod("""
            switch (_n)
                    {
                        case 1:
                            if (!_s.Wait(100)) return;
                            try
                            {
                                if (flag) return;
                                _n++;
                            }
                            finally
                            {
                                _s.Release();
                            }
                            break;
                        default:
                            if (_rw.TryEnterWriteLock(5))
                            {
                                try
                                {
                                    if (flag) return;
                                    _n--;
                                }
                                finally
                                {
                                    _rw.ExitWriteLock();
                                }
                            }
                            break;
                    }
            """));

    [Fact]
    public Task Fixes_a_lock_that_is_never_released() => Verify.VerifyCodeFixAsync(
        LockCode.InType("""
            public int A()
            {
                [|_rw.EnterReadLock()|];
                var n = _n;
                return n;
            }
            public void Add()
            {
                [|_lock.Enter()|];
                _n++;
            }
            public void Scope()
            {
                [|_gate.Acquire()|];
                if (_n > 0) return;
                _gate.Release();
                [|_lock.EnterScope()|];
                _n--;
            }
        """),
        LockCode.InType("""
            public int A()
            {
                _rw.EnterReadLock();
                try
                {
                    var n = _n;
                    return n;
                }
                finally
                {
                    _rw.ExitReadLock();
                }
            }
            public void Add()
            {
                lock (_lock)
                {
                    _n++;
                }
            }
            public void Scope()
            {
                using (_gate.Enter())
                {
                    if (_n > 0) return;
                }
                using (_lock.EnterScope())
                {
                    _n--;
                }
            }
        """));

    [Theory]
    [InlineData("[|Monitor.Enter(_o)|]; if (flag) { Monitor.Exit(_o); Work(); return; } if (_n > 1) return; Monitor.Exit(_o);")]
    [InlineData("[|Monitor.Enter(_o)|]; while (B()) { if (flag) return; Monitor.Exit(_o); Work(); Monitor.Enter(_o); } Monitor.Exit(_o);")]
    [InlineData("[|Monitor.Enter(_o)|]; again: if (flag) return; if (B()) goto again; Monitor.Exit(_o);")]
    [InlineData("[|Monitor.Enter(_o)|]; var x = new { A = 1 }; if (flag) return; Monitor.Exit(_o); Console.WriteLine(x.A);")]
    [InlineData("[|Monitor.Enter(_o)|]; using var x = new Semaphore(1, 1); if (flag) return; Monitor.Exit(_o); Work();")]
    public Task Offers_no_fix_that_would_change_what_runs_under_the_lock(string statements) => Verify.VerifyCodeFixAsync(LockCode.InMethod(statements), LockCode.InMethod(statements));

    private const string UserScope = "sealed class S(ReaderWriterLockSlim l, bool w) : IDisposable { public void Dispose() { if (w) l.ExitWriteLock(); else l.ExitReadLock(); } } S Read() { _rw.EnterReadLock(); return new S(_rw, false); } S Write() { _rw.EnterWriteLock(); return new S(_rw, true); } ";
}
