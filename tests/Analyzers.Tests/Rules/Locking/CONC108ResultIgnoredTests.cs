using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC108ResultIgnoredAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC108ResultIgnoredFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC108ResultIgnoredAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC108ResultIgnoredFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Locking.CONC108ResultIgnoredAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC108ResultIgnoredFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Locking;

public sealed class CONC108ResultIgnoredTests
{
    private static string InMethod(string statements, string method = "async Task M(bool flag, int ms, Thread thread, Process process)") => $$"""
        using System;
        using System.Diagnostics;
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            private readonly object _gate = new object();
            private readonly Lock _lock = new Lock();
            private readonly Mutex _mutex = new Mutex();
            private readonly ReaderWriterLockSlim _rw = new ReaderWriterLockSlim();
            private readonly SemaphoreSlim _sem = new SemaphoreSlim(1, 1);
            private readonly ManualResetEventSlim _event = new ManualResetEventSlim();
            private int _n;

            {{method}}
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("[|Monitor.TryEnter(_gate)|]; try { _n++; } finally { Monitor.Exit(_gate); }")]
    [InlineData("[|Monitor.TryEnter(_gate, 100)|]; _n++; Monitor.Exit(_gate);")]
    [InlineData("[|Monitor.TryEnter(_gate, TimeSpan.FromSeconds(1))|]; _n++; Monitor.Exit(_gate);")]
    [InlineData("[|_lock.TryEnter()|]; _n++; _lock.Exit();")]
    [InlineData("[|_mutex.WaitOne(1000)|]; try { _n++; } finally { _mutex.ReleaseMutex(); }")]
    [InlineData("[|_mutex.WaitOne(1000)|]; _n++;")]
    [InlineData("[|_rw.TryEnterWriteLock(50)|]; _n++; _rw.ExitWriteLock();")]
    [InlineData("[|_sem.Wait(100)|]; try { _n++; } finally { _sem.Release(); }")]
    [InlineData("await [|_sem.WaitAsync(100)|]; try { _n++; } finally { _sem.Release(); }")]
    [InlineData("await [|_sem.WaitAsync(TimeSpan.FromSeconds(5))|].ConfigureAwait(false); _n++; _sem.Release();")]
    [InlineData("Action a = () => { [|_sem.Wait(100)|]; _n++; _sem.Release(); }; a();")]
    [InlineData("void Local() { [|Monitor.TryEnter(_gate, 10)|]; _n++; Monitor.Exit(_gate); } Local();")]
    public Task Reports_a_section_that_is_entered_in_either_case(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("{|#0:_sem.Wait(ms)|}; _n++; _sem.Release();")]
    [InlineData("{|#0:Monitor.TryEnter(_gate, ms)|}; _n++; Monitor.Exit(_gate);")]
    [InlineData("{|#0:thread.Join(1000)|}; Console.WriteLine(_n);")]
    public Task Reports_what_may_be_meant_as_a_suggestion(string statements) => Verify.VerifyAnalyzerAsync(
        InMethod(statements), new DiagnosticResult("CONC108", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("if (Monitor.TryEnter(_gate, 100)) { _n++; Monitor.Exit(_gate); }")]
    [InlineData("_ = _sem.Wait(100); _n++; _sem.Release();")]
    [InlineData("var taken = _sem.Wait(100); if (taken) _sem.Release();")]
    [InlineData("bool taken = false; Monitor.TryEnter(_gate, 100, ref taken); if (taken) Monitor.Exit(_gate);")]
    [InlineData("Monitor.TryEnter(_gate, 100); if (Monitor.IsEntered(_gate)) { _n++; Monitor.Exit(_gate); }")]
    [InlineData("_lock.TryEnter(100); if (_lock.IsHeldByCurrentThread) { _lock.Exit(); }")]
    [InlineData("_rw.TryEnterReadLock(10); if (_rw.IsReadLockHeld) { _rw.ExitReadLock(); }")]
    [InlineData("_sem.Wait(Timeout.Infinite); _n++; _sem.Release();")]
    [InlineData("_sem.Wait(-1); _n++; _sem.Release();")]
    [InlineData("await _sem.WaitAsync(Timeout.InfiniteTimeSpan); _n++; _sem.Release();")]
    [InlineData("_mutex.WaitOne(); _n++; _mutex.ReleaseMutex();")]
    [InlineData("while (flag) { _sem.Wait(1000); _n++; }")]
    [InlineData("while (flag) { _event.Wait(1000); _n++; }")]
    [InlineData("lock (_gate) { while (_n == 0) { Monitor.Wait(_gate, 100); } }")]
    [InlineData("new ManualResetEvent(false).WaitOne(100);")]
    [InlineData("thread.Join(1000);")]
    [InlineData("thread.Join(1000); if (thread.IsAlive) { Console.WriteLine(_n); }")]
    [InlineData("if (!thread.Join(1000)) { Console.WriteLine(_n); }")]
    [InlineData("process.WaitForExit(1000); process.Kill();")]
    [InlineData("Task.Delay(1).Wait(1000); Console.WriteLine(_n);")]
    [InlineData("Func<bool> f = () => _sem.Wait(100); if (f()) _sem.Release();")]
    public Task Ignores_results_that_are_used_or_do_not_matter(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Ignores_a_join_on_the_way_out() => Verify.VerifyAnalyzerAsync(
        InMethod("thread.Join(1000); Console.WriteLine(_n);", "async Task StopAsync(Thread thread)"));

    [Fact]
    public Task Reports_the_locks_of_the_Runtime() => VerifyRuntime.VerifyAnalyzerAsync("""
        using System;
        using ConcurrencyAnalyzers.Runtime;
        class C
        {
            private readonly NonReentrantLock _a = new();
            private readonly ReentrantLock _b = new();
            private int _n;
            void M() { [|_a.TryAcquire(TimeSpan.FromSeconds(1))|]; _n++; _a.Release(); }
            void N() { [|_b.TryAcquire()|]; _n++; _b.Release(); }
            void O() { if (_a.TryAcquire()) { _n++; _a.Release(); } }
        }
        """);

    [Fact]
    public Task Fixes_by_testing_the_result() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            private readonly SemaphoreSlim _sem = new SemaphoreSlim(1, 1);
            private int _n;

            async Task M()
            {
                // at most a second
                await [|_sem.WaitAsync(1000)|];
                try
                {
                    _n++; // count
                }
                finally
                {
                    _sem.Release();
                }

                _n--;
            }

            void N()
            {
                [|_sem.Wait(1000)|];
                // count
                _n++;
                _sem.Release();
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            private readonly SemaphoreSlim _sem = new SemaphoreSlim(1, 1);
            private int _n;

            async Task M()
            {
                // at most a second
                if (await _sem.WaitAsync(1000))
                {
                    try
                    {
                        _n++; // count
                    }
                    finally
                    {
                        _sem.Release();
                    }
                }

                _n--;
            }

            void N()
            {
                if (_sem.Wait(1000))
                {
                    try
                    {
                        // count
                        _n++;
                    }
                    finally
                    {
                        _sem.Release();
                    }
                }
            }
        }
        """);

    [Theory]
    [InlineData("[|_sem.Wait(100)|]; int x = _n; _sem.Release(); Console.WriteLine(x);")]
    [InlineData("[|_sem.Wait(100)|]; if (flag) { _sem.Release(); return; } _sem.Release();")]
    [InlineData("[|_sem.Wait(100)|]; _sem.Release();")]
    [InlineData("int x; [|_sem.Wait(100)|]; try { x = 1; } finally { _sem.Release(); } Console.WriteLine(x);")]
    [InlineData("if (flag) [|_sem.Wait(100)|]; _n++; _sem.Release();")]
    public Task Fixes_nothing_where_it_could_not_compile(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
