using Xunit;
using static Analyzers.Tests.Rules.Threads.LifecycleCode;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC305JoinInStartLoopAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC305JoinInStartLoopFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

public sealed class CONC305JoinInStartLoopTests
{
    [Theory]
    [InlineData("for (int i = 0; i < n; i++) { var t = new Thread(F); t.Start(); t.[|Join|](); }")]
    [InlineData("foreach (var item in items) { var t = new Thread(() => Use(item)); t.Start(); t.[|Join|](); }")]
    [InlineData("var ts = new List<Thread>(); foreach (var t in ts) { t.Start(); t.[|Join|](); }")]
    [InlineData("foreach (var item in items) { var t = new Thread(() => Use(item)) { IsBackground = true }; t.Name = item; t.Start(); t.[|Join|](); Use(item); }")]
    [InlineData("Thread t; foreach (var item in items) { t = new Thread(F); t.Start(); t.[|Join|](); }")]
    [InlineData("foreach (var item in items) { Thread t = new(P); t.Start(item); t.[|Join|](); }")]
    [InlineData("foreach (var item in items) { var t = new WorkerThread(F); t.Start(); t.[|Join|](); }")]
    [InlineData("foreach (var item in items) { var p = WorkerProcess.Create(F); p.Start(); p.[|Join|](); }")]
    [InlineData("void L() { foreach (var item in items) { var t = new Thread(F); t.Start(); t.[|Join|](); } } L();")]
    public Task Reports_threads_that_run_one_at_a_time(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var t = new Thread(F); t.Start(); t.Join();")]
    [InlineData("void L(ThreadStart work) { for (int i = 0; i < n; i++) { var t = new Thread(work); t.Start(); t.Join(); } } L(F);")]
    [InlineData("void L(Action work) { for (int i = 0; i < n; i++) { var t = new WorkerThread(work); t.Start(); t.Join(); } } L(F);")]
    [InlineData("foreach (var item in items) { var t = new Thread(F); t.Start(); Use(item); t.Join(); }")]
    [InlineData("for (int i = 0; i < 3; i++) { var t = new Thread(F); t.Start(); t.Join(); if (flag) break; }")]
    [InlineData("for (int i = 0; i < 3; i++) { try { var t = new Thread(F); t.Start(); t.Join(); } catch (OutOfMemoryException) { } }")]
    [InlineData("while (flag) { var t = new Thread(F); t.Start(); t.Join(); }")]
    [InlineData("foreach (var item in items) { var t = new Thread(F); t.SetApartmentState(ApartmentState.STA); t.Start(); t.Join(); }")]
    [InlineData("foreach (var item in items) { var t = new Thread(F, 1 << 24); t.Start(); t.Join(); }")]
    [InlineData("foreach (var item in items) { using var p = new Process(); p.Start(); p.WaitForExit(); }")]
    [InlineData("foreach (var item in items) { var t = new Thread(F); t.Start(); if (!t.Join(100)) Use(item); }")]
    [InlineData("var ts = new List<Thread>(); foreach (var item in items) { var t = new Thread(F); t.Start(); ts.Add(t); } foreach (var t in ts) t.Join();")]
    [InlineData("foreach (var item in items) { given.Start(); given.Join(); }")]
    [InlineData("foreach (var item in items) { var t = new Thread(F); var u = new Thread(F); t.Start(); u.Start(); t.Join(); u.Join(); }")]
    public Task Ignores_loops_with_a_reason(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("int sum = 0; foreach (var item in items) { var t = new Thread(() => sum += item.Length); t.Start(); t.[|Join|](); }", "")]
    [InlineData("foreach (var item in items) { var t = new Thread(() => { total++; }); t.Start(); t.[|Join|](); }", "int total;")]
    [InlineData("foreach (var item in items) { var t = new Thread(Count); t.Start(); t.[|Join|](); }", "static int total; static void Count() { total++; }")]
    public Task Reports_without_a_fix_where_the_threads_share_what_they_write(string statements, string members) => Verify.VerifyCodeFixAsync(InMethod(statements, members), InMethod(statements, members));

    [Theory]
    [InlineData("foreach (var item in items) { var t = Task.Run(() => Use(item)); t.[|Wait|](); }")]
    [InlineData("foreach (var item in items) { var t = Task.Factory.StartNew(() => Use(item)); t.[|Wait|](); }")]
    [InlineData("foreach (var item in items) { Task.Run(() => Use(item)).[|Wait|](); }")]
    public Task Reports_tasks_that_the_round_blocks_for(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("foreach (var item in items) { Task.Run(async () => { await Task.Delay(1); Use(item); }).Wait(); }")]
    [InlineData("foreach (var item in items) { Task.Run(() => Later()).Wait(); }")]
    [InlineData("foreach (var item in items) { var t = Task.Factory.StartNew(() => Use(item), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current); t.Wait(); }")]
    [InlineData("foreach (var item in items) { var t = Task.Run(() => Use(item)); if (!t.Wait(100)) Use(1); }")]
    [InlineData("for (int i = 0; i < 3; i++) { try { Task.Run(() => Use(1)).Wait(); return; } catch (AggregateException) { } }")]
    [InlineData("while (flag) { var t = Task.Run(F); t.Wait(); }")]
    [InlineData("void L(Action work) { foreach (var item in items) { var t = Task.Run(work); t.Wait(); } } L(F);")]
    [InlineData("async Task L() { foreach (var item in items) { await Task.Run(() => Use(item)); } } L().Wait();")]
    public Task Ignores_tasks_that_are_awaited_or_asynchronous_themselves(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, "static Task Later() => Task.Delay(1);"));

    [Fact]
    public Task Fixes_tasks_with_two_loops() => Verify.VerifyCodeFixAsync(
        InLines("""
            foreach (var item in items)
            {
                var t = Task.Run(() => Use(item));
                t.[|Wait|]();
            }
            """),
        InLines("""
            var tasks = new List<Task>();
            foreach (var item in items)
            {
                var t = Task.Run(() => Use(item));
                tasks.Add(t);
            }
            foreach (var task in tasks)
            {
                task.Wait();
            }
            """));

    [Fact]
    public Task Fixes_with_two_loops() => Verify.VerifyCodeFixAsync(
        InLines("""
            Use(1);

            // All of them.
            foreach (var item in items)
            {
                var t = new Thread(() => Use(item)); // work
                t.Start();
                t.[|Join|]();
            }

            Use(2);
            """),
        InLines("""
            Use(1);

            var threads = new List<Thread>();
            // All of them.
            foreach (var item in items)
            {
                var t = new Thread(() => Use(item)); // work
                t.Start();
                threads.Add(t);
            }
            foreach (var thread in threads)
            {
                thread.Join();
            }

            Use(2);
            """));

    [Theory]
    [InlineData("for (int i = 0; i < n; i++) { var t = new Thread(() => Use(i)); t.Start(); t.[|Join|](); }")]
    [InlineData("foreach (var item in items) { var t = new Thread(F); t.Start(); t.[|Join|](); Use(item); }")]
    public Task Reports_without_a_fix_where_the_round_needs_the_join(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
