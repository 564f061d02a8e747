using Xunit;
using static Analyzers.Tests.Rules.Threads.LifecycleCode;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC309OnlySomeJoinedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC309OnlySomeJoinedFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

public sealed class CONC309OnlySomeJoinedTests
{
    [Theory]
    [InlineData("Thread t = null; for (int i = 0; i < n; i++) { t = new Thread(F); t.Start(); } t.[|Join|]();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) { var t = new Thread(F); t.Start(); ts.Add(t); } ts[ts.Count - 1].[|Join|]();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) { var t = new Thread(F); t.Start(); ts.Add(t); } ts.Last().[|Join|](); Use(1);")]
    [InlineData("var ts = new Thread[n]; for (int i = 0; i < n; i++) { ts[i] = new Thread(F); ts[i].Start(); } ts[n - 1].[|Join|]();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) ts.Add(new Thread(F)); foreach (var t in ts) t.Start(); ts[0].[|Join|]();")]
    [InlineData("var ts = new List<Task>(); for (int i = 0; i < n; i++) ts.Add(Task.Run(F)); ts[n - 1].[|Wait|]();")]
    [InlineData("Thread t = null; var ts = new List<Thread>(); for (int i = 0; i < n; i++) { t = new Thread(F); ts.Add(t); } foreach (var u in ts) u.Start(); t.[|Join|]();")]
    [InlineData("Thread t = null; foreach (var item in items) { t = new Thread(() => Use(item)); t.Start(); } t?.[|Join|]();")]
    [InlineData("Thread t = null; for (int i = 0; i < n; i++) { t = new Thread(F) { IsBackground = true }; t.Start(); } if (t != null) t.[|Join|]();")]
    [InlineData("WorkerThread t = null; foreach (var item in items) { t = new WorkerThread(F); t.Start(); } t.[|Join|]();")]
    [InlineData("WorkerProcess p = null; foreach (var item in items) { p = WorkerProcess.Create(F); p.Start(); } p.[|Join|]();")]
    [InlineData("Process p = null; foreach (var item in items) { p = Process.Start(item); } p.[|WaitForExit|]();")]
    [InlineData("Action a = () => { Thread t = null; for (int i = 0; i < n; i++) { t = new Thread(F); t.Start(); } t.[|Join|](); }; a();")]
    public Task Reports_a_join_of_the_last_one(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("Thread t = null; for (int i = 0; i < n; i++) { t = new Thread(F); t.Start(); t.Join(); } t.Join();")]
    [InlineData("var all = new CountdownEvent(n); var ts = new List<Thread>(); for (int i = 0; i < n; i++) { var t = new Thread(() => all.Signal()); t.Start(); ts.Add(t); } all.Wait(); ts[0].Join();")]
    [InlineData("var all = new CountdownEvent(n); Thread t = null; for (int i = 0; i < n; i++) { t = new Thread(() => all.Signal()); t.Start(); } all.Wait(); t.Join();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) { var t = new Thread(F); t.Start(); ts.Add(t); } ts[0].Join(); for (int i = 1; i < ts.Count; i++) ts[i].Join();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) { var t = new Thread(F); t.Start(); ts.Add(t); } ts[0].Join(); Use(ts);")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) { var t = new Thread(F); t.Start(); ts.Add(t); } for (int i = 0; i < n; i++) ts[i].Join();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) { var t = new Thread(F); t.Start(); ts.Add(t); } Action later = () => ts.ForEach(t => t.Join()); ts[0].Join(); later();")]
    [InlineData("var ts = new[] { new Thread(F), new Thread(F) }; ts[0].Start(); ts[1].Start(); ts[1].Join();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) { var t = new Thread(F); t.Start(); ts.Add(t); if (flag) break; } ts[0].Join();")]
    [InlineData("Thread t = null; for (int i = 0; i < n; i++) { t?.Join(); t = new Thread(F); t.Start(); } t?.Join();")]
    [InlineData("Thread t = null; var ts = new List<Thread>(); for (int i = 0; i < n; i++) { t = new Thread(F); t.Start(); ts.Add(t); } t.Join(); foreach (var u in ts) u.Join();")]
    [InlineData("Thread t = null; for (int i = 0; i < n; i++) { t = new Thread(F); t.Start(); kept.Add(t); } t.Join();")]
    [InlineData("Thread t = null; for (int i = 0; i < n; i++) { t = new Thread(F); t.Start(); break; } t.Join();")]
    [InlineData("Thread t = null; do { if (t == null) { t = new Thread(F); t.Start(); } } while (n-- > 0); t.Join();")]
    [InlineData("var t = new Thread(F); t.Start(); for (int i = 0; i < n; i++) { } t.Join();")]
    [InlineData("var a = new Thread(F); var b = new Thread(F); a.Start(); b.Start(); b.Join();")]
    [InlineData("foreach (var item in items) { var t = new Thread(F); t.Start(); } given.Join();")]
    [InlineData("Thread t = null; for (int i = 0; i < n; i++) { t = new Thread(F); t.Start(); } if (!t.Join(10)) Use(1);")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) { var t = new Thread(F); t.Start(); ts.Add(t); } foreach (var t in ts) t.Join();")]
    public Task Ignores_what_is_joined_or_out_of_sight(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, "static List<Thread> kept = new List<Thread>();"));

    private const string Helpers = """
        static Thread Begin(int i) { var t = new Thread(() => Use(i)); t.Start(); return t; }
        static List<Thread> BeginAll(int n) { var ts = new List<Thread>(); for (int i = 0; i < n; i++) { var t = new Thread(F); t.Start(); ts.Add(t); } return ts; }
        static Task After(Task before) => Task.Run(() => { before.Wait(); F(); });
        Task kept;
        """;

    private const string Async = "async Task M(bool flag, int n, string[] items)";

    [Theory]
    [InlineData("Task last = null; for (int i = 0; i < n; i++) last = Task.Run(F); last.[|Wait|]();")]
    [InlineData("Task<int> last = null; foreach (var item in items) { last = Task.Run(() => item.Length); } Use(last.[|Result|]);")]
    [InlineData("Thread t = null; for (int i = 0; i < n; i++) t = Begin(i); t.[|Join|]();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) ts.Add(Begin(i)); ts[^1].[|Join|]();")]
    [InlineData("var ts = BeginAll(4); ts[0].[|Join|]();")]
    public Task Reports_a_wait_for_the_last_task_or_for_one_of_a_helpers_threads(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Helpers));

    [Theory]
    [InlineData("Task last = null; foreach (var item in items) last = Task.Run(() => Use(item)); await [|last|];")]
    [InlineData("Task last = Task.CompletedTask; foreach (var item in items) { last = Task.Run(() => Use(item)); } await [|last|].ConfigureAwait(false);")]
    public Task Reports_an_await_of_the_last_task(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Helpers, Async).Replace("[|last|].ConfigureAwait(false)", "last.[|ConfigureAwait|](false)", StringComparison.Ordinal));

    [Theory]
    [InlineData("Task last = Task.CompletedTask; foreach (var item in items) last = last.ContinueWith(_ => Use(item)); await last;")]
    [InlineData("Task last = Task.CompletedTask; foreach (var item in items) { var before = last; last = Task.Run(async () => { await before; Use(item); }); } await last;")]
    [InlineData("Task last = Task.CompletedTask; for (int i = 0; i < n; i++) last = After(last); await last;")]
    [InlineData("Task last = null; var all = new List<Task>(); foreach (var item in items) { last = Task.Run(() => Use(item)); all.Add(last); } await last; await Task.WhenAll(all);")]
    [InlineData("Task last = null; foreach (var item in items) { if (last != null) await last; last = Task.Run(() => Use(item)); } await last;")]
    [InlineData("Task last = null; for (int i = 0; i < n; i++) { last = Task.Run(F); await Task.Delay(100); } await last;")]
    [InlineData("Task last = null; for (int i = 0; i < n; i++) { last = Task.Run(F); break; } await last;")]
    [InlineData("for (int i = 0; i < n; i++) { kept = Task.Run(F); } await kept;")]
    [InlineData("Task only = null; for (int i = 0; i < n; i++) { only ??= Task.Run(F); } await only;")]
    [InlineData("var all = new CountdownEvent(n); Task last = null; for (int i = 0; i < n; i++) { last = Task.Run(() => all.Signal()); } all.Wait(); await last;")]
    [InlineData("var ts = BeginAll(4); ts[0].Join(); foreach (var t in ts) t.Join();")]
    [InlineData("var a = Begin(1); a = Begin(2); a.Join();")]
    public Task Ignores_tasks_that_follow_each_other_or_are_all_waited_for(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Helpers, Async));

    [Theory]
    [InlineData("Task last = null; foreach (var item in items) { last = Task.Run(() => Use(item)); } await [|last|];", "Task last = null; var tasks = new List<Task>(); foreach (var item in items) { last = Task.Run(() => Use(item)); tasks.Add(last); } await Task.WhenAll(tasks);")]
    public Task Fixes_by_awaiting_all(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before, "", Async), InMethod(after, "", Async));

    [Fact]
    public Task Fixes_by_joining_all() => Verify.VerifyCodeFixAsync(
        InLines("""
            Thread t = null;

            // All of them.
            foreach (var item in items)
            {
                t = new Thread(() => Use(item));
                t.Start(); // go
            }

            // The end.
            t.[|Join|]();
            Use(2);
            """),
        InLines("""
            Thread t = null;

            var threads = new List<Thread>();
            // All of them.
            foreach (var item in items)
            {
                t = new Thread(() => Use(item));
                t.Start(); // go
                threads.Add(t);
            }

            // The end.
            foreach (var thread in threads)
            {
                thread.Join();
            }
            Use(2);
            """));

    [Fact]
    public Task Fixes_by_joining_each_element() => Verify.VerifyCodeFixAsync(
        InLines("""
            var ts = new List<Thread>();
            foreach (var item in items)
            {
                var t = new Thread(() => Use(item));
                t.Start();
                ts.Add(t);
            }

            // The end.
            ts[ts.Count - 1].[|Join|](); // all
            Use(2);
            """),
        InLines("""
            var ts = new List<Thread>();
            foreach (var item in items)
            {
                var t = new Thread(() => Use(item));
                t.Start();
                ts.Add(t);
            }

            // The end.
            foreach (var thread in ts)
            {
                thread.Join();
            } // all
            Use(2);
            """));

    [Fact]
    public Task Offers_no_fix_where_another_loop_starts_them()
    {
        const string statements = "Thread t = null; var ts = new List<Thread>(); for (int i = 0; i < n; i++) { t = new Thread(F); ts.Add(t); } foreach (var u in ts) { u.Start(); } t.[|Join|]();";
        return Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
    }
}
