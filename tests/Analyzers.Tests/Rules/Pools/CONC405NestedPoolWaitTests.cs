using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Pools.CONC405NestedPoolWaitAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC405NestedPoolWaitFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Pools.CONC405NestedPoolWaitAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC405NestedPoolWaitFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Pools;

public sealed class CONC405NestedPoolWaitTests
{
    private static string InType(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            static int Square(int n) => n * n;
            static void Use(object value) { }
            {{members}}
        }
        """;

    private static string InMethod(string statements) => InType($$"""
        void M(int[] items, bool choice)
            {
                {{statements}}
            }
        """);

    private static Task ReportsAsync(string source) => Verify.VerifyAnalyzerAsync(source);

    [Theory]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => { Use(1); pool.[|Wait|](); }, 0)); pool.Wait();")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => { Use(1); pool.[|Poll|](true); }, 0)); pool.Wait();")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => pool.[|Wait|](Timeout.InfiniteTimeSpan), 0));")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => pool.WaitAsync().[|Wait|](), 0));")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => { if (choice) pool.[|Wait|](); }, 0));")]
    [InlineData("using var pool = new WorkerThreadPool(4); var same = pool; pool.PutRequest(WorkRequest.Create(_ => same.[|Wait|](), 0));")]
    [InlineData("using var pool = new WorkerThreadPool(4); var request = WorkRequest.Create(_ => pool.[|Wait|](), 0); pool.PutRequest(request);")]
    [InlineData("using var pool = new WorkerThreadPool(4); foreach (var request in WorkerThreadPool.MakeRequests(item => { Use(item); pool.[|Wait|](); }, items)) pool.PutRequest(request);")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(Work, 0)); void Work(int number) { pool.[|Wait|](); }")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => Inner(), 0)); void Inner() { Use(1); pool.[|Wait|](); }")]
    public Task Reports_work_that_waits_for_all_work(string statements) => ReportsAsync(InMethod(statements));

    [Theory]
    [InlineData("private readonly WorkerThreadPool _pool = new(2); void M() { _pool.PutRequest(WorkRequest.Create(Work, 0)); } void Work(int number) { _pool.[|Wait|](); }")]
    [InlineData("private static readonly WorkerThreadPool Pool = new(2); static void M() { Pool.PutRequest(WorkRequest.Create(Work, 0)); } static void Work(int number) { Use(1); Pool.[|Wait|](); }")]
    [InlineData("private WorkerThreadPool _pool; C() { _pool = new(2); } void M() { _pool.PutRequest(WorkRequest.Create(Work, 0)); } void Work(int number) { this._pool.[|Wait|](); }")]
    [InlineData("private readonly WorkerThreadPool _pool = new(2); void Post(Action work) => _pool.PutRequest(WorkRequest.Create(work, new object[0])); void M() { Post(() => { Use(1); _pool.[|Wait|](); }); }")]
    [InlineData("private readonly WorkerThreadPool _pool = new(1); void Post(Action work) { _pool.PutRequest(WorkRequest.Create(_ => work(), 0)); } void M() { Post(() => { using var ready = new ManualResetEventSlim(); Post(() => ready.Set()); ready.[|Wait|](); }); }")]
    [InlineData("static void M() { var pool = new WorkerThreadPool(2); pool.PutRequest(WorkRequest.Create(Work, pool)); } static void Work(WorkerThreadPool mine) { mine.[|Wait|](); }")]
    public Task Reports_work_in_methods(string members) => ReportsAsync(InType(members));

    [Theory]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => Use(1), 0)); pool.Wait();")]
    [InlineData("using var pool = new WorkerThreadPool(4); using var other = new WorkerThreadPool(2); pool.PutRequest(WorkRequest.Create(_ => other.Wait(), 0));")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => { Use(pool.Wait(TimeSpan.FromSeconds(1))); }, 0));")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => pool.Poll(), 0));")]
    [InlineData("using var pool = new WorkerThreadPool(4); var end = new CancellationTokenSource(); pool.PutRequest(WorkRequest.Create(_ => pool.Wait(end.Token), 0));")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => pool.PutRequest(WorkRequest.Create(_ => Use(2), 0)), 0));")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => { Action later = () => pool.Wait(); Use(later); }, 0));")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => { var own = new WorkerThreadPool(1); own.PutRequest(WorkRequest.Create(_ => Use(1), 0)); own.Wait(); }, 0));")]
    [InlineData("var pool = new WorkerThreadPool(4); var first = pool; pool = new WorkerThreadPool(2); first.PutRequest(WorkRequest.Create(_ => pool.Wait(), 0));")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(n => n + 1, 1, (request, value) => Use(value))); pool.Wait();")]
    public Task Ignores_waits_for_other_work(string statements) => ReportsAsync(InMethod(statements));

    [Theory]
    [InlineData("private readonly WorkerThreadPool _pool = new(2); public void Run(bool isWorker) { _pool.PutRequest(WorkRequest.Create(Run, true)); if (!isWorker) _pool.Wait(); }")]
    [InlineData("private WorkerThreadPool _pool = new(2); void M() { _pool.PutRequest(WorkRequest.Create(Work, 0)); _pool = new(3); } void Work(int number) { _pool.Wait(); }")]
    [InlineData("private readonly WorkerThreadPool _a = new(2), _b = new(2); void M() { _a.PutRequest(WorkRequest.Create(Work, 0)); } void Work(int number) { _b.Wait(); }")]
    [InlineData("private readonly WorkerThreadPool _pool = new(2); private readonly WorkerThreadPool _other = new(2); void Post(Action work) => _pool.PutRequest(WorkRequest.Create(work, new object[0])); void M() { Post(() => { Use(1); _other.Wait(); }); }")]
    [InlineData("private readonly WorkerThreadPool _pool = new(1); void Post(Action work) => _pool.PutRequest(WorkRequest.Create(work, new object[0])); void M() { using var ready = new ManualResetEventSlim(); Post(() => ready.Wait()); ready.Set(); }")]
    [InlineData("private readonly WorkerThreadPool _pool = new(1); void Run(Action work) { work(); _pool.Wait(); } void M() { Run(() => { Use(1); _pool.Wait(); }); }")]
    [InlineData("private readonly WorkerThreadPool _pool = new(2); void M(C other) { other._pool.PutRequest(WorkRequest.Create(Work, 0)); } void Work(int number) { _pool.Wait(); }")]
    public Task Ignores_pools_that_may_be_others(string members) => ReportsAsync(InType(members));

    [Theory]
    [InlineData("static readonly ProcessPool Pool = new(4); static int Fib(int n) { if (n < 2) return n; return Pool.[|Apply|](Fib, n - 1) + Fib(n - 2); } static int M() => Pool.Apply(Fib, 10);")]
    [InlineData("static readonly ProcessPool Pool = new(4); static int Outer(int n) { var inner = Pool.[|ApplyAsync|](Square, n); return inner.Get(); } static int[] M(int[] all) => Pool.Map(Outer, all);")]
    [InlineData("static readonly ProcessPool Pool = new(4); static int Outer(int n) => Sum(n); static int Sum(int n) => Pool.[|Map|](Square, new[] { n }).Sum(); static int M() => Pool.ApplyAsync(Outer, 1).Get();")]
    public Task Reports_a_worker_process_that_asks_its_pool(string members) => ReportsAsync(InType(members));

    [Theory]
    [InlineData("static readonly ProcessPool Pool = new(4); static int Outer(int n) => Square(n); static int M() => Pool.Apply(Outer, 1) + Pool.Apply(Square, 2);")]
    [InlineData("static readonly ProcessPool Pool = new(4); static int Outer(int n) => WorkerProcess.Current.Daemon ? Square(n) : Pool.Apply(Square, n); static int M() => Pool.Apply(Outer, 1);")]
    [InlineData("static readonly ProcessPool A = new(4), B = new(4); static int Outer(int n) => B.Apply(Square, n); static int M() => A.Apply(Outer, 1);")]
    [InlineData("static int M() { using var pool = new ProcessPool(2); var a = pool.ApplyAsync(Square, 1); var b = pool.ApplyAsync(Square, a.Get()); return b.Get(); }")]
    public Task Ignores_process_pools_asked_by_their_owner(string members) => ReportsAsync(InType(members));

    [Theory]
    [InlineData("using var pool = new ProcessPool(2); Use(pool.ApplyAsync(Square, 1, value => Use(pool.[|Apply|](Square, value))));")]
    [InlineData("using var pool = new ProcessPool(2); Use(pool.ApplyAsync(Square, 1, callback: value => { var next = pool.ApplyAsync(Square, value); Use(next.[|Get|]()); }));")]
    [InlineData("using var pool = new ProcessPool(2); Use(pool.ApplyAsync(Square, 1, callback: value => { pool.Close(); pool.[|Join|](); }));")]
    [InlineData("using var pool = new ProcessPool(2); Use(pool.ApplyAsync(Square, 1, onError: error => pool.[|Map|](Square, items)));")]
    public Task Reports_a_callback_that_waits_for_its_pool(string statements) => ReportsAsync(InMethod(statements));

    [Theory]
    [InlineData("using var pool = new ProcessPool(2); Use(pool.ApplyAsync(Square, 1, value => Use(pool.ApplyAsync(Square, value))));")]
    [InlineData("using var pool = new ProcessPool(2); using var other = new ProcessPool(2); Use(pool.ApplyAsync(Square, 1, value => Use(other.Apply(Square, value))));")]
    [InlineData("using var pool = new ProcessPool(2); Use(pool.ApplyAsync(Square, 1, value => { var next = pool.ApplyAsync(Square, value); Use(next.Get(TimeSpan.FromSeconds(1))); }));")]
    [InlineData("using var pool = new ProcessPool(2); Use(pool.ApplyAsync(Square, 1, value => Task.Run(() => pool.Apply(Square, value))));")]
    [InlineData("using var pool = new ProcessPool(2); Use(pool.ApplyAsync(Square, 1, value => pool.Close())); pool.Close(); pool.Join();")]
    public Task Ignores_callbacks_that_do_not_wait(string statements) => ReportsAsync(InMethod(statements));

    [Theory]
    [InlineData("var ready = new ManualResetEventSlim(); Enumerable.Range(0, 100).AsParallel().ForAll(n => { if (n == 50) ready.Set(); else ready.[|Wait|](); });")]
    [InlineData("using var ready = new ManualResetEvent(false); Parallel.For(0, 100, n => { if (n == 50) ready.Set(); else ready.[|WaitOne|](); });")]
    [InlineData("using (var ready = new AutoResetEvent(initialState: false)) { Parallel.ForEach(items, n => { ready.[|WaitOne|](); Use(n); ready.Set(); }); }")]
    [InlineData("var all = new CountdownEvent(items.Length); Parallel.ForEach(items, n => { Use(n); all.Signal(); all.[|Wait|](); Use(n); });")]
    [InlineData("var ready = new EventFlag(); Parallel.For(0, 100, n => { if (n == 50) ready.Set(); else ready.[|Wait|](); });")]
    public Task Reports_a_round_that_waits_for_another_round(string statements) => ReportsAsync(InMethod(statements));

    [Theory]
    [InlineData("var ready = new ManualResetEventSlim(); var setter = new Thread(() => ready.Set()); setter.Start(); Parallel.For(0, 100, n => { ready.Wait(); Use(n); });")]
    [InlineData("var ready = new ManualResetEventSlim(true); Parallel.For(0, 100, n => { ready.Wait(); ready.Set(); });")]
    [InlineData("var turn = new AutoResetEvent(true); Parallel.For(0, 100, n => { turn.WaitOne(); Use(n); turn.Set(); });")]
    [InlineData("var turn = new AutoResetEvent(choice); Parallel.For(0, 100, n => { turn.WaitOne(); Use(n); turn.Set(); });")]
    [InlineData("var ready = new ManualResetEventSlim(); Use(ready); Parallel.For(0, 100, n => { if (n == 50) ready.Set(); else ready.Wait(); });")]
    [InlineData("var ready = new ManualResetEventSlim(); Parallel.For(0, 100, n => { if (n == 50) ready.Set(); else if (ready.Wait(100)) Use(n); });")]
    [InlineData("Parallel.For(0, 100, n => { using var own = new ManualResetEventSlim(); var worker = new Thread(() => own.Set()); worker.Start(); own.Wait(); });")]
    [InlineData("Parallel.For(0, 100, n => { using var own = new ManualResetEventSlim(); own.Set(); own.Wait(); });")]
    [InlineData("var all = new CountdownEvent(items.Length); Parallel.ForEach(items, n => { Use(n); all.Signal(); }); all.Wait();")]
    [InlineData("var barrier = new Barrier(3); Action work = () => { barrier.SignalAndWait(); }; Parallel.Invoke(work, work, work);")]
    [InlineData("var ready = new ManualResetEventSlim(); Parallel.For(0, 100, n => { new Thread(() => ready.Set()).Start(); ready.Wait(); });")]
    [InlineData("var gate = new SemaphoreSlim(1, 1); Parallel.For(0, 100, n => { gate.Wait(); Use(n); gate.Release(); });")]
    public Task Ignores_rounds_that_others_let_go_on(string statements) => ReportsAsync(InMethod(statements));

    [Theory]
    [InlineData("private static readonly ManualResetEventSlim Ready = new(false); void M() { Parallel.For(0, 9, n => { if (n == 5) Ready.Set(); else Ready.[|Wait|](); }); }")]
    [InlineData("private readonly ManualResetEvent _ready = new ManualResetEvent(false); void M() => Parallel.For(0, 9, Round); void Round(int n) { if (n == 5) _ready.Set(); else _ready.[|WaitOne|](); }")]
    public Task Reports_rounds_that_wait_for_a_field(string members) => ReportsAsync(InType(members));

    [Theory]
    [InlineData("internal readonly ManualResetEventSlim Ready = new(false); void M() { Parallel.For(0, 9, n => { if (n == 5) Ready.Set(); else Ready.Wait(); }); }")]
    [InlineData("private readonly ManualResetEventSlim _ready = new(false); public void Go() => _ready.Set(); void M() { Parallel.For(0, 9, n => { if (n == 5) _ready.Set(); else _ready.Wait(); }); }")]
    public Task Ignores_fields_that_others_set(string members) => ReportsAsync(InType(members));

    [Theory]
    [InlineData("Task.Run(() => { var inner = Task.Run(() => Square(2)); Use(inner.[|Result|]); });")]
    [InlineData("Task.Run(() => { var inner = Task.Run(() => Use(2)); inner.[|Wait|](); });")]
    [InlineData("Task.Run(() => Task.Run(() => Square(2)).GetAwaiter().[|GetResult|]());")]
    [InlineData("Task.Run(() => { var a = Task.Run(() => Use(1)); var b = Task.Run(() => Use(2)); Task.[|WaitAll|](a, b); });")]
    [InlineData("Task.Factory.StartNew(() => { Task.Factory.StartNew(() => Use(1)).[|Wait|](); });")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => { using var done = new ManualResetEvent(false); ThreadPool.QueueUserWorkItem(_ => done.Set()); done.[|WaitOne|](); });")]
    [InlineData("Task.Run(() => { var done = new CountdownEvent(items.Length); foreach (var item in items) ThreadPool.QueueUserWorkItem(_ => { Use(item); done.Signal(); }); done.[|Wait|](); });")]
    [InlineData("foreach (var item in items) Task.Run(() => { var inner = Task.Run(async () => { await Task.Delay(1); return item; }); Use(inner.[|Result|]); });")]
    public Task Reports_a_thread_of_the_pool_that_waits_for_another(string statements) => ReportsAsync(InMethod(statements));

    [Theory]
    [InlineData("var task = Task.Run(() => Square(2)); Use(task.Result);")]
    [InlineData("Task.Run(async () => { var inner = Task.Run(() => Square(2)); Use(await inner); });")]
    [InlineData("Task.Factory.StartNew(() => { Task.Run(() => Use(1)).Wait(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("Task.Run(() => { Task.Factory.StartNew(() => Use(1), TaskCreationOptions.LongRunning).Wait(); });")]
    [InlineData("Task.Run(() => { var inner = Task.Run(() => Use(1)); Use(inner.Wait(100)); });")]
    [InlineData("var before = Task.Run(() => Square(2)); Task.Run(() => Use(before.Result));")]
    [InlineData("Task.Run(async () => { var inner = Task.Run(() => Square(2)); await inner; Use(inner.Result); });")]
    [InlineData("Task.Run(() => { var thread = new Thread(() => Use(1)); thread.Start(); thread.Join(); });")]
    [InlineData("Task.Run(() => { Task.Run(() => Use(1)); });")]
    [InlineData("new Thread(() => { Task.Run(() => Use(1)).Wait(); }).Start();")]
    [InlineData("Task.Run(() => Parallel.ForEach(items, item => Use(item)));")]
    public Task Ignores_threads_of_the_pool_that_wait_for_no_other(string statements) => ReportsAsync(InMethod(statements));

    [Theory]
    [InlineData("var pool = new WorkerThreadPool(1); pool.PutRequest(WorkRequest.Create(_ => { using var done = new ManualResetEvent(false); pool.PutRequest(WorkRequest.Create(_ => { done.Set(); }, 0)); done.[|WaitOne|](); }, 0)); pool.Wait();")]
    [InlineData("var pool = new WorkerThreadPool(4); foreach (var item in items) { pool.PutRequest(WorkRequest.Create(_ => { var done = new EventFlag(); pool.PutRequest(WorkRequest.Create(_ => { Use(item); done.Set(); }, 0)); done.[|Wait|](); }, 0)); } pool.Wait();")]
    public Task Reports_work_that_waits_for_a_signal_of_work_that_may_get_no_thread(string statements) => ReportsAsync(InMethod(statements));

    [Theory]
    [InlineData("var pool = new WorkerThreadPool(2); pool.PutRequest(WorkRequest.Create(_ => { using var done = new ManualResetEvent(false); pool.PutRequest(WorkRequest.Create(_ => { done.Set(); }, 0)); done.WaitOne(); }, 0)); pool.Wait();")]
    [InlineData("var pool = new WorkerThreadPool(1); pool.CreateWorkers(2); pool.PutRequest(WorkRequest.Create(_ => { using var done = new ManualResetEvent(false); pool.PutRequest(WorkRequest.Create(_ => { done.Set(); }, 0)); done.WaitOne(); }, 0)); pool.Wait();")]
    public Task Ignores_signals_of_work_that_gets_a_thread(string statements) => ReportsAsync(InMethod(statements));

    [Fact]
    public Task Message_names_the_call_and_the_pool() => Verify.VerifyAnalyzerAsync(
        InMethod("using var pool = new WorkerThreadPool(4); {|#1:pool.PutRequest(WorkRequest.Create(_ => pool.{|#0:Wait|}(), 0))|}; pool.Wait();"),
        Verify.Diagnostic().WithLocation(0).WithLocation(1).WithSeverity(Microsoft.CodeAnalysis.DiagnosticSeverity.Error)
            .WithMessage("'Wait' is called in work that 'pool' runs: it waits for all work, which includes the work that waits, and never returns"));

    [Fact]
    public Task Fixes_by_removing_the_last_statement() => Verify.VerifyCodeFixAsync(
        InMethod("""
            using var pool = new WorkerThreadPool(4);
                    pool.PutRequest(WorkRequest.Create(_ =>
                    {
                        pool.PutRequest(WorkRequest.Create(_ => Use(2), 0));

                        // all of it
                        pool.[|Wait|](); // done
                    }, 0));
                    pool.Wait();
            """),
        InMethod("""
            using var pool = new WorkerThreadPool(4);
                    pool.PutRequest(WorkRequest.Create(_ =>
                    {
                        pool.PutRequest(WorkRequest.Create(_ => Use(2), 0));
                        // all of it
             // done
                    }, 0));
                    pool.Wait();
            """));

    [Theory]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => { pool.[|Wait|](); Use(2); }, 0)); pool.Wait();")]
    [InlineData("using var pool = new WorkerThreadPool(4); pool.PutRequest(WorkRequest.Create(_ => { Use(2); pool.[|Wait|](); }, 0));")]
    [InlineData("Task.Run(() => { try { Task.Run(() => Use(1)).[|Wait|](); } catch (AggregateException) { } });")]
    [InlineData("Task.Run(() => { lock (items) { Task.Run(() => Use(1)).[|Wait|](); } });")]
    [InlineData("Task.Factory.StartNew(() => { Task.Run(() => Use(1)).[|Wait|](); });")]
    public Task Offers_no_fix_where_the_meaning_would_change(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));

    [Theory]
    [InlineData("Task.Run(() => { var inner = Task.Run(() => Square(2)); Use(inner.[|Result|]); });", "Task.Run(async () => { var inner = Task.Run(() => Square(2)); Use(await inner); });")]
    [InlineData("Task.Run(() => { Use(0); Task.Run(() => Use(2)).[|Wait|](); /* done */ });", "Task.Run(async () => { Use(0); await Task.Run(() => Use(2)); /* done */ });")]
    [InlineData("Task.Run(() => Task.Run(() => Square(2)).[|Result|].ToString());", "Task.Run(async () => (await Task.Run(() => Square(2))).ToString());")]
    [InlineData("Task.Run(() => Task.Run(() => Square(2)).GetAwaiter().[|GetResult|]());", "Task.Run(async () => await Task.Run(() => Square(2)));")]
    [InlineData("Task.Run(() => { var a = Task.Run(() => Use(1)); var b = Task.Run(() => Use(2)); Task.[|WaitAll|](a, b); });", "Task.Run(async () => { var a = Task.Run(() => Use(1)); var b = Task.Run(() => Use(2)); await Task.WhenAll(a, b); });")]
    [InlineData("Task.Run(() => { var a = Task.Run(() => Square(1)); var b = Task.Run(() => Square(2)); Use(a.[|Result|] + b.[|Result|]); });", "Task.Run(async () => { var a = Task.Run(() => Square(1)); var b = Task.Run(() => Square(2)); Use(await a + await b); });")]
    public Task Fixes_by_awaiting_the_inner_task(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));
}
