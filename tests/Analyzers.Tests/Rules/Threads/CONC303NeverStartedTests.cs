using ConcurrencyAnalyzers.CodeFixes.Rules.Threads;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using static Analyzers.Tests.Rules.Threads.LifecycleCode;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC303NeverStartedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC303NeverStartedFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

public sealed class CONC303NeverStartedTests
{
    [Theory]
    [InlineData("var t = new [|Thread|](F);")]
    [InlineData("Thread t = [|new|](F);")]
    [InlineData("new [|Thread|](F);")]
    [InlineData("while (true) { var t = new [|Thread|](F); t.Name = \"a\"; }")]
    [InlineData("new [|Thread|](F) { IsBackground = true };")]
    [InlineData("var t = new [|Thread|](F) { Name = \"a\" }; t.IsBackground = true; Console.WriteLine(t.ManagedThreadId);")]
    [InlineData("Thread t = null; if (flag) { t = new [|Thread|](F); } Console.WriteLine(t == null);")]
    [InlineData("var t = new [|Thread|](() => { if (flag) return; F(); });")]
    [InlineData("for (int i = 0; i < n; i++) { var t = new [|Thread|](F); }")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) ts.Add(new [|Thread|](F));")]
    [InlineData("var ts = new[] { new [|Thread|](F), new [|Thread|](F) };")]
    [InlineData("try { var t = new [|Thread|](F); } finally { Use(1); }")]
    [InlineData("void L() { var t = new [|Thread|](F); t.Name = \"a\"; } L();")]
    [InlineData("Action a = () => { var t = new [|Thread|](F); t.Name = \"a\"; }; a();")]
    [InlineData("var timer = new [|System.Timers.Timer|](100); timer.Elapsed += (s, e) => F(); timer.AutoReset = true; Console.ReadLine();")]
    [InlineData("using var timer = new [|System.Timers.Timer|](100); timer.Elapsed += (s, e) => F();")]
    [InlineData("using var timer = new [|Timer|](_ => F(), null, Timeout.Infinite, Timeout.Infinite); Console.ReadLine();")]
    [InlineData("var timer = new [|Timer|](_ => F(), null, Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(1)); timer.Dispose();")]
    [InlineData("using var p = new [|Process|] { StartInfo = new ProcessStartInfo(\"a\") };")]
    [InlineData("var p = new [|Process|](); p.StartInfo = new ProcessStartInfo(\"a\"); p.StartInfo.ArgumentList.Add(\"b\");")]
    [InlineData("using (var p = new [|Process|]()) { p.StartInfo.FileName = \"a\"; p.Exited += (s, e) => F(); }")]
    [InlineData("var t = new [|WorkerThread|](F);")]
    [InlineData("var t = WorkerThread.[|Create|](P, (object)1);")]
    [InlineData("var d = new [|DelayedCall|](TimeSpan.FromSeconds(1), F); d.Cancel();")]
    [InlineData("using var p = WorkerProcess.[|Create|](F);")]
    [InlineData("var t = new [|Own|]();")]
    [InlineData("var t = new [|WorkerThread|](F); t.Daemon = true; P(t.Daemon);")]
    [InlineData("var t = new [|Task|](F); t.Wait();")]
    [InlineData("var t = new [|Task<int>|](() => n); Use(t.Result);")]
    [InlineData("var t = new [|Task|](F); t.GetAwaiter().GetResult();")]
    [InlineData("Task a = [|new|](F), b = [|new|](F); Task.WaitAll(a, b);")]
    public Task Reports_what_no_path_starts(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, "class Own : WorkerThread { protected override void Run() { } }"));

    [Theory]
    [InlineData("var t = new Thread(F); t.Start();")]
    [InlineData("new Thread(F).Start();")]
    [InlineData("new Thread(F) { IsBackground = true }.Start();")]
    [InlineData("Thread t; (t = new Thread(F)).Start();")]
    [InlineData("var t = new Thread(F); if (flag) t.Start();")]
    [InlineData("var t = flag ? new Thread(F) : null; t?.Start();")]
    [InlineData("var t = new Thread(F); try { F(); } finally { t.Start(); }")]
    [InlineData("var t = new Thread(F); Begin(t);")]
    [InlineData("var t = new Thread(F); Keep(t);")]
    [InlineData("Shown = new Thread(F);")]
    [InlineData("given = new Thread(F); Action a = given.Start; a();")]
    [InlineData("var t = new Thread(F); Action a = () => t.Start(); a();")]
    [InlineData("var t = new Thread(F); void L() => t.Start(); L();")]
    [InlineData("var t = new Thread(F); var pair = (t, 1); Use(pair);")]
    [InlineData("var d = new Dictionary<string, Thread>(); d[\"a\"] = new Thread(F); d[\"a\"].Start();")]
    [InlineData("var d = new Dictionary<string, Thread> { [\"a\"] = new Thread(F) }; foreach (var t in d.Values) t.Start();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) ts.Add(new Thread(F)); foreach (var t in ts) t.Start();")]
    [InlineData("var ts = new List<Thread>(); for (int i = 0; i < n; i++) ts.Add(new Thread(F)); ts.ForEach(t => t.Start());")]
    [InlineData("var ts = new Thread[n]; for (int i = 0; i < n; i++) ts[i] = new Thread(F); for (int i = 0; i < n; i++) ts[i].Start();")]
    [InlineData("var ts = new Thread[n]; for (int i = 0; i < n; i++) ts[i] = new Thread(F); ts[n - 1].Start();")]
    [InlineData("var ts = Enumerable.Range(0, n).Select(i => new Thread(F)).ToArray(); foreach (var t in ts) t.Start();")]
    [InlineData("var ts = items.Select(i => new Thread(F)); foreach (var t in ts) t.Start();")]
    [InlineData("var q = new Queue<Thread>(); q.Enqueue(new Thread(F)); while (q.Count > 0) q.Dequeue().Start();")]
    [InlineData("Thread t = null; for (int i = 0; i < n; i++) t = new Thread(F); t.Start();")]
    [InlineData("var t = new Thread(F); throw new InvalidOperationException(t.Name);")]
    [InlineData("var t = new Thread(F); t.Join();")]
    [InlineData("Action a = () => new Thread(F, -1); a(); Action b = () => { new Thread(F, -1); }; b();")]
    [InlineData("var timer = new System.Timers.Timer(100) { Enabled = true };")]
    [InlineData("var timer = new System.Timers.Timer(100); timer.Enabled = true;")]
    [InlineData("var timer = new System.Timers.Timer(100); timer.Elapsed += (s, e) => timer.Stop(); timer.Start();")]
    [InlineData("using var timer = new Timer(_ => F(), null, 0, 100); Console.ReadLine();")]
    [InlineData("using var timer = new Timer(_ => F(), null, Timeout.Infinite, Timeout.Infinite); timer.Change(0, 100);")]
    [InlineData("using var timer = new Timer(_ => F(), null, n, 100);")]
    [InlineData("using var p = Process.Start(\"a\"); p.WaitForExit();")]
    [InlineData("using var p = new Process { StartInfo = new ProcessStartInfo(\"a\") }; if (!p.Start()) return; p.WaitForExit();")]
    [InlineData("var p = Process.GetCurrentProcess(); Console.WriteLine(p.Id); var t = Thread.CurrentThread; Console.WriteLine(t.Name);")]
    [InlineData("using var p = new Process(); p.StartInfo.FileName = \"a\"; Process.Start(p.StartInfo);")]
    [InlineData("var p = new Process(); var settings = p.StartInfo; settings.FileName = \"a\"; Process.Start(settings);")]
    [InlineData("var t = new Starting();")]
    [InlineData("var t = new Derived();")]
    [InlineData("_ = new Thread(F);")]
    [InlineData("object o = flag ? new Thread(F) : (object)items; ((Thread)o).Start();")]
    [InlineData("P(new WorkerThread(F, name: \"x\").IsAlive);")]
    [InlineData("var t = new WorkerThread(F); P(t.IsAlive); P(t.Daemon);")]
    [InlineData("var (a, b) = (new Thread(F), new Thread(F)); a.Start(); b.Start();")]
    [InlineData("Thread t; t = new Thread(F); P(t); var u = new Thread(F); var name = u.Name; Use(name + u.ThreadState);")]
    public Task Ignores_what_may_be_started(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, """
        static void Begin(Thread x) { x.Start(); }
        static List<Thread> kept = new List<Thread>();
        static void Keep(Thread x) { kept.Add(x); }
        class Starting : WorkerThread { public Starting() { Start(); } }
        class Derived : Starting { }
        """));

    [Theory]
    [InlineData("Thread Make() { var t = new Thread(F); t.IsBackground = true; return t; }")]
    [InlineData("Thread Make() => new Thread(F);")]
    [InlineData("static object Make() => new Thread(F);")]
    [InlineData("IDisposable Make() { var p = new Process(); return p; }")]
    [InlineData("object Make(bool flag) => flag ? new Thread(F) : null;")]
    [InlineData("object Make(object other) => other ?? new Thread(F);")]
    [InlineData("object Make(int k) => k switch { 0 => new Thread(F), _ => \"\" };")]
    [InlineData("[Fact] void Named() { _ = new WorkerThread(F); var t = new WorkerThread(F) { Daemon = true }; t.Daemon = false; P(t.Daemon); }")]
    [InlineData("IEnumerable<Thread> Make(int k) { for (int i = 0; i < k; i++) yield return new Thread(F); }")]
    [InlineData("async Task Run() { var t = new Thread(F); await Task.Yield(); t.Start(); }")]
    [InlineData("void Out(out Thread t) { t = new Thread(F); }")]
    [InlineData("public Thread Exposed { get; } = new Thread(F);")]
    [InlineData("private Thread _t = new Thread(F); void Go() { _t.Start(); }")]
    [InlineData("private readonly System.Timers.Timer _t = new System.Timers.Timer(10) { Enabled = true };")]
    [InlineData("private System.Timers.Timer _t; void Go() { _t = new System.Timers.Timer(10); _t.Enabled = true; }")]
    [InlineData("private Thread _t = new Thread(F); Thread Get() => _t;")]
    [InlineData("private Thread _t = new Thread(F); void Go() { var t = _t; t.Start(); }")]
    [InlineData("private Thread _t; void Go() { var t = new Thread(F); _t = t; t.Start(); }")]
    [InlineData("private Thread _t; void Go() { _t ??= new Thread(F); _t?.Start(); }")]
    [InlineData("private Thread _t; void Go() => (_t = new Thread(F)).Start();")]
    [InlineData("private Timer _t; void Go() { _t = new Timer(_ => F(), null, Timeout.Infinite, Timeout.Infinite); } void Later() => _t.Change(0, 1);")]
    [InlineData("private Process _p = new Process(); class Inner { void Go(C c) => c._p.Start(); }")]
    [InlineData("protected Thread _t = new Thread(F);")]
    [InlineData("private readonly Process _p = new Process(); void Go() => Process.Start(_p.StartInfo);")]
    public Task Ignores_members_that_others_start(string member) => Verify.VerifyAnalyzerAsync(InMethod("", member + " class FactAttribute : Attribute { }"));

    [Theory]
    [InlineData("private Thread _t = new [|Thread|](F); void End() { _t.Join(1); }")]
    [InlineData("private readonly System.Timers.Timer _t; C() { _t = new [|System.Timers.Timer|](10); _t.Elapsed += (s, e) => F(); } void End() => _t?.Dispose();")]
    [InlineData("private Timer _t; void Go() { _t = new [|Timer|](_ => F(), null, Timeout.Infinite, 0); } void End() { if (_t != null) { _t.Dispose(); _t = null; } }")]
    [InlineData("private static Process _p = new [|Process|]();")]
    public Task Reports_private_fields_that_no_code_starts(string member) => Verify.VerifyAnalyzerAsync(InMethod("", member));

    [Theory]
    [InlineData("Use(1); var t = new [|Thread|](F);", "Use(1); var t = new Thread(F); t.Start();")]
    [InlineData("new [|Thread|](F) { IsBackground = true };", "new Thread(F) { IsBackground = true }.Start();")]
    [InlineData("var t = new [|Thread|](F); t.IsBackground = true; Use(1);", "var t = new Thread(F); t.IsBackground = true; t.Start(); Use(1);")]
    [InlineData("var t = new [|Thread|](F); Use(1); if (flag) t.IsBackground = true; t.SetApartmentState(ApartmentState.STA); Use(2);", "var t = new Thread(F); Use(1); if (flag) t.IsBackground = true; t.SetApartmentState(ApartmentState.STA); t.Start(); Use(2);")]
    [InlineData("Thread t; t = new [|Thread|](F);", "Thread t; t = new Thread(F); t.Start();")]
    [InlineData("using var p = new [|Process|](); p.StartInfo.FileName = \"a\"; p.StartInfo.ArgumentList.Add(\"b\"); Use(1);", "using var p = new Process(); p.StartInfo.FileName = \"a\"; p.StartInfo.ArgumentList.Add(\"b\"); p.Start(); Use(1);")]
    [InlineData("using (var p = new [|Process|]()) { p.StartInfo.FileName = \"a\"; Use(1); }", "using (var p = new Process()) { p.StartInfo.FileName = \"a\"; p.Start(); Use(1); }")]
    [InlineData("using var timer = new [|System.Timers.Timer|](100); timer.Elapsed += (s, e) => F();", "using var timer = new System.Timers.Timer(100); timer.Elapsed += (s, e) => F(); timer.Start();")]
    [InlineData("var a = new [|Thread|](F); var b = new [|Thread|](F);", "var a = new Thread(F); a.Start(); var b = new Thread(F); b.Start();")]
    [InlineData("var t = new [|WorkerThread|](F); t.Daemon = true;", "var t = new WorkerThread(F); t.Daemon = true; t.Start();")]
    public Task Fixes_by_starting_it(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData("var t = new [|Task|](F); await t;")]
    [InlineData("var t = new [|Task<int>|](() => n); Use(await t.ConfigureAwait(false));")]
    [InlineData("var t = new [|Task|](F); await Task.WhenAll(t, Task.Delay(1));")]
    [InlineData("var t = new Task(F); t.Start(); await t;")]
    [InlineData("var t = new Task(F); if (flag) t.Start(); await t;")]
    [InlineData("var t = new Task(F); t.RunSynchronously(); await t;")]
    [InlineData("var t = new Task(F); P(t); await t;")]
    [InlineData("var t = new Task(F); new Thread(() => t.Start()).Start(); await t;")]
    [InlineData("var t = new Task(F); await Task.WhenAny(t, Task.Delay(n));")]
    [InlineData("var t = Task.Run(F); await t;")]
    [InlineData("var t = new Task(F, new CancellationToken(true)); await t;")]
    public Task Reports_a_task_that_is_awaited_and_never_started(string statements) =>
        Verify.VerifyAnalyzerAsync(InMethod(statements, signature: "async Task M(bool flag, int n)"));

    [Fact]
    public Task Fixes_by_starting_the_awaited_task() => Verify.VerifyCodeFixAsync(
        InMethod("var t = new [|Task|](F); await t;", signature: "async Task M()"),
        InMethod("var t = new Task(F); t.Start(); await t;", signature: "async Task M()"));

    [Fact]
    public Task Fixes_on_a_line_of_its_own_and_keeps_comments()
    {
        const string Before = """
            // The worker.
            var t = new [|Thread|](F); // F works
            t.IsBackground = true; // dies with us

            // Meanwhile.
            Use(1);
            """;
        const string After = """
            // The worker.
            var t = new Thread(F); // F works
            t.IsBackground = true; // dies with us
            t.Start();

            // Meanwhile.
            Use(1);
            """;
        return Verify.VerifyCodeFixAsync(InTopLevel(Before), InTopLevel(After));

        static string InTopLevel(string statements) => $$"""
            using System.Threading;

            class C
            {
                static void F() { }
                static void Use(object o) { }

                static void M()
                {
            {{string.Join('\n', statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
                }
            }
            """;
    }

    [Fact]
    public Task Fixes_programs_without_a_class()
    {
        var test = new CSharpCodeFixTest<CONC303NeverStartedAnalyzer, CONC303NeverStartedFix, DefaultVerifier>
        {
            TestCode = """
                using System.Threading;

                var t = new [|Thread|](() => { });
                t.IsBackground = true;

                class Other { }
                """,
            FixedCode = """
                using System.Threading;

                var t = new Thread(() => { });
                t.IsBackground = true;
                t.Start();

                class Other { }
                """,
        };
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        return test.RunAsync();
    }

    [Theory]
    [InlineData("var t = new [|Thread|](P);")]
    [InlineData("var ts = new[] { new [|Thread|](F) };")]
    [InlineData("using var timer = new [|Timer|](_ => F(), null, Timeout.Infinite, 100);")]
    public Task Reports_without_a_fix_where_the_start_needs_more(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
