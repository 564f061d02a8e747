using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Signals.CONC603SignalNotReachedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Signals.CONC603SignalNotReachedFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Signals.CONC603SignalNotReachedAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Signals.CONC603SignalNotReachedFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Signals;

public sealed class CONC603SignalNotReachedTests
{
    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            private readonly ManualResetEventSlim _ready = new ManualResetEventSlim();
            private readonly SemaphoreSlim _slots = new SemaphoreSlim(4, 4);
            private int _sum;
            {{members}}
            static int Parse(string text) => int.Parse(text);
            static void Check(int n) { if (n < 0) throw new ArgumentException(); }
            static void Log(string text) { Console.WriteLine(text); }

            async Task M(bool flag, string path, Action callback, int[] items)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("var done = new ManualResetEvent(false); Task.Run(() => { File.ReadAllText(path); done.[|Set|](); }); done.WaitOne();")]
    [InlineData("using var done = new ManualResetEventSlim(); Task.Run(() => { callback(); done.[|Set|](); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent(3); for (int i = 0; i < 3; i++) { int n = i; Task.Run(() => { Check(n); done.[|Signal|](); }); } done.Wait();")]
    [InlineData("var done = new AutoResetEvent(false); Task.Factory.StartNew(() => { if (path == null) throw new ArgumentNullException(); done.[|Set|](); }); done.WaitOne();")]
    [InlineData("Task.Run(() => { _sum = Parse(path); _ready.[|Set|](); }); _ready.Wait();")]
    [InlineData("Task.Run(async () => { await File.ReadAllTextAsync(path); _ready.[|Set|](); }); _ready.Wait();")]
    [InlineData("var done = new EventFlag(); WorkerThread.Create(() => { Parse(path); done.[|Set|](); }).Start(); done.Wait();")]
    [InlineData("foreach (var item in items) { await _slots.WaitAsync(); _ = Task.Run(() => { Check(item); _slots.[|Release|](); }); }")]
    [InlineData("var done = new ManualResetEventSlim(); void Work() { Parse(path); done.[|Set|](); } var t = Task.Run(Work); done.Wait(); await t;")]
    [InlineData("var done = new ManualResetEventSlim(); var t = new Task(() => { Parse(path); done.[|Set|](); }); t.Start(); done.Wait();")]
    [InlineData("var done = new ManualResetEventSlim(); Task.Run(() => { Parse(path); done.[|Set|](); Log(path); }); done.Wait();")]
    [InlineData("var done = new ManualResetEventSlim(); void Work() { Parse(path); done.[|Set|](); } Task.Run(Work); Task.Run(() => Work()); done.Wait();")]
    [InlineData("var done = new ManualResetEventSlim(); Task.Run(() => { try { Parse(path); } finally { Log(path); } done.[|Set|](); }); done.Wait();")]
    [InlineData("var done = new SemaphoreSlim(0); foreach (var item in items) { _ = Task.Run(() => { Check(item); done.[|Release|](); }); } for (int i = 0; i < items.Length; i++) { await done.WaitAsync(); }")]
    [InlineData("var done = new ManualResetEventSlim(); Task.Run(() => { try { Parse(path); } catch (FormatException) { Log(path); throw; } done.[|Set|](); }); done.Wait();")]
    public Task Reports_a_signal_behind_what_can_throw(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var done = new ManualResetEvent(false); Task.Run(() => { try { Parse(path); } finally { done.Set(); } }); done.WaitOne();")]
    [InlineData("var done = new ManualResetEvent(false); Task.Run(() => { try { Parse(path); } catch (FormatException) { } done.Set(); }); done.WaitOne();")]
    [InlineData("var done = new ManualResetEvent(false); Task.Run(() => { try { Parse(path); done.Set(); } catch { done.Set(); } }); done.WaitOne();")]
    [InlineData("var done = new ManualResetEvent(false); new Thread(() => { Parse(path); done.Set(); }).Start(); done.WaitOne();")]
    [InlineData("var done = new ManualResetEvent(false); ThreadPool.QueueUserWorkItem(_ => { Parse(path); done.Set(); }); done.WaitOne();")]
    [InlineData("var done = new ManualResetEvent(false); Task.Run(() => { _sum += 1; Log(path); Thread.Sleep(10); done.Set(); }); done.WaitOne();")]
    [InlineData("var done = new ManualResetEvent(false); Task.Run(async () => { await Task.Delay(10); done.Set(); }); done.WaitOne();")]
    [InlineData("var done = new ManualResetEvent(false); Task.Run(() => { done.Set(); Parse(path); }); done.WaitOne();")]
    [InlineData("var done = new ManualResetEvent(false); Task.Run(() => { Parse(path); done.Set(); }); done.WaitOne(1000);")]
    [InlineData("var done = new ManualResetEvent(false); var t = Task.Run(() => { Parse(path); done.Set(); }); await t; done.WaitOne();")]
    [InlineData("var done = new ManualResetEvent(false); var t = Task.Run(() => { Parse(path); done.Set(); }); Task.WaitAll(t); done.WaitOne();")]
    [InlineData("var done = new ManualResetEvent(false); Task.Run(() => { Parse(path); done.Set(); });")]
    [InlineData("var done = new ManualResetEventSlim(); using var stop = new CancellationTokenSource(); Task.Run(() => { Parse(path); done.Set(); }); done.Wait(stop.Token);")]
    [InlineData("Task.Run(() => { _slots.Wait(); Parse(path); _slots.Release(); });")]
    [InlineData("var done = new ManualResetEvent(false); Task.Run(() => { if (flag) { Parse(path); done.Set(); } else { done.Set(); } }); done.WaitOne();")]
    [InlineData("var done = new ManualResetEvent(false); Task.Run(() => { var local = new ManualResetEvent(false); Parse(path); local.Set(); local.WaitOne(); }); done.WaitOne();")]
    [InlineData("var one = new ManualResetEvent(false); var other = new ManualResetEvent(false); Task.Run(() => { Parse(path); one.Set(); }); other.WaitOne();")]
    public Task Ignores_signals_that_are_reached_or_not_waited_for(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Says_what_throws() => Verify.VerifyAnalyzerAsync(
        InMethod("Task.Run(() => { _sum = Parse(path); _ready.{|#0:Set|}(); }); _ready.Wait();"),
        Verify.Diagnostic().WithLocation(0).WithArguments("Set", "_ready", "Parse").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Fact]
    public Task Fixes_by_a_finally_block() => Verify.VerifyCodeFixAsync(
        InMethod("""
            Task.Run(() =>
                    {
                        // All of it.
                        _sum = Parse(path);
                        Log(path); // done

                        // Tell.
                        _ready.[|Set|](); // now
                    });
                    _ready.Wait();
            """),
        InMethod("""
            Task.Run(() =>
                    {
                        try
                        {
                            // All of it.
                            _sum = Parse(path);
                            Log(path); // done
                        }
                        finally
                        {
                            // Tell.
                            _ready.Set(); // now
                        }
                    });
                    _ready.Wait();
            """));

    [Fact]
    public Task Fixes_by_completing_a_try_and_keeps_usings() => Verify.VerifyCodeFixAsync(
        InMethod("""
            Task.Run(() =>
                    {
                        using var scope = new StringReader(path);
                        Parse(path);
                        _ready.[|Set|]();
                        Log(path);
                    });
                    _ready.Wait();
            """),
        InMethod("""
            Task.Run(() =>
                    {
                        using var scope = new StringReader(path);
                        try
                        {
                            Parse(path);
                        }
                        finally
                        {
                            _ready.Set();
                        }
                        Log(path);
                    });
                    _ready.Wait();
            """));

    [Theory]
    [InlineData("Task.Run(() => { var n = Parse(path); _ready.[|Set|](); Log(n.ToString()); }); _ready.Wait();")]
    [InlineData("Task.Run(() => { using var stream = File.OpenRead(path); _ready.[|Set|](); }); _ready.Wait();")]
    public Task Offers_nothing_where_later_code_needs_the_variables(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));

    private const string Promise = "var result = new TaskCompletionSource<int>(); ";

    [Theory]
    [InlineData(Promise + "_ = Task.Run(() => { var n = Parse(path); result.[|SetResult|](n); }); _sum = await result.Task;")]
    [InlineData(Promise + "_ = Task.Run(() => result.[|SetResult|](Parse(path))); _sum = await result.Task.ConfigureAwait(false);")]
    [InlineData(Promise + "_ = Task.Run(async () => { result.[|TrySetResult|]((await File.ReadAllTextAsync(path)).Length); }); result.Task.Wait();")]
    [InlineData(Promise + "WorkerThread.Create(() => { callback(); result.[|SetResult|](1); }).Start(); _sum = result.Task.Result;")]
    [InlineData("var done = new TaskCompletionSource(); _ = Task.Run(() => { callback(); done.[|SetResult|](); }); await done.Task;")]
    public Task Reports_a_result_behind_what_can_throw(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData(Promise + "_ = Task.Run(() => { try { result.SetResult(Parse(path)); } catch (Exception e) { result.SetException(e); } }); _sum = await result.Task;")]
    [InlineData(Promise + "_ = Task.Run(() => { result.SetResult(Parse(path)); }).ContinueWith(t => { if (t.IsFaulted) result.TrySetException(t.Exception); }); _sum = await result.Task;")]
    [InlineData(Promise + "_ = Task.Run(() => { result.SetResult(1); }); _sum = await result.Task;")]
    [InlineData(Promise + "new Thread(() => { result.SetResult(Parse(path)); }).Start(); _sum = await result.Task;")]
    [InlineData(Promise + "var worker = Task.Run(() => { result.SetResult(Parse(path)); }); await worker; _sum = await result.Task;")]
    [InlineData(Promise + "_ = Task.Run(() => { result.SetResult(Parse(path)); }); await Task.WhenAny(result.Task, Task.Delay(100));")]
    [InlineData(Promise + "_ = Task.Run(() => { result.SetResult(Parse(path)); }); await result.Task.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData(Promise + "using var stop = new CancellationTokenSource(10); stop.Token.Register(() => result.TrySetCanceled()); _ = Task.Run(() => { result.TrySetResult(Parse(path)); }); await result.Task;")]
    [InlineData(Promise + "GC.KeepAlive(result); _ = Task.Run(() => { result.SetResult(Parse(path)); }); await result.Task;")]
    [InlineData(Promise + "_ = Task.Run(() => { result.SetResult(Parse(path)); });")]
    public Task Ignores_results_that_come_or_are_not_waited_for(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Suggests_to_look_at_a_task_that_is_handed_out() => Verify.VerifyAnalyzerAsync(
        InMethod("", "Task<int> ReadAsync(string path) { var result = new TaskCompletionSource<int>(); Task.Run(() => { result.{|#0:SetResult|}(Parse(path)); }); return result.Task; }"),
        Verify.Diagnostic().WithLocation(0).WithSeverity(Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithArguments("SetResult", "result", "Parse").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Fact]
    public Task Fixes_by_handing_the_exception_on() => Verify.VerifyCodeFixAsync(
        InMethod("""
            var result = new TaskCompletionSource<int>();
                    _ = Task.Run(() =>
                    {
                        // All of it.
                        var n = Parse(path); // read

                        // Tell.
                        result.[|SetResult|](n); // now
                    });
                    _sum = await result.Task;
            """),
        InMethod("""
            var result = new TaskCompletionSource<int>();
                    _ = Task.Run(() =>
                    {
                        try
                        {
                            // All of it.
                            var n = Parse(path); // read

                            // Tell.
                            result.SetResult(n); // now
                        }
                        catch (Exception exception)
                        {
                            result.TrySetException(exception);
                            throw;
                        }
                    });
                    _sum = await result.Task;
            """));

    [Theory]
    [InlineData(Promise + "_ = Task.Run(() => result.[|SetResult|](Parse(path))); _sum = await result.Task;", Promise + "_ = Task.Run(() => { try { result.SetResult(Parse(path)); } catch (Exception exception) { result.TrySetException(exception); throw; } }); _sum = await result.Task;")]
    [InlineData("Task.Run(() => { var n = Parse(path); Log(path); _ready.[|Set|](); }); _ready.Wait();", "Task.Run(() => { try { var n = Parse(path); Log(path); } finally { _ready.Set(); } }); _ready.Wait();")]
    [InlineData("Task.Run(() => { Parse(path); _ready.[|Set|](); Log(path); }); _ready.Wait();", "Task.Run(() => { try { Parse(path); } finally { _ready.Set(); } Log(path); }); _ready.Wait();")]
    [InlineData(Promise + "_ = Task.Run(() => { var n = Parse(path); result.[|SetResult|](n); }); _sum = await result.Task;", Promise + "_ = Task.Run(() => { try { var n = Parse(path); result.SetResult(n); } catch (Exception exception) { result.TrySetException(exception); throw; } }); _sum = await result.Task;")]
    public Task Fixes_in_one_line_what_stands_in_one_line(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));
}
