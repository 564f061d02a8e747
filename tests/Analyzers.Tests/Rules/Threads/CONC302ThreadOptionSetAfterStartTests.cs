using ConcurrencyAnalyzers.CodeFixes.Rules.Threads;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Threads.CONC302ThreadOptionSetAfterStartAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Threads.CONC302ThreadOptionSetAfterStartFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Threads;

public sealed class CONC302ThreadOptionSetAfterStartTests
{
    private const string Runtime = """

        namespace ConcurrencyAnalyzers.Runtime
        {
            public class WorkerThread
            {
                public WorkerThread(System.Action target = null, string name = null, bool? daemon = null) { }
                public void Start() { }
                public void Join() { }
                public string Name { get; set; }
                public bool Daemon { get; set; }
            }

            public class WorkerProcess
            {
                public static WorkerProcess Create(System.Action target) => new WorkerProcess();
                public void Start() { }
                public string Name { get; set; }
                public bool Daemon { get; set; }
            }
        }
        """;

    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Globalization;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            private readonly Thread _ready = new Thread(F);
            private Thread _field;
            private readonly List<Thread> _list = new List<Thread>();
            {{members}}
            static void F() { }
            static void Use(object o) { }

            void M(bool flag, Thread given, ThreadPriority level)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("var t = new Thread(F); t.Start(); t.[|IsBackground|] = true;")]
    [InlineData("var t = new Thread(F); t.Start(); t.[|Priority|] = level;")]
    [InlineData("var t = new Thread(F); t.Start(); t.[|SetApartmentState|](ApartmentState.STA);")]
    [InlineData("var t = new Thread(F); t.Start(); t.[|CurrentCulture|] = CultureInfo.InvariantCulture;")]
    [InlineData("var t = new Thread(F); t.Start(); t.Join(); t.[|IsBackground|] = true;")]
    [InlineData("var t = new Thread(F); t.UnsafeStart(); t.[|IsBackground|] = true;")]
    [InlineData("var t = new Thread(F); var u = t; u.Start(); t.[|IsBackground|] = true;")]
    [InlineData("Thread t; if (flag) { t = new Thread(F); } else { t = given; } t.Start(); t.[|IsBackground|] = true;")]
    [InlineData("var t = new Thread(F) { Name = \"a\" }; t.Start(); if (flag) { t.[|IsBackground|] = true; }")]
    [InlineData("_field ??= given; _field.Start(); _field.[|IsBackground|] = true;")]
    [InlineData("var t = new Thread(F); t.Start(); t.[|Priority|] = flag ? level : ThreadPriority.Normal;")]
    [InlineData("given.Start(); given.[|IsBackground|] = true;")]
    [InlineData("_ready.Start(); _ready.[|IsBackground|] = true;")]
    [InlineData("_field = new Thread(F); _field.Start(); _field.[|IsBackground|] = true;")]
    [InlineData("_field = new Thread(F); _field.Start(); Console.WriteLine(); this._field.[|IsBackground|] = true;")]
    [InlineData("var t = new Thread(F); t.Start(); _list.Add(t); t.[|IsBackground|] = true;")]
    [InlineData("var ts = new[] { new Thread(F), new Thread(F) }; foreach (var t in ts) { t.Start(); t.[|IsBackground|] = true; }")]
    [InlineData("var ts = new[] { new Thread(F), new Thread(F) }; foreach (var t in ts) t.Start(); foreach (var t in ts) t.[|IsBackground|] = true;")]
    [InlineData("var ts = Enumerable.Range(0, 3).Select(i => new Thread(F)).ToList(); ts.ForEach(t => t.Start()); foreach (var t in ts) t.[|IsBackground|] = true;")]
    [InlineData("var ts = new Thread[3]; for (int i = 0; i < 3; i++) { ts[i] = new Thread(F); ts[i].Start(); ts[i].[|IsBackground|] = true; }")]
    [InlineData("for (int i = 0; i < 3; i++) { var t = new Thread(F); t.Start(); t.[|IsBackground|] = true; }")]
    [InlineData("Action a = () => { var t = new Thread(F); t.Start(); t.[|IsBackground|] = true; }; a();")]
    [InlineData("void L() { var t = new Thread(F); t.Start(); t.[|IsBackground|] = true; } L();")]
    [InlineData("var t = new Thread(F); Begin(t); t.[|IsBackground|] = true;")]
    [InlineData("var t = new Thread(F); try { t.Start(); } finally { } t.[|IsBackground|] = true;")]
    [InlineData("var l = new List<Thread>(); for (int i = 0; i < 3; i++) { var t = new Thread(F); t.Start(); l.Add(t); } l[0].[|IsBackground|] = true;")]
    [InlineData("var l = new Thread[3]; for (int i = 0; i < 3; i++) { l[i] = new Thread(F); l[i].Start(); } for (int i = 0; i < 3; i++) { l[i].[|IsBackground|] = true; }")]
    [InlineData("var t = new Thread(F); if (flag) { t.Start(); } else { t.Start(); } t.[|IsBackground|] = true;")]
    public Task Reports_an_option_that_is_set_after_the_start(string statements) =>
        Verify.VerifyAnalyzerAsync(InMethod(statements, "static void Begin(Thread x) { x.Start(); }"));

    [Theory]
    [InlineData("var t = new Thread(F); t.IsBackground = true; t.Start();")]
    [InlineData("var t = new Thread(F) { IsBackground = true, Priority = level }; t.Start();")]
    [InlineData("var t = new Thread(F); t.Start(); t.Name = \"a\";")]
    [InlineData("var t = new Thread(F); t.Start(); Console.WriteLine(t.IsBackground);")]
    [InlineData("Thread.CurrentThread.IsBackground = true; Thread.CurrentThread.Priority = level;")]
    [InlineData("var t = Thread.CurrentThread; t.Priority = level;")]
    [InlineData("var t = new Thread(F); if (flag) t.Start(); t.IsBackground = true;")]
    [InlineData("var t = new Thread(F); Keep(t); t.IsBackground = true;")]
    [InlineData("var t = new Thread(F); t.Start(); t = new Thread(F); t.IsBackground = true; t.Start();")]
    [InlineData("_field.Start(); Renew(); _field.IsBackground = true;")]
    [InlineData("_field.Start(); _field = given; _field.IsBackground = true;")]
    [InlineData("var t = new Thread(F); t.Start(); if (t.IsAlive) t.IsBackground = true;")]
    [InlineData("given.IsBackground = true; given.Start();")]
    [InlineData("foreach (var t in _list) { t.IsBackground = true; t.Start(); }")]
    [InlineData("foreach (var t in _list) t.Start(); Use(_list); foreach (var t in _list) t.IsBackground = true;")]
    [InlineData("var ts = new[] { new Thread(F), new Thread(F) }; ts[0].Start(); ts[1].IsBackground = true; ts[1].Start();")]
    [InlineData("var ts = new[] { new Thread(F), new Thread(F) }; foreach (var t in ts) { t.Start(); break; } foreach (var t in ts) t.IsBackground = true;")]
    [InlineData("Thread t = null; Action swap = () => { t = new Thread(F); }; t = new Thread(F); t.Start(); swap(); t.IsBackground = true;")]
    [InlineData("var ts = Enumerable.Range(0, 3).Select(i => new Thread(F)); foreach (var t in ts) t.Start(); foreach (var t in ts) t.IsBackground = true;")]
    [InlineData("Thread t = null; t = new Thread(() => t.IsBackground = true); t.Start();")]
    [InlineData("var l = new[] { new Thread(F), new Thread(F) }; l[0].Start(); l[1].IsBackground = true; l[1].Start();")]
    [InlineData("var l = new List<Thread>(); for (int i = 0; i < 3; i++) { l.Add(new Thread(F)); } l[0].Start(); l[2].IsBackground = true;")]
    [InlineData("var t = new Thread(F); try { t.Start(); } catch (OutOfMemoryException) { } t.IsBackground = true;")]
    public Task Ignores_options_that_may_still_be_set(string statements) =>
        Verify.VerifyAnalyzerAsync(InMethod(statements, "void Keep(Thread x) { _field = x; } void Renew() { _field = new Thread(F); }"));

    [Theory]
    [InlineData("var p = new Process { StartInfo = new ProcessStartInfo(\"a\") }; p.Start(); p.[|StartInfo|] = new ProcessStartInfo(\"b\");")]
    [InlineData("var p = Process.Start(\"a\"); p.[|StartInfo|] = new ProcessStartInfo(\"b\");")]
    [InlineData("var p = new Process(); p.StartInfo.FileName = \"a\"; p.Start(); p.StartInfo.[|Arguments|] = \"b\";")]
    [InlineData("var p = new Process(); p.Start(); p.StartInfo.[|RedirectStandardOutput|] = true;")]
    [InlineData("using (var p = new Process()) { p.Start(); p.StartInfo.[|UseShellExecute|] = false; p.WaitForExit(); }")]
    public Task Reports_settings_of_a_running_process(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var p = new Process(); p.StartInfo.FileName = \"a\"; p.StartInfo.Arguments = \"b\"; p.Start();")]
    [InlineData("var p = new Process(); p.Start(); p.WaitForExit(); p.StartInfo.Arguments = \"b\"; p.Start();")]
    [InlineData("var p = new Process(); p.Start(); p.StartInfo.Arguments = \"b\"; p.Start();")]
    [InlineData("var p = new Process(); foreach (var a in new[] { \"a\" }) { p.Start(); p.StartInfo.Arguments = a; }")]
    [InlineData("var p = new Process(); p.Start(); p.StartInfo.Arguments = \"b\"; Use(p);")]
    [InlineData("var info = new ProcessStartInfo(\"a\"); var p = Process.Start(info); info.Arguments = \"b\"; p = Process.Start(info);")]
    [InlineData("var p = new Process(); p.Start(); p.Close(); p.StartInfo = new ProcessStartInfo(\"b\");")]
    [InlineData("var p = new Process(); p.Start(); p.PriorityClass = ProcessPriorityClass.Idle; p.EnableRaisingEvents = true;")]
    public Task Ignores_settings_that_a_process_still_reads(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Reports_certain_failures_of_runtime_types_as_errors() => new CSharpAnalyzerTest<CONC302ThreadOptionSetAfterStartAnalyzer, DefaultVerifier>
    {
        TestCode = """
            using ConcurrencyAnalyzers.Runtime;

            class C
            {
                void M()
                {
                    var t = new WorkerThread(M);
                    t.Start();
                    t.{|#0:Daemon|} = true;
                    t.Name = "a";
                    var p = WorkerProcess.Create(M);
                    p.Start();
                    p.{|#1:Daemon|} = true;
                    p.{|#2:Name|} = "b";
                }
            }
            """ + Runtime,
        ExpectedDiagnostics =
        {
            Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments("Daemon", "t", "this throws").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
            Verify.Diagnostic().WithLocation(1).WithSeverity(DiagnosticSeverity.Error).WithArguments("Daemon", "p", "this throws").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
            Verify.Diagnostic().WithLocation(2).WithSeverity(DiagnosticSeverity.Warning).WithArguments("Name", "p", "what has been started does not see it").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
        },
    }.RunAsync();

    [Fact]
    public Task Reports_what_happens_when_the_thread_has_ended() => Verify.VerifyAnalyzerAsync(
        InMethod("var t = new Thread(F); t.Start(); t.{|#0:Priority|} = level;"),
        Verify.Diagnostic().WithLocation(0).WithArguments("Priority", "t", "this throws if the thread has already ended").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Fact]
    public Task Ignores_a_derived_thread_that_its_constructor_may_start() => Verify.VerifyAnalyzerAsync("""
        using ConcurrencyAnalyzers.Runtime;

        class Beat : WorkerThread { public Beat(bool now) { if (now) Start(); } }

        class C
        {
            void M() { var b = new Beat(false); b.Daemon = true; b.Start(); }
        }
        """ + Runtime);

    [Fact]
    public Task Fixes_by_setting_the_option_before_the_start() => Verify.VerifyCodeFixAsync(
        InMethod("""
            var t = new Thread(F);

                    // Runs beside us.
                    t.Start();
                    // Must not keep the process alive.
                    t.[|IsBackground|] = true; // really
                    t.Join();
            """),
        InMethod("""
            var t = new Thread(F);

                    // Must not keep the process alive.
                    t.IsBackground = true; // really
                    // Runs beside us.
                    t.Start();
                    t.Join();
            """));

    [Fact]
    public Task Fixes_all_options_that_follow_one_start() => Verify.VerifyCodeFixAsync(
        InMethod("""
            var t = new Thread(F);
                    t.Start();
                    t.[|IsBackground|] = true;
                    t.Name = "a";
                    t.[|Priority|] = level;

                    t.[|SetApartmentState|](ApartmentState.MTA);
                    t.Join();
            """),
        InMethod("""
            var t = new Thread(F);
                    t.IsBackground = true;
                    t.Priority = level;
                    t.SetApartmentState(ApartmentState.MTA);
                    t.Start();
                    t.Name = "a";
                    t.Join();
            """));

    [Theory]
    [InlineData("var t = new Thread(F); t.Start(); t.[|IsBackground|] = true;", "var t = new Thread(F); t.IsBackground = true; t.Start();")]
    [InlineData("_ready.Start(); _ready.[|IsBackground|] = true;", "_ready.IsBackground = true; _ready.Start();")]
    [InlineData("_field = new Thread(F); _field.Start(); _field.[|IsBackground|] = flag;", "_field = new Thread(F); _field.IsBackground = flag; _field.Start();")]
    [InlineData("var ts = new[] { new Thread(F) }; foreach (var t in ts) { t.Start(); t.[|IsBackground|] = true; }", "var ts = new[] { new Thread(F) }; foreach (var t in ts) { t.IsBackground = true; t.Start(); }")]
    [InlineData("var ts = new Thread[3]; for (int i = 0; i < 3; i++) { ts[i] = new Thread(F); ts[i].Start(); ts[i].[|IsBackground|] = true; }", "var ts = new Thread[3]; for (int i = 0; i < 3; i++) { ts[i] = new Thread(F); ts[i].IsBackground = true; ts[i].Start(); }")]
    [InlineData("switch (flag) { case true: var t = new Thread(F); t.Start(); t.[|IsBackground|] = true; break; }", "switch (flag) { case true: var t = new Thread(F); t.IsBackground = true; t.Start(); break; }")]
    [InlineData("var p = new Process(); p.Start(); p.StartInfo.[|Arguments|] = \"b\";", "var p = new Process(); p.StartInfo.Arguments = \"b\"; p.Start();")]
    [InlineData("var p = new Process(); p.Start(); p.[|StartInfo|] = new ProcessStartInfo(\"b\") { UseShellExecute = false };", "var p = new Process(); p.StartInfo = new ProcessStartInfo(\"b\") { UseShellExecute = false }; p.Start();")]
    [InlineData("var p = new Process(); bool ok = p.Start(); p.StartInfo.[|Arguments|] = \"b\";", "var p = new Process(); p.StartInfo.Arguments = \"b\"; bool ok = p.Start();")]
    public Task Fixes_in_every_list_of_statements(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Fact]
    public Task Fixes_programs_without_a_class()
    {
        const string Before = """
            using System.Threading;

            var t = new Thread(() => { });
            t.Start();
            t.[|IsBackground|] = true;

            class Other { }
            """;
        const string After = """
            using System.Threading;

            var t = new Thread(() => { });
            t.IsBackground = true;
            t.Start();

            class Other { }
            """;
        var test = new CSharpCodeFixTest<CONC302ThreadOptionSetAfterStartAnalyzer, CONC302ThreadOptionSetAfterStartFix, DefaultVerifier> { TestCode = Before, FixedCode = After };
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        return test.RunAsync();
    }

    [Theory]
    [InlineData("var t = new Thread(F); t.Start(); var on = flag; t.[|IsBackground|] = on;")]
    [InlineData("var t = new Thread(F); t.Start(); flag = !flag; t.[|IsBackground|] = flag;")]
    [InlineData("var t = new Thread(F); t.Start(); t.[|IsBackground|] = Ask();")]
    [InlineData("var t = new Thread(F); t.Start(); if (flag) return; t.[|IsBackground|] = true;")]
    [InlineData("var t = new Thread(F); t.Start(); if (flag) { t.[|IsBackground|] = true; }")]
    [InlineData("var t = new Thread(F); if (flag) { t.Start(); } else { t.Start(); } t.[|IsBackground|] = true;")]
    [InlineData("var t = new Thread(F); var u = t; u.Start(); t.[|IsBackground|] = true;")]
    [InlineData("bool on = true; var t = new Thread(() => on = false); t.Start(); t.[|IsBackground|] = on;")]
    [InlineData("var ts = new[] { new Thread(F) }; foreach (var t in ts) t.Start(); foreach (var t in ts) t.[|IsBackground|] = true;")]
    [InlineData("var p = Process.Start(\"a\"); p.[|StartInfo|] = new ProcessStartInfo(\"b\");")]
    public Task Reports_without_a_fix_where_a_move_could_change_the_meaning(string statements)
    {
        var code = InMethod(statements, "bool Ask() => true;");
        return Verify.VerifyCodeFixAsync(code, code);
    }
}
