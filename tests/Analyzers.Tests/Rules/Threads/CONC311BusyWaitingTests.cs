using Xunit;
using static Analyzers.Tests.Rules.Threads.LifecycleCode;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC311BusyWaitingAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC311BusyWaitingFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

public sealed class CONC311BusyWaitingTests
{
    private const string Setting = "private volatile bool _done; private volatile bool _busy = true; private Thread _t; private void Work() { Use(1); _done = true; } private void Ending() { try { Use(1); } finally { _busy = false; } }";

    private const string Members = "Process _p; Process Child => _p; static void Pump() { }";

    [Theory]
    [InlineData("while ([|given.IsAlive|]) { }")]
    [InlineData("while ([|given.IsAlive|]) ;")]
    [InlineData("var task = Task.Run(() => Use(1)); while ([|!task.IsCompleted|]) ;")]
    [InlineData("var task = Task.Run(() => n); while ([|!task.IsCompleted|]) { Thread.Sleep(10); } Use(task.Result);")]
    [InlineData("while ([|Threads.ActiveCount != 1|]) { Console.WriteLine(Threads.ActiveCount); }")]
    [InlineData("while ([|given.IsAlive|]) Console.WriteLine(\"waiting\");")]
    [InlineData("while ([|given.IsAlive|]) Thread.Sleep(10);")]
    [InlineData("while ([|given.IsAlive|]) { Thread.Yield(); Thread.SpinWait(20); }")]
    [InlineData("while ([|given.IsAlive == true|]) { Thread.Sleep(0); }")]
    [InlineData("while (([|given.IsAlive|])) { }")]
    [InlineData("do { Thread.Sleep(1); } while ([|given.IsAlive|]);")]
    [InlineData("while ([|!_p.HasExited|]) { }")]
    [InlineData("while ([|_p.HasExited == false|]) Thread.Sleep(5);")]
    [InlineData("while ([|!Child.HasExited|]) { Child.Refresh(); Thread.Sleep(5); }")]
    [InlineData("var spin = new SpinWait(); while ([|given.IsAlive|]) spin.SpinOnce();")]
    [InlineData("var u = new Thread(F); while ([|given.IsAlive || u.IsAlive|]) { }")]
    [InlineData("while ([|!(_p.HasExited && !given.IsAlive)|]) { }")]
    [InlineData("var ts = new List<Thread>(); while ([|ts.Any(t => t.IsAlive)|]) Thread.Sleep(1);")]
    [InlineData("var ps = new Process[2]; while ([|!ps.All(p => p.HasExited)|]) Thread.Sleep(1);")]
    [InlineData("while ([|Threads.ActiveCount != 1|]) { }")]
    [InlineData("while ([|Threads.ActiveCount > 1|]) { }")]
    [InlineData("var w = new WorkerThread(F); while ([|w.IsAlive|]) { }")]
    [InlineData("Action a = () => { while ([|given.IsAlive|]) { } }; a();")]
    [InlineData("void L() { while ([|given.IsAlive|]) { } } L();")]
    [InlineData("while ([|given.ThreadState != System.Threading.ThreadState.Stopped|]) Thread.Sleep(1);")]
    [InlineData("SpinWait.SpinUntil(() => [|!given.IsAlive|]);")]
    [InlineData("var task = Task.Run(() => Use(1)); while ([|!task.IsCompleted|]) { Task.Delay(10).Wait(); }")]
    public Task Reports_loops_that_only_ask(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Members));

    [Theory]
    [InlineData("given.Join();")]
    [InlineData("while (!given.IsAlive) { }")]
    [InlineData("var task = Task.Run(() => Use(1)); while (!task.IsCompleted) { Console.Write('.'); Thread.Sleep(500); }")]
    [InlineData("var task = Task.Run(() => Use(1)); while (task.IsCompleted) { }")]
    [InlineData("while (given.IsAlive) Console.WriteLine(Console.ReadLine());")]
    [InlineData("while (given.IsAlive) Console.WriteLine(n++);")]
    [InlineData("var task = Task.Run(() => Use(1)); while (!task.IsCompleted && !flag) Thread.Sleep(1);")]
    [InlineData("while (_p.HasExited) { }")]
    [InlineData("if (given.IsAlive) { }")]
    [InlineData("while (given.IsAlive) { Console.Write('.'); Thread.Sleep(100); }")]
    [InlineData("while (given.IsAlive) { Pump(); }")]
    [InlineData("while (given.IsAlive && n-- > 0) Thread.Sleep(100);")]
    [InlineData("while (!_p.HasExited && DateTime.Now.Second < 30) Thread.Sleep(100);")]
    [InlineData("while (given.IsAlive || flag) Thread.Sleep(100);")]
    [InlineData("var u = new Thread(F); while (given.IsAlive && u.IsAlive) { }")]
    [InlineData("var ts = new List<Thread>(); while (ts.All(t => t.IsAlive)) { }")]
    [InlineData("var ts = new List<Thread>(); while (ts.Any(t => t.IsAlive && t.IsBackground)) { }")]
    [InlineData("while (!given.Join(100)) Console.Write('.');")]
    [InlineData("while (given.IsAlive) { if (flag) break; Thread.Sleep(1); }")]
    [InlineData("for (int i = 0; given.IsAlive; i++) { Console.Write(i); }")]
    [InlineData("while (Threads.ActiveCount < n) { }")]
    [InlineData("while (given.IsAlive) { n++; }")]
    [InlineData("while (given.IsThreadPoolThread) { }")]
    public Task Ignores_loops_that_do_more(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Members));

    [Theory]
    [InlineData("await Task.Delay(10);")]
    public Task Ignores_loops_that_await(string inner) => Verify.VerifyAnalyzerAsync(InMethod("while (given.IsAlive) { " + inner + " }", signature: "async Task M(Thread given)"));

    [Theory]
    [InlineData("bool done = false; var t = new Thread(() => { Use(1); Volatile.Write(ref done, true); }); t.Start(); while ([|!Volatile.Read(ref done)|]) { Thread.Sleep(10); } Use(2);", "bool done = false; var t = new Thread(() => { Use(1); Volatile.Write(ref done, true); }); t.Start(); t.Join(); Use(2);")]
    [InlineData("var t = new Thread(Work); t.Start(); while ([|!_done|]) Thread.Sleep(10); Use(2);", "var t = new Thread(Work); t.Start(); t.Join(); Use(2);")]
    [InlineData("var t = new Thread(Work); t.Start(); SpinWait.SpinUntil(() => [|_done|]); Use(2);", "var t = new Thread(Work); t.Start(); t.Join(); Use(2);")]
    [InlineData("var t = Task.Run(Work); while ([|!_done|]) Thread.Yield(); Use(2);", "var t = Task.Run(Work); Task.WaitAny(t); Use(2);")]
    [InlineData("_t = new Thread(Ending); _t.Start(); while ([|_busy|]) { Thread.Sleep(10); } Use(2);", "_t = new Thread(Ending); _t.Start(); _t.Join(); Use(2);")]
    public Task Fixes_by_waiting_for_who_sets_the_variable_at_its_end(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before, Setting), InMethod(after, Setting));

    [Theory]
    [InlineData("var t = new Thread(Work); t.Start(); while (!_done && n > 0) Thread.Sleep(10);")]
    [InlineData("var t = new Thread(Work); t.Start(); while (!_done) { Use(1); Thread.Sleep(10); }")]
    [InlineData("new Thread(Work).Start(); while (!_done) Thread.Sleep(10);")]
    [InlineData("var t = new Thread(Work); var u = new Thread(Work); t.Start(); u.Start(); while (!_done) Thread.Sleep(10);")]
    [InlineData("Thread t = null; for (var i = 0; i < n; i++) { t = new Thread(Work); t.Start(); } while (!_done) Thread.Sleep(10);")]
    [InlineData("var t = new Thread(() => { _done = true; Use(1); }); t.Start(); while (!_done) Thread.Sleep(10);")]
    [InlineData("var t = new Thread(() => { if (flag) { _done = true; } }); t.Start(); while (!_done) Thread.Sleep(10);")]
    [InlineData("var t = new Thread(() => { Use(1); Shown2 = true; }); t.Start(); while (!Shown2) Thread.Sleep(10);")]
    [InlineData("var t = new Thread(() => { while (!_stop) Thread.Sleep(10); }); t.Start(); _stop = true; t.Join();")]
    [InlineData("var set = false; Action a = () => Volatile.Write(ref set, true); var t = new Thread(() => a()); t.Start(); while (!Volatile.Read(ref set)) Thread.Sleep(10);")]
    [InlineData("var t = Task.Run(async () => { await Task.Yield(); _done = true; }); while (!_done) Thread.Sleep(10);")]
    [InlineData("if (SpinWait.SpinUntil(() => !given.IsAlive, n)) Use(1);")]
    public Task Ignores_variables_that_tell_something_else(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Setting + " private volatile bool _stop; public volatile bool Shown2;"));

    [Theory]
    [InlineData("while ([|!task.IsCompleted|]) { await Task.Delay(10); } Use(1);", "await Task.WhenAny(task); Use(1);")]
    [InlineData("while ([|!_p.HasExited|]) await Task.Delay(10).ConfigureAwait(false); Use(1);", "await _p.WaitForExitAsync(); Use(1);")]
    [InlineData("var t = Task.Run(Work); while ([|!_done|]) await Task.Delay(10); Use(1);", "var t = Task.Run(Work); await Task.WhenAny(t); Use(1);")]
    public Task Fixes_by_awaiting(string before, string after) => Verify.VerifyCodeFixAsync(
        InMethod(before, Setting + " Process _p;", signature: "async Task M(Task task)"),
        InMethod(after, Setting + " Process _p;", signature: "async Task M(Task task)"));

    [Theory]
    [InlineData("while ([|given.IsAlive|]) { } Use(1);", "given.Join(); Use(1);")]
    [InlineData("while ([|given.ThreadState != System.Threading.ThreadState.Stopped|]) { } Use(1);", "given.Join(); Use(1);")]
    [InlineData("SpinWait.SpinUntil(() => [|!given.IsAlive|]); Use(1);", "given.Join(); Use(1);")]
    [InlineData("var task = Task.Run(() => Use(1)); while ([|!task.IsCompleted|]) ; Use(1);", "var task = Task.Run(() => Use(1)); Task.WaitAny(task); Use(1);")]
    [InlineData("while ([|!_p.HasExited|]) { _p.Refresh(); } Use(1);", "_p.WaitForExit(); Use(1);")]
    [InlineData("if (flag) while ([|given.IsAlive|]) Thread.Sleep(1);", "if (flag) given.Join();")]
    [InlineData("var u = new Thread(F); while ([|given.IsAlive || u.IsAlive|]) { } Use(1);", "var u = new Thread(F); given.Join(); u.Join(); Use(1);")]
    public Task Fixes_by_waiting(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before, Members), InMethod(after, Members));

    [Fact]
    public Task Fixes_with_a_loop_over_all_threads() => Verify.VerifyCodeFixAsync(
        InLines("""
            var threads = new List<Thread>();

            // The end.
            while ([|threads.Any(t => t.IsAlive)|])
            {
                // Give them time.
                Thread.Sleep(100);
            }

            Use(1);
            """),
        InLines("""
            var threads = new List<Thread>();

            // The end.
            // Give them time.
            foreach (var thread in threads)
            {
                thread.Join();
            }

            Use(1);
            """));

    [Theory]
    [InlineData("while ([|Threads.ActiveCount != 1|]) { }")]
    [InlineData("if (flag) while ([|given.IsAlive || _p.HasExited == false|]) { }")]
    public Task Reports_without_a_fix_where_it_is_not_known_what_to_wait_for(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements, Members), InMethod(statements, Members));

    [Theory]
    [InlineData("while ([|!Task.Run(() => Use(1)).IsCompleted|]) ;")]
    [InlineData("while ([|given.IsAlive|]) Console.WriteLine(n);")]
    public Task Offers_no_fix_that_would_throw_or_be_silent(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
