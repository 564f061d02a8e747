using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.LockObjects.CONC206WaitUnderNeededLockAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects.CONC206WaitUnderNeededLockFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.LockObjects;

public sealed class CONC206WaitUnderNeededLockTests
{
    private static string InClass(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        public class C
        {
            private readonly object gate = new object(), other = new object();
            private static readonly object shared = new object();
            private readonly SemaphoreSlim slim = new SemaphoreSlim(1, 1);
            private readonly ReaderWriterLockSlim rw = new ReaderWriterLockSlim();
            private bool stop;
            private int n;
            private void Work() { lock (gate) n++; }
            private void Loop() { while (true) { lock (gate) { if (stop) return; n++; } } }
            private void Free() { n++; }
            {{members}}
        }
        """;

    [Theory]
    [InlineData("public void M() { var t = new Thread(Work); t.Start(); lock (gate) { t.[|Join|](); } }")]
    [InlineData("public void M() { lock (gate) { var t = new Thread(() => { lock (gate) n++; }); t.Start(); t.[|Join|](); } }")]
    [InlineData("public void M() { lock (gate) { Task.Run(() => { lock (gate) n++; }).[|Wait|](); } }")]
    [InlineData("public void M() { lock (gate) { Task.Run(Work).[|Wait|](); } }")]
    [InlineData("public int M() { lock (gate) { return Task.Run(() => { lock (gate) return n; }).[|Result|]; } }")]
    [InlineData("public int M() { var t = Task.Run(() => { lock (gate) return n; }); lock (gate) { return t.[|Result|]; } }")]
    [InlineData("public void M() { var t = Task.Run(Work); lock (gate) { t.GetAwaiter().[|GetResult|](); } }")]
    [InlineData("private readonly Thread thread; public C() { thread = new Thread(Loop); thread.Start(); } public void Stop() { lock (gate) { stop = true; thread.[|Join|](); } }")]
    [InlineData("private Thread thread; public void Start() { thread = new Thread(Loop); thread.Start(); } public void Stop() { lock (gate) { stop = true; [|Wait|](); } } private void Wait() { thread.Join(); }")]
    [InlineData("public void M() { var all = new[] { Task.Run(Work), Task.Run(Work) }; lock (gate) { Task.[|WaitAll|](all); } }")]
    [InlineData("public void M() { lock (gate) { Task.[|WaitAll|](Task.Run(Work), Task.Run(Free)); } }")]
    [InlineData("public void M() { lock (gate) { Parallel.[|For|](0, 9, i => { lock (gate) n += i; }); } }")]
    [InlineData("public void M() { lock (gate) { Parallel.[|Invoke|](Free, Work); } }")]
    [InlineData("public void M() { var all = new List<Thread>(); for (var i = 0; i < 3; i++) { var t = new Thread(Work); t.Start(); all.Add(t); } lock (gate) { foreach (var t in all) t.[|Join|](); } }")]
    [InlineData("public async Task M() { await slim.WaitAsync(); try { await Task.[|Run|](async () => { await slim.WaitAsync(); slim.Release(); }); } finally { slim.Release(); } }")]
    [InlineData("public void M() { slim.Wait(); var t = Task.Run(() => { slim.Wait(); slim.Release(); }); t.[|Wait|](); slim.Release(); }")]
    [InlineData("public void M() { rw.EnterReadLock(); var t = Task.Run(() => { rw.EnterWriteLock(); rw.ExitWriteLock(); }); t.[|Wait|](); rw.ExitReadLock(); }")]
    [InlineData("public void M() { lock (gate) { using var p = new Process(); p.OutputDataReceived += (s, e) => { lock (gate) n++; }; p.Start(); p.BeginOutputReadLine(); p.[|WaitForExit|](); } }")]
    [InlineData("public static void M() { var t = new Thread(() => { lock (shared) { } }); t.Start(); lock (shared) { t.[|Join|](); } }")]
    [InlineData("public void M() { object own = new(); var t = new Thread(() => { lock (own) { } }); t.Start(); lock (own) { t.[|Join|](Timeout.Infinite); } }")]
    public Task Reports_a_wait_for_a_body_that_takes_the_held_lock(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Theory]
    [InlineData("public void M() { var t = new Thread(Work); lock (gate) { t.Start(); } t.Join(); }")]
    [InlineData("public void M() { var t = new Thread(Free); t.Start(); lock (gate) { t.Join(); } }")]
    [InlineData("public void M() { var t = new Thread(Work); t.Start(); lock (other) { t.Join(); } }")]
    [InlineData("public void M() { var t = new Thread(Work); t.Start(); lock (gate) { t.Join(1000); } }")]
    [InlineData("public void M() { var t = new Thread(Work); t.Start(); t.Join(); lock (gate) { t.Join(); } }")]
    [InlineData("public async Task M() { var t = Task.Run(() => { lock (gate) return n; }); await t; lock (gate) { n = t.Result; } }")]
    [InlineData("public void M() { var t = new Thread(() => { if (Monitor.TryEnter(gate)) Monitor.Exit(gate); }); t.Start(); lock (gate) { t.Join(); } }")]
    [InlineData("public void M(Thread t) { lock (gate) { t.Join(); } }")]
    [InlineData("public void M() { var t = Task.Run(Work); lock (gate) { Monitor.Exit(gate); t.Wait(); Monitor.Enter(gate); } }")]
    [InlineData("public void M() { var t = Task.Run(Work); lock (gate) { Task.WaitAny(t, Task.Delay(10)); } }")]
    [InlineData("public void M() { rw.EnterReadLock(); var t = Task.Run(() => { rw.EnterReadLock(); rw.ExitReadLock(); }); t.Wait(); rw.ExitReadLock(); }")]
    [InlineData("public void M() { lock (gate) { Parallel.For(0, 9, i => { lock (other) n += i; }); } }")]
    [InlineData("private C peer; public void M() { var t = new Thread(peer.Work); t.Start(); lock (gate) { t.Join(); } }")]
    [InlineData("private Thread thread; public static void M(C a, C b) { a.thread = new Thread(a.Work); a.thread.Start(); lock (b.gate) { a.thread.Join(); } }")]
    [InlineData("public void M() { lock (gate) { using var p = new Process(); p.OutputDataReceived += (s, e) => { lock (gate) n++; }; p.Start(); p.WaitForExit(1000); } }")]
    [InlineData("public void M() { lock (gate) { var p = new Process(); var q = new Process(); p.OutputDataReceived += (s, e) => { lock (gate) n++; }; q.WaitForExit(); } }")]
    [InlineData("public async Task M() { await slim.WaitAsync(); var t = Task.Run(async () => { await slim.WaitAsync(); slim.Release(); }); slim.Release(); await t; }")]
    [InlineData("public Task M() { lock (gate) { return Task.Run(Work); } }")]
    [InlineData("public void M() { lock (gate) { Monitor.Wait(gate); } }")]
    [InlineData("public void M() { lock (gate) { Action a = () => { lock (gate) n++; }; a(); } }")]
    [InlineData("private readonly SemaphoreSlim ready = new SemaphoreSlim(0); public void M() { ready.Wait(); var t = Task.Run(() => { ready.Wait(); }); t.Wait(); }")]
    public Task Ignores_waits_that_end(string members) => Verify.VerifyAnalyzerAsync(InClass(members));

    [Fact]
    public Task Fixes_by_waiting_after_the_lock() => Verify.VerifyCodeFixAsync(
        InClass("""
            public void M()
            {
                var t = new Thread(Work);
                t.Start();
                // hold
                lock (gate)
                {
                    stop = true;
                    // until it is done
                    t.[|Join|](); // here
                }
                n = 0;
            }
        """),
        InClass("""
            public void M()
            {
                var t = new Thread(Work);
                t.Start();
                // hold
                lock (gate)
                {
                    stop = true;
                }
                // until it is done
                t.Join(); // here
                n = 0;
            }
        """));

    [Fact]
    public Task Fixes_a_loop_over_several_threads() => Verify.VerifyCodeFixAsync(
        InClass("""
            public void M()
            {
                var all = new List<Thread>();
                for (var i = 0; i < 3; i++)
                {
                    var t = new Thread(Work);
                    t.Start();
                    all.Add(t);
                }

                lock (gate)
                {
                    stop = true;
                    foreach (var t in all)
                    {
                        t.[|Join|]();
                    }
                }
            }
        """),
        InClass("""
            public void M()
            {
                var all = new List<Thread>();
                for (var i = 0; i < 3; i++)
                {
                    var t = new Thread(Work);
                    t.Start();
                    all.Add(t);
                }

                lock (gate)
                {
                    stop = true;
                }
                foreach (var t in all)
                {
                    t.Join();
                }
            }
        """));

    [Theory]
    [InlineData("public void M() { lock (gate) { var t = new Thread(Work); t.Start(); t.[|Join|](); } }")]
    [InlineData("public void M() { var t = new Thread(Work); t.Start(); lock (gate) { t.[|Join|](); n++; } }")]
    [InlineData("public void M() { var t = new Thread(Work); t.Start(); lock (gate) { if (n > 0) return; t.[|Join|](); } }")]
    [InlineData("public void M() { var t = new Thread(Work); t.Start(); lock (gate) { t.[|Join|](); } }")]
    public Task Fixes_not_where_that_would_change_something_else(string members) => Verify.VerifyCodeFixAsync(InClass(members), InClass(members));
}
