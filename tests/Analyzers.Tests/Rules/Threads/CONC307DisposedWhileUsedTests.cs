using Xunit;
using static Analyzers.Tests.Rules.Threads.LifecycleCode;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC307DisposedWhileUsedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC307DisposedWhileUsedFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC307DisposedWhileUsedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC307DisposedWhileUsedFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Threads.CONC307DisposedWhileUsedAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC307DisposedWhileUsedFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

public sealed class CONC307DisposedWhileUsedTests
{
    private const string Members = """
        class R : IDisposable, IAsyncDisposable { public void Do() { } public void Dispose() { } public void Close() { } public ValueTask DisposeAsync() => default; }
        static void Work(object o) { }
        static void Consume(R r) { r.Do(); }
        static void Patient(R r) { try { r.Do(); } catch (ObjectDisposedException) { } }
        void Pause() { Thread.Sleep(10); }
        static void WaitForAll() { waiter.Wait(); }
        static ManualResetEventSlim waiter = new ManualResetEventSlim();
        Task kept;
        static void Plain() { Console.WriteLine("a"); }
        static R Open(object name) => new R();
        """;

    [Theory]
    [InlineData("using var [|r|] = new R(); new Thread(() => r.Do()).Start();")]
    [InlineData("using var [|r|] = new R(); var t = new Thread(() => r.Do()); t.Start();")]
    [InlineData("using var [|r|] = new R(); var t = new Thread(r.Do); t.Start();")]
    [InlineData("using (var [|r|] = new R()) { var t = new Thread(() => r.Do()); t.Start(); }")]
    [InlineData("Thread t; using (var [|r|] = new R()) { t = new Thread(() => r.Do()); t.Start(); } t.Join();")]
    [InlineData("using (var [|r|] = new R()) Task.Run(() => r.Do());")]
    [InlineData("var r = new R(); using ([|r|]) { Task.Run(() => r.Do()); }")]
    [InlineData("using var [|r|] = new R(); _ = Task.Run(() => r.Do());")]
    [InlineData("using var [|r|] = new R(); _ = Task.Run(async () => { await Task.Yield(); r.Do(); });")]
    [InlineData("using var [|r|] = new R(); Task.Factory.StartNew(() => Consume(r));")]
    [InlineData("using var [|r|] = new R(); Task.Factory.StartNew(o => ((R)o).Do(), r);")]
    [InlineData("using var [|r|] = new R(); ThreadPool.QueueUserWorkItem(_ => r.Do());")]
    [InlineData("using var [|r|] = new R(); kept = Task.Run(() => r.Do());")]
    [InlineData("var ts = new List<Task>(); foreach (var item in items) { using var [|r|] = Open(item); ts.Add(Task.Run(() => r.Do())); } Task.WaitAll(ts.ToArray());")]
    [InlineData("var ts = new Thread[n]; using (var [|r|] = new R()) { for (int i = 0; i < n; i++) { ts[i] = new Thread(() => r.Do()); ts[i].Start(); } } foreach (var t in ts) t.Join();")]
    [InlineData("var r = new R(); var t = new Thread(() => r.Do()); t.Start(); r.[|Dispose|]();")]
    [InlineData("var r = new R(); var t = new Thread(() => r.Do()); t.Start(); r.[|Close|](); t.Join();")]
    [InlineData("var r = new R(); try { Task.Run(() => r.Do()); } finally { r.[|Dispose|](); }")]
    [InlineData("var r = new R(); Task.Run(() => r.Do()); r?.[|Dispose|]();")]
    [InlineData("using var [|r|] = new R(); var t = Task.Run(() => r.Do()); if (flag) { Plain(); }")]
    [InlineData("using var [|r|] = new R(); if (flag) Task.Run(() => r.Do());")]
    [InlineData("using var [|w|] = new System.IO.StreamWriter(\"a\"); var t = new Thread(() => w.Write(1)); t.Start(); Console.WriteLine(n);")]
    [InlineData("using var [|cts|] = new CancellationTokenSource(); var t = Task.Run(() => Work(cts.Token));")]
    [InlineData("using var [|r|] = new R(); var t = Task.Run(() => { try { r.Do(); } catch (Exception e) { Work(e); } });")]
    [InlineData("using var [|r|] = new R(); void Use() => r.Do(); new Thread(Use).Start();")]
    [InlineData("using var [|r|] = new R(); new WorkerThread(() => r.Do()).Start();")]
    [InlineData("Action a = () => { using var [|r|] = new R(); Task.Run(() => r.Do()); }; a();")]
    public Task Reports_objects_released_under_a_running_thread(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Members));

    [Theory]
    [InlineData("Task Get() { using var [|r|] = new R(); return Task.Run(() => r.Do()); }")]
    [InlineData("Task Get(int n) { using var [|r|] = new R(); var ts = new List<Task>(); for (int i = 0; i < n; i++) ts.Add(Task.Run(() => r.Do())); return Task.WhenAll(ts); }")]
    [InlineData("Task<int> Get() { using (var [|r|] = new R()) { return Task.Run(() => r.GetHashCode()); } }")]
    [InlineData("async Task Get() { await using var [|r|] = new R(); _ = Task.Run(() => r.Do()); }")]
    [InlineData("async Task Get() { var r = new R(); _ = Task.Run(() => r.Do()); await r.[|DisposeAsync|](); }")]
    public Task Reports_tasks_that_outlive_the_method(string member) => Verify.VerifyAnalyzerAsync(InMethod("", Members + member));

    private const string Helpers = """
        static Thread Begin(R r) { var t = new Thread(() => r.Do()); t.Start(); return t; }
        static Thread[] BeginAll(R r, int n) { var ts = new Thread[n]; for (int i = 0; i < n; i++) { ts[i] = new Thread(() => r.Do()); ts[i].Start(); } return ts; }
        static Task Owning(R r) => Task.Run(() => { using (r) r.Do(); });
        """;

    [Theory]
    [InlineData("using var [|r|] = new R(); var t = Begin(r);")]
    [InlineData("Thread t; using (var [|r|] = new R()) { t = Begin(r); } t.Join();")]
    [InlineData("using (var [|r|] = new R()) { var ts = BeginAll(r, 3); }")]
    public Task Reports_objects_released_under_a_thread_that_a_helper_starts(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Members + Helpers));

    [Theory]
    [InlineData("using var r = new R(); var t = Begin(r); t.Join();")]
    [InlineData("using var r = new R(); var ts = BeginAll(r, 3); foreach (var t in ts) t.Join();")]
    [InlineData("var r = new R(); var t = Owning(r);")]
    public Task Ignores_helpers_whose_thread_is_joined_or_owns_the_object(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Members + Helpers));

    [Theory]
    [InlineData("using var r = new R(); var t = new Thread(() => r.Do()); t.Start(); t.Join();")]
    [InlineData("using (var r = new R()) { var t = Task.Run(() => r.Do()); t.Wait(); }")]
    [InlineData("using var r = new R(); Task.Run(() => r.Do()).Wait();")]
    [InlineData("using var r = new R(); var x = Task.Run(() => { r.Do(); return 1; }).Result;")]
    [InlineData("using var r = new R(); var ts = new List<Task>(); foreach (var item in items) ts.Add(Task.Run(() => r.Do())); Task.WaitAll(ts.ToArray());")]
    [InlineData("using var r = new R(); var ts = items.Select(item => Task.Run(() => r.Do())).ToArray(); Task.WaitAll(ts);")]
    [InlineData("using var r = new R(); var ts = new List<Thread>(); foreach (var item in items) { var t = new Thread(() => r.Do()); t.Start(); ts.Add(t); } foreach (var t in ts) t.Join();")]
    [InlineData("using var r = new R(); using var done = new ManualResetEventSlim(); new Thread(() => { r.Do(); done.Set(); }).Start(); done.Wait();")]
    [InlineData("using var done = new CountdownEvent(n); for (int i = 0; i < n; i++) ThreadPool.QueueUserWorkItem(_ => done.Signal()); done.Wait();")]
    [InlineData("using var r = new R(); var t = new Thread(() => r.Do()); t.Start(); WaitForAll();")]
    [InlineData("using var r = new R(); var t = new Thread(() => r.Do()); t.Start(); Work(t);")]
    [InlineData("using var r = new R(); var t = new Thread(() => r.Do()); t.Start(); Console.ReadLine();")]
    [InlineData("using var r = new R(); var t = new Thread(() => r.Do()); t.Start(); Thread.Sleep(1000);")]
    [InlineData("using var r = new R(); var done = false; Task.Run(() => { r.Do(); done = true; }); while (!done) Thread.Yield();")]
    [InlineData("var r = new R(); Task.Run(() => { using (r) { r.Do(); } });")]
    [InlineData("var r = new R(); Task.Run(() => { try { r.Do(); } finally { r.Dispose(); } });")]
    [InlineData("var r = new R(); try { Task.Run(() => { using (r) r.Do(); }); } catch { r.Dispose(); throw; }")]
    [InlineData("var r = new R(); var moved = false; try { Task.Run(() => { r.Do(); }); moved = true; } finally { if (!moved) r.Dispose(); }")]
    [InlineData("R r = new R(); Task.Run(() => Consume(r)); r = null; r?.Dispose();")]
    [InlineData("using var r = new R(); new Thread(() => Plain()).Start();")]
    [InlineData("using var a = new R(); var other = new Thread(() => a.Do()); other.Start(); var t = new Thread(F); t.Start(); other.Join();")]
    [InlineData("using var r = new R(); var t = new Thread(() => r.Do());")]
    [InlineData("using var r = new R(); Action a = () => r.Do(); a();")]
    [InlineData("using var r = new R(); Parallel.For(0, n, _ => r.Do());")]
    [InlineData("using var r = new R(); new Thread(() => Patient(r)).Start();")]
    [InlineData("using var l = new System.Net.Sockets.TcpClient(); new Thread(() => { try { l.GetStream(); } catch (System.Net.Sockets.SocketException) { } }).Start();")]
    [InlineData("var l = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 1); var t = new Thread(() => l.AcceptSocket()); t.Start(); l.Stop(); t.Join();")]
    [InlineData("var s = new System.Net.Sockets.UdpClient(1); var t = new Thread(() => s.ReceiveAsync()); t.Start(); s.Close(); t.Join();")]
    [InlineData("var r = new R(); var t = new Thread(() => r.Do()); t.Start(); if (flag) r.Dispose();")]
    [InlineData("using var r = new R(); new Thread(() => { while (true) r.Do(); }).Start(); while (true) { }")]
    [InlineData("using var r = new R(); var t = Task.Run(() => r.Do()); t.ContinueWith(_ => F()).Wait();")]
    [InlineData("using var t = Task.Run(() => F()); Task.Run(() => t.Wait());")]
    [InlineData("using var cts = new CancellationTokenSource(); var token = cts.Token; Task.Run(() => Work(token));")]
    [InlineData("using var cts = new CancellationTokenSource(); var t = Task.Run(() => Work(cts.Token)); cts.Cancel();")]
    public Task Ignores_objects_that_nobody_uses_any_more(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, Members));

    [Theory]
    [InlineData("async Task Get() { using var r = new R(); await Task.Run(() => r.Do()); }")]
    [InlineData("async Task Get() { using var r = new R(); var t = Task.Run(() => r.Do()); await Task.WhenAll(t, Task.Delay(1)); }")]
    [InlineData("async Task Get() { using var r = new R(); var t = Task.Run(() => r.Do()); await t.ConfigureAwait(false); }")]
    [InlineData("async Task<int> Get() { using var r = new R(); return await Task.Run(() => r.GetHashCode()); }")]
    [InlineData("IEnumerable<int> Get() { using var r = new R(); var t = Task.Run(() => r.Do()); yield return 1; t.Wait(); }")]
    public Task Ignores_what_is_awaited(string member) => Verify.VerifyAnalyzerAsync(InMethod("", Members + member));

    [Theory]
    [InlineData("using var [|r|] = new R(); var t = new Thread(() => r.Do()); t.Start();", "using var r = new R(); var t = new Thread(() => r.Do()); t.Start(); t.Join();")]
    [InlineData("using (var [|r|] = new R()) { var t = Task.Run(() => r.Do()); }", "using (var r = new R()) { var t = Task.Run(() => r.Do()); t.Wait(); }")]
    [InlineData("var r = new R(); var t = new Thread(() => r.Do()); t.Start(); r.[|Dispose|](); t.Join();", "var r = new R(); var t = new Thread(() => r.Do()); t.Start(); t.Join(); r.Dispose(); t.Join();")]
    [InlineData("using var [|a|] = new System.IO.StreamWriter(\"a\"); using var [|b|] = new System.IO.StreamWriter(\"b\"); var t = new Thread(() => { a.Write(1); b.Write(1); }); t.Start();", "using var a = new System.IO.StreamWriter(\"a\"); using var b = new System.IO.StreamWriter(\"b\"); var t = new Thread(() => { a.Write(1); b.Write(1); }); t.Start(); t.Join();")]
    public Task Fixes_by_waiting(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before, Members), InMethod(after, Members));

    [Theory]
    [InlineData("async Task Get() { using var [|r|] = new R(); var t = Task.Run(() => r.Do()); }", "async Task Get() { using var r = new R(); var t = Task.Run(() => r.Do()); await t; }")]
    [InlineData("int Get() { using var [|r|] = new R(); var t = Task.Run(() => r.Do()); return 1; }", "int Get() { using var r = new R(); var t = Task.Run(() => r.Do()); t.Wait(); return 1; }")]
    public Task Fixes_in_methods_of_all_sorts(string before, string after) => Verify.VerifyCodeFixAsync(InMethod("", Members + before), InMethod("", Members + after));

    [Fact]
    public Task Fixes_collections_with_a_loop() => Verify.VerifyCodeFixAsync(
        InLines("""
            var ts = new List<Thread>();
            using (var [|w|] = new System.IO.StreamWriter("a"))
            {
                for (int i = 0; i < n; i++)
                {
                    var t = new Thread(() => w.Write(1));
                    t.Start();
                    ts.Add(t);
                }
            }
            """),
        InLines("""
            var ts = new List<Thread>();
            using (var w = new System.IO.StreamWriter("a"))
            {
                for (int i = 0; i < n; i++)
                {
                    var t = new Thread(() => w.Write(1));
                    t.Start();
                    ts.Add(t);
                }
                foreach (var thread in ts)
                {
                    thread.Join();
                }
            }
            """));

    [Theory]
    [InlineData("using var [|r|] = new R(); new Thread(() => r.Do()).Start();")]
    [InlineData("using var [|r|] = new R(); if (flag) { var t = new Thread(() => r.Do()); t.Start(); }")]
    [InlineData("using (var [|r|] = new R()) Task.Run(() => r.Do());")]
    public Task Reports_without_a_fix_where_nothing_has_a_name(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements, Members), InMethod(statements, Members));

    private static string InProgram(string statements) => $$"""
        using System;
        using System.IO;
        using ConcurrencyAnalyzers.Runtime;

        static class Program
        {
            static void SetValue(SharedValue<int> v) { v.Value = 42; }
            static void SetElement(SharedArray<int> a) { a[0] = 42; }
            static void Put(ProcessQueue<int> q) { q.Put(42); }
            static void Take(ProcessLock l) { using (l.Enter()) Console.WriteLine(1); }
            static void Send(ProcessConnection<int> c) { c.Send(42); }
            static void Print(string s) { Console.WriteLine(s); }
            static void Ignore(ProcessQueue<int> q) { Console.WriteLine(1); }

            static void Run(SharedValue<int> given) { {{statements}} }
        }
        """;

    [Theory]
    [InlineData("using (var [|v|] = new SharedValue<int>()) { var p = WorkerProcess.Create(SetValue, v); p.Start(); }")]
    [InlineData("using var [|q|] = new ProcessQueue<int>(); var p = WorkerProcess.Create(Put, q); p.Start();")]
    [InlineData("using var [|l|] = new ProcessLock(); for (int i = 0; i < 4; i++) { var p = WorkerProcess.Create(Take, l); p.Start(); }")]
    [InlineData("var a = new SharedArray<int>(3); var p = WorkerProcess.Create(SetElement, a); p.Start(); a.[|Dispose|](); p.Join();")]
    public Task Reports_shared_objects_released_under_a_running_process(string statements) => VerifyRuntime.VerifyAnalyzerAsync(InProgram(statements));

    [Theory]
    [InlineData("using var q = new ProcessQueue<int>(); var p = WorkerProcess.Create(Put, q); p.Start(); p.Join();")]
    [InlineData("using var q = new ProcessQueue<int>(); var p = WorkerProcess.Create(Put, q); p.Start(); Console.WriteLine(q.Get());")]
    [InlineData("using var q = new ProcessQueue<int>(); var p = WorkerProcess.Create(Ignore, q); p.Start();")]
    [InlineData("var (a, b) = ProcessPipe.Create<int>(); var p = WorkerProcess.Create(Send, b); p.Start(); b.Dispose(); Console.WriteLine(a.Receive());")]
    [InlineData("using var w = new StringWriter(); var p = WorkerProcess.Create(Print, w.ToString()); p.Start();")]
    [InlineData("using var v = given; var p = WorkerProcess.Create(SetValue, v); p.Start();")]
    public Task Ignores_objects_that_the_process_does_not_need_or_owns(string statements) => VerifyRuntime.VerifyAnalyzerAsync(InProgram(statements));

    [Fact]
    public Task Fixes_by_joining_the_process() => VerifyRuntime.VerifyCodeFixAsync(
        InProgram("using var [|q|] = new ProcessQueue<int>(); var p = WorkerProcess.Create(Put, q); p.Start();"),
        InProgram("using var q = new ProcessQueue<int>(); var p = WorkerProcess.Create(Put, q); p.Start(); p.Join();"));
}
