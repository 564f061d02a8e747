using Microsoft.CodeAnalysis;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Pools.CONC404AsyncDelegateAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC404AsyncDelegateFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Pools;

public sealed class CONC404AsyncDelegateTests
{
    private static string InMethod(string statements) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            private readonly List<Task> _tasks = new List<Task>();
            static async void Forget() => await Task.Yield();
            static async Task Work() => await Task.Yield();
            static async Task<int> Count() { await Task.Yield(); return 1; }
            static void Use(object value) { }
            static Task Start() => Task.CompletedTask;

            async Task M(List<int> items, ParallelOptions options, CancellationToken token)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("var task = new [|Task|](async () => await Work()); task.Start(); task.Wait();")]
    [InlineData("new [|Thread|](async () => await Work()).Start();")]
    [InlineData("var thread = new [|Thread|](async () => { await Work(); }); thread.Start(); thread.Join();")]
    [InlineData("var thread = new [|Thread|](async state => { await Work(); }); thread.Start(1);")]
    [InlineData("var thread = new [|Thread|](Forget); thread.Start();")]
    [InlineData("Thread thread = [|new|](async () => await Work()); thread.Start();")]
    [InlineData("Parallel.[|ForEach|](items, async item => await Work());")]
    [InlineData("Parallel.[|ForEach|](items, options, async item => { await Work(); });")]
    [InlineData("Parallel.[|For|](0, 10, async i => await Work());")]
    [InlineData("Parallel.[|Invoke|](async () => await Work(), () => Use(1));")]
    [InlineData("items.AsParallel().[|ForAll|](async item => await Work());")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await Work());")]
    [InlineData("await Task.Factory.[|StartNew|](async () => { await Work(); }, token, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await Work()).ConfigureAwait(false);")]
    [InlineData("Task.Factory.[|StartNew|](async () => await Work()).Wait();")]
    [InlineData("_tasks.Add(Task.Factory.[|StartNew|](async () => await Work()));")]
    [InlineData("Task task = Task.Factory.[|StartNew|](async () => await Work()); await task;")]
    [InlineData("var task = Task.Factory.[|StartNew|](async () => await Work()); await task;")]
    [InlineData("var task = Task.Factory.[|StartNew|](() => Work()); task.Wait();")]
    public Task Reports_a_delegate_whose_end_nobody_sees(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("ThreadPool.{|#0:QueueUserWorkItem|}(async _ => await Work());")]
    [InlineData("var timer = new {|#0:Timer|}(async _ => await Work(), null, 0, 1000); Use(timer);")]
    [InlineData("var timer = new {|#0:Timer|}(async _ => { try { await Work(); } catch (TimeoutException) { Use(1); } }, null, 0, 1000); Use(timer);")]
    public Task Suggests_to_look_at_work_that_nobody_waits_for_in_any_case(string statements) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithArguments(statements.Contains("Timer", StringComparison.Ordinal) ? "Timer" : "QueueUserWorkItem", "nobody learns when the work is done, and an exception ends the process"));

    [Theory]
    [InlineData("await Task.Run(async () => await Work());")]
    [InlineData("await Task.Factory.StartNew(async () => await Work()).Unwrap();")]
    [InlineData("await await Task.Factory.StartNew(async () => await Work());")]
    [InlineData("var inner = await Task.Factory.StartNew(async () => await Work()); await inner;")]
    [InlineData("var task = Task.Factory.StartNew(async () => await Work()); await task.Unwrap();")]
    [InlineData("var task = Task.Factory.StartNew(async () => await Work()); await task; await task.Result;")]
    [InlineData("Task.Factory.StartNew(async () => await Work()).Result.Wait();")]
    [InlineData("_ = Task.Factory.StartNew(async () => await Work(), TaskCreationOptions.LongRunning);")]
    [InlineData("Task.Factory.StartNew(async () => await Work());")]
    [InlineData("await Task.Factory.StartNew(() => Use(1));")]
    [InlineData("var n = await Task.Factory.StartNew(() => 1); Use(n);")]
    [InlineData("new Thread(() => Work().Wait()).Start();")]
    [InlineData("new Thread(() => { var run = async () => await Work(); run().GetAwaiter().GetResult(); }).Start();")]
    [InlineData("await Parallel.ForEachAsync(items, async (item, t) => await Work());")]
    [InlineData("Parallel.ForEach(items, item => Work().Wait());")]
    [InlineData("await Task.WhenAll(items.Select(async item => await Work()));")]
    [InlineData("var tasks = items.AsParallel().Select(async item => await Count()).ToArray(); await Task.WhenAll(tasks);")]
    [InlineData("ThreadPool.QueueUserWorkItem(async _ => { try { await Work(); } catch (Exception) { Use(1); } });")]
    [InlineData("var timer = new Timer(async _ => { try { await Work(); } catch { Use(1); } }, null, 0, 1000); Use(timer);")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => Work().Wait());")]
    [InlineData("var timer = new System.Timers.Timer(); timer.Elapsed += async (s, e) => await Work(); Use(timer);")]
    [InlineData("token.Register(async () => await Work());")]
    [InlineData("items.ForEach(async item => await Work());")]
    [InlineData("var tasks = new List<Task<Task>>(); tasks.Add(Task.Factory.StartNew(async () => await Work())); await Task.WhenAll(tasks);")]
    public Task Ignores_delegates_whose_end_can_be_seen(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("await Task.Factory.[|StartNew|](async () => await Work());", "await Task.Factory.StartNew(async () => await Work()).Unwrap();")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await Work()).ConfigureAwait(false); // end", "await Task.Factory.StartNew(async () => await Work()).Unwrap().ConfigureAwait(false); // end")]
    [InlineData("_tasks.Add(Task.Factory.[|StartNew|](async () => await Work()));", "_tasks.Add(Task.Factory.StartNew(async () => await Work()).Unwrap());")]
    [InlineData("var task = Task.Factory.[|StartNew|](async () => await Work()); await task;", "var task = Task.Factory.StartNew(async () => await Work()).Unwrap(); await task;")]
    [InlineData("new [|Thread|](async () => await Work()).Start(); // go", "_ = Task.Run(async () => await Work()); // go")]
    [InlineData("Parallel.[|ForEach|](items, async item => await Work());", "await Parallel.ForEachAsync(items, async (item, token2) => await Work());")]
    [InlineData("Parallel.[|ForEach|](items, options, async (int item) => { await Work(); });", "await Parallel.ForEachAsync(items, options, async (int item, System.Threading.CancellationToken token2) => { await Work(); });")]
    [InlineData("Parallel.[|For|](0, 10, async i => await Work());", "await Parallel.ForAsync(0, 10, async (i, token2) => await Work());")]
    [InlineData("Parallel.[|Invoke|](async () => await Work(), () => Use(1)); // both", "await Task.WhenAll(Task.Run(async () => await Work()), Task.Run(() => Use(1))); // both")]
    [InlineData("ThreadPool.[|QueueUserWorkItem|](async _ => { await Work(); });", "_ = Task.Run(async () => { await Work(); });")]
    public Task Fixes_by_waiting_for_the_work(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData("var thread = new [|Thread|](async () => await Work()); thread.Start(); thread.Join();")]
    [InlineData("Parallel.[|Invoke|](async () => await Work(), Forget);")]
    [InlineData("ThreadPool.[|QueueUserWorkItem|](async state => { await Work(); Use(state); });")]
    [InlineData("items.AsParallel().[|ForAll|](async item => await Work());")]
    [InlineData("Action run = () => Parallel.[|ForEach|](items, async item => await Work());")]
    [InlineData("var result = Parallel.[|ForEach|](items, async item => await Work()); Use(result);")]
    public Task Offers_nothing_where_the_code_around_would_have_to_change(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
