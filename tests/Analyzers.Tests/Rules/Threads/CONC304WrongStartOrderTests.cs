using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using static Analyzers.Tests.Rules.Threads.LifecycleCode;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC304WrongStartOrderAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC304WrongStartOrderFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

public sealed class CONC304WrongStartOrderTests
{
    private const string Helpers = "static void Begin(Thread x) { x.Start(); } static List<Thread> kept = new List<Thread>(); static void Keep(Thread x) { kept.Add(x); } Thread _field; static Thread Made() => new Thread(F) { IsBackground = true }; static Thread Started() { var made = Made(); made.Start(); return made; } Thread Cached() { if (_field == null) { _field = Made(); } return _field; } static Thread Kept() { var made = Made(); kept.Add(made); return made; }";

    [Theory]
    [InlineData("var t = new Thread(F); t.Start(); t.[|Start|]();")]
    [InlineData("var task = Task.Run(F); task.[|Start|]();")]
    [InlineData("var task = Task.Factory.StartNew(F); task.[|Start|]();")]
    [InlineData("var task = new Task(F); task.Start(); task.[|Start|]();")]
    [InlineData("var t = new Thread(F); t.Start(); t.Join(); t.[|Start|]();")]
    [InlineData("var t = new Thread(F); var u = t; t.Start(); u.[|Start|]();")]
    [InlineData("var t = new Thread(P); t.Start(1); t.[|Start|](2);")]
    [InlineData("var t = new Thread(F); Begin(t); t.[|Start|]();")]
    [InlineData("var t = new Thread(F); if (flag) t.Start(); else t.Start(); t.[|Start|]();")]
    [InlineData("given.Start(); given.[|Start|]();")]
    [InlineData("_field = new Thread(F); _field.Start(); _field.[|Start|]();")]
    [InlineData("var ts = new[] { new Thread(F), new Thread(F) }; foreach (var t in ts) t.Start(); foreach (var t in ts) t.[|Start|]();")]
    [InlineData("void L() { var t = new Thread(F); t.Start(); t.[|Start|](); } L();")]
    [InlineData("Action a = () => { var t = new Thread(F); t.Start(); t.[|Start|](); }; a();")]
    [InlineData("var t = new Thread(F); for (int i = 0; i < n; i++) { t.[|Start|](); t.Join(); }")]
    [InlineData("var t = new Thread(F); foreach (var item in items) t.[|Start|]();")]
    [InlineData("var t = new Thread(F); while (true) { t.[|Start|](); t.Join(); }")]
    [InlineData("var t = new Thread(F); t.[|Join|]();")]
    [InlineData("var t = new Thread(F); t.[|Join|](); t.Start();")]
    [InlineData("var t = new Thread(F); if (t.[|Join|](100)) Use(1);")]
    [InlineData("var ts = new[] { new Thread(F), new Thread(F) }; foreach (var t in ts) t.[|Join|]();")]
    [InlineData("var ts = Enumerable.Range(0, n).Select(i => new Thread(F)).ToList(); foreach (var t in ts) t.[|Join|]();")]
    [InlineData("using var p = new Process(); p.StartInfo.FileName = \"a\"; p.[|WaitForExit|]();")]
    [InlineData("var t = Started(); t.[|Start|]();")]
    [InlineData("var t = Made(); t.[|Join|]();")]
    [InlineData("var t = Made(); t.Start(); t.[|Start|]();")]
    [InlineData("Thread Local() { var made = Made(); made.Start(); return made; } var t = Local(); t.[|Start|]();")]
    [InlineData("var ts = new Thread[3]; for (int i = 0; i < 3; i++) { ts[i] = Started(); } ts[1].[|Start|]();")]
    public Task Reports_second_starts_and_early_joins(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Helpers));

    [Theory]
    [InlineData("var t = new WorkerThread(F); t.Start(); t.{|#0:Start|}();", "has already been started", "Start")]
    [InlineData("var t = new WorkerThread(F); t.{|#0:Join|}();", "has not been started yet", "Join")]
    [InlineData("using var t = WorkerProcess.Create(F); t.{|#0:Join|}();", "has not been started yet", "Join")]
    [InlineData("using var t = WorkerProcess.Create(F); t.Start(); t.Join(); t.{|#0:Start|}();", "has already been started", "Start")]
    public Task Reports_errors_on_types_of_the_runtime(string statements, string what, string method) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments("t", what, method).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("var t = Made(); t.Start(); t.Join();")]
    [InlineData("var t = Started(); t.Join();")]
    [InlineData("var t = Cached(); t.Join();")]
    [InlineData("var t = Kept(); t.Join();")]
    [InlineData("var ts = new Thread[3]; for (int i = 0; i < 3; i++) { ts[i] = Made(); } ts[0].Start(); ts[1].Start(); ts[2].Start();")]
    [InlineData("var task = new Task(F); task.Start(); task.Wait();")]
    [InlineData("var task = new Task(F); task.Wait();")]
    [InlineData("var task = new Task(F); if (flag) task.Start(); else task.RunSynchronously();")]
    [InlineData("var t = new Thread(F); t.Start(); t.Join();")]
    [InlineData("var t = new Thread(F); t.Start(); t = new Thread(F); t.Start();")]
    [InlineData("var t = new Thread(F); if (flag) t.Start(); if (!flag) t.Start();")]
    [InlineData("var t = new Thread(F); if (flag) t.Start(); t.Join();")]
    [InlineData("var t = new Thread(F); Keep(t); t.Join();")]
    [InlineData("var t = new Thread(F); Begin(t); t.Join();")]
    [InlineData("given.Join(); given.Start();")]
    [InlineData("_field.Start(); Renew(); _field.Start();")]
    [InlineData("var t = new Thread(F); t.Start(); try { t.Start(); } catch (ThreadStateException) { }")]
    [InlineData("var t = new Thread(F); try { t.Join(); Use(1); Use(2); } catch (System.Threading.ThreadStateException) { }")]
    [InlineData("var t = new Thread(F); Action a = () => t.Start(); a(); t.Join();")]
    [InlineData("using var p = Process.Start(\"a\"); p.WaitForExit(); p.Start(); p.WaitForExit();")]
    [InlineData("using var p = new Process(); for (int i = 0; i < n; i++) { p.Start(); p.WaitForExit(); }")]
    [InlineData("for (int i = 0; i < n; i++) { var t = new Thread(F); t.Start(); t.Join(); }")]
    [InlineData("Thread t; for (int i = 0; i < n; i++) { t = new Thread(F); t.Start(); t.Join(); }")]
    [InlineData("var t = new Thread(F); for (int i = 0; i < n; i++) { if (i == 3) t.Start(); }")]
    [InlineData("var t = new Thread(F); for (int i = 0; i < n; i++) { if (flag) continue; t.Start(); break; }")]
    [InlineData("var t = new Thread(F); while (flag) { t.Start(); flag = false; }")]
    [InlineData("var t = new Thread(F); for (int i = 0; i < 3; i++) { try { t.Start(); break; } catch (OutOfMemoryException) { } }")]
    [InlineData("var t = new Thread(F); for (int i = 0; i < n; i++) { t.Start(); t = new Thread(F); }")]
    [InlineData("var timer = new System.Timers.Timer(1); timer.Start(); timer.Stop(); timer.Start();")]
    [InlineData("Thread t = null; for (int i = 0; i < n; i++) { t = new Thread(F); t.Start(); } t?.Join();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) ts.Add(new Thread(F)); foreach (var t in ts) t.Start(); foreach (var t in ts) t.Join();")]
    public Task Ignores_orders_that_are_right_or_unknown(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Helpers + " void Renew() { _field = new Thread(F); }"));

    [Theory]
    [InlineData("var t = new Thread(F); t.[|Join|]();", "var t = new Thread(F); t.Start(); t.Join();")]
    [InlineData("var t = new Thread(F); t.[|Join|](); t.Start(); Use(1);", "var t = new Thread(F); t.Start(); t.Join(); Use(1);")]
    [InlineData("var t = new Thread(F); t.Start(); Use(1); t.[|Start|](); Use(2);", "var t = new Thread(F); t.Start(); Use(1); Use(2);")]
    [InlineData("var t = new Thread(F); if (t.[|Join|](100)) Use(1);", "var t = new Thread(F); t.Start(); if (t.Join(100)) Use(1);")]
    public Task Fixes_on_one_line(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Fact]
    public Task Fixes_by_creating_a_thread_in_each_round() => Verify.VerifyCodeFixAsync(
        InLines("""
            Use(1);

            // The worker.
            var t = new Thread(F);
            t.IsBackground = true; // dies with us
            foreach (var item in items)
            {
                // Go.
                t.[|Start|]();
            }
            """),
        InLines("""
            Use(1);

            foreach (var item in items)
            {
                // The worker.
                var t = new Thread(F);
                t.IsBackground = true; // dies with us
                // Go.
                t.Start();
            }
            """));

    [Fact]
    public Task Fixes_by_starting_all_before_the_first_is_waited_for() => Verify.VerifyCodeFixAsync(
        InLines("""
            var threads = new[] { new Thread(F), new Thread(F) };

            // The end.
            foreach (var thread in threads)
            {
                thread.[|Join|]();
            }
            """),
        InLines("""
            var threads = new[] { new Thread(F), new Thread(F) };

            foreach (var thread in threads)
            {
                thread.Start();
            }
            // The end.
            foreach (var thread in threads)
            {
                thread.Join();
            }
            """));

    [Theory]
    [InlineData("var t = new Thread(P); t.[|Join|]();")]
    [InlineData("var t = new Thread(F); for (int i = 0; i < n; i++) { t.[|Start|](); } t.Join();")]
    [InlineData("var t = new Thread(F); Use(t.Name); for (int i = 0; i < n; i++) { t.[|Start|](); }")]
    [InlineData("var t = new Thread(F); if (flag) t.Start(); else t.Start(); t.[|Start|]();")]
    public Task Reports_without_a_fix_where_the_repair_is_not_plain(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
