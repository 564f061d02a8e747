using Microsoft.CodeAnalysis;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Signals.CONC602SignalWithoutLockAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Signals.CONC602SignalWithoutLockFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Signals;

public sealed class CONC602SignalWithoutLockTests
{
    private const string Runtime = """

        namespace ConcurrencyAnalyzers.Runtime
        {
            public sealed class ConditionVariable
            {
                public ConditionVariable(object gate = null) { }
                public void Acquire() { }
                public void Release() { }
                public Scope Enter() => default;
                public bool Wait(System.TimeSpan? timeout = null) => true;
                public void Notify(int count = 1) { }
                public void NotifyAll() { }
                public struct Scope : System.IDisposable { public void Dispose() { } }
            }
        }
        """;

    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            private readonly object _gate = new object();
            private readonly object _other = new();
            private readonly object _given;
            protected readonly object _shared = new object();
            private static readonly object Static = new object();
            private object _changing = new object();
            private readonly Queue<int> _queue = new Queue<int>();
            private readonly ConditionVariable _changed = new ConditionVariable();
            private bool _ready;
            {{members}}
            C(object given) { _given = given; }
            static void Use(object value) { }

            public void M(bool flag, object parameter)
            {
                {{statements}}
            }
        }
        """ + Runtime;

    [Theory]
    [InlineData("Monitor.[|Pulse|](_gate);")]
    [InlineData("Monitor.[|PulseAll|](_gate);")]
    [InlineData("_ready = true; Monitor.[|PulseAll|](_gate);")]
    [InlineData("while (!_ready) Monitor.[|Wait|](_gate);")]
    [InlineData("Monitor.[|Wait|](_gate, 100);")]
    [InlineData("lock (_gate) { _ready = true; } Monitor.[|PulseAll|](_gate);")]
    [InlineData("lock (_other) { Monitor.[|PulseAll|](_gate); }")]
    [InlineData("Monitor.[|Pulse|](Static);")]
    [InlineData("Monitor.Enter(_gate); _ready = true; Monitor.Exit(_gate); Monitor.[|Pulse|](_gate);")]
    [InlineData("new Thread(() => { _ready = true; Monitor.[|Pulse|](_gate); }).Start();")]
    [InlineData("var gate = new object(); Task.Run(() => { Monitor.[|Pulse|](gate); });")]
    [InlineData("lock (_queue) { _queue.Enqueue(1); } Monitor.[|Pulse|](_queue);")]
    public Task Reports_a_signal_outside_the_lock(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("_changed.{|#0:NotifyAll|}();")]
    [InlineData("while (!_ready) _changed.{|#0:Wait|}();")]
    [InlineData("using (_changed.Enter()) { _ready = true; } _changed.{|#0:Notify|}();")]
    public Task Reports_a_condition_of_the_runtime_as_an_error(string statements) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments(statements.Contains("Wait|}", StringComparison.Ordinal) ? "Wait" : statements.Contains("NotifyAll", StringComparison.Ordinal) ? "NotifyAll" : "Notify", "_changed"));

    [Theory]
    [InlineData("lock (_gate) { Monitor.Pulse(_gate); }")]
    [InlineData("lock (_queue) { _queue.Enqueue(1); Monitor.Pulse(_queue); }")]
    [InlineData("Monitor.Enter(_gate); try { Monitor.Wait(_gate); } finally { Monitor.Exit(_gate); }")]
    [InlineData("bool taken = false; try { Monitor.Enter(_gate, ref taken); Monitor.Pulse(_gate); } finally { if (taken) Monitor.Exit(_gate); }")]
    [InlineData("if (Monitor.TryEnter(_gate)) { Monitor.Pulse(_gate); Monitor.Exit(_gate); }")]
    [InlineData("var gate = _gate; lock (gate) { Monitor.Pulse(_gate); }")]
    [InlineData("if (Monitor.IsEntered(_gate)) Monitor.Pulse(_gate);")]
    [InlineData("Monitor.Pulse(parameter);")]
    [InlineData("Monitor.Pulse(this);")]
    [InlineData("Monitor.Pulse(_given);")]
    [InlineData("Monitor.Pulse(_shared);")]
    [InlineData("lock (_given) { Monitor.Pulse(_gate); }")]
    [InlineData("lock (_gate) { _queue.Clear(); new List<int> { 1 }.ForEach(_ => Monitor.Pulse(_gate)); }")]
    [InlineData("lock (_gate) { void Tell() { Monitor.Pulse(_gate); } Tell(); }")]
    [InlineData("lock (_changing) { Use(1); Monitor.Pulse(_changing); }")]
    [InlineData("_changing = new object(); lock (_changing) { Use(1); Monitor.Pulse(_changing); }")]
    [InlineData("using (_changed.Enter()) { _changed.NotifyAll(); }")]
    [InlineData("var condition = new ConditionVariable(_other); lock (_other) { condition.Notify(); }")]
    [InlineData("_changed.Acquire(); try { _changed.Notify(); } finally { _changed.Release(); }")]
    [InlineData("new Thread(() => { lock (_gate) { Monitor.Pulse(_gate); } }).Start();")]
    public Task Ignores_signals_under_the_lock_or_of_unknown_locks(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("lock (_gate) { Tell(); }", "private void Tell() { Monitor.PulseAll(_gate); }")]
    [InlineData("lock (_gate) { Tell(); }", "internal void Tell() { Monitor.PulseAll(_gate); }")]
    [InlineData("lock (_gate) { Ready = true; }", "bool Ready { set { _ready = value; Monitor.PulseAll(_gate); } }")]
    [InlineData("lock (_gate) { Action tell = Tell; tell(); }", "private void Tell() { Monitor.PulseAll(_gate); }")]
    [InlineData("using (Section.Enter(_gate)) { Monitor.Pulse(_gate); }", "sealed class Section : IDisposable { object _o; public static Section Enter(object o) { Monitor.Enter(o); return new Section { _o = o }; } public void Dispose() { Monitor.Exit(_o); } }")]
    [InlineData("Monitor.Pulse(_gate);", "public object SyncRoot => _gate;")]
    [InlineData("EnterGate(); Monitor.Pulse(_gate); Monitor.Exit(_gate);", "void EnterGate() { Monitor.Enter(_gate); }")]
    public Task Ignores_helpers_that_run_under_the_lock(string statements, string members) => Verify.VerifyAnalyzerAsync(InMethod(statements, members));

    [Fact]
    public Task Fixes_by_locking_the_statement() => Verify.VerifyCodeFixAsync(
        InMethod("""
            _ready = true;

                    // Tell all.
                    Monitor.[|PulseAll|](_gate); // now
                    Use(1);
            """),
        InMethod("""
            _ready = true;

                    // Tell all.
                    lock (_gate)
                    {
                        Monitor.PulseAll(_gate); // now
                    }
                    Use(1);
            """));

    [Fact]
    public Task Fixes_by_locking_the_loop() => Verify.VerifyCodeFixAsync(
        InMethod("""
            while (!_ready)
                    {
                        Monitor.[|Wait|](_gate);
                    }
                    Use(1);
            """),
        InMethod("""
            lock (_gate)
                    {
                        while (!_ready)
                        {
                            Monitor.Wait(_gate);
                        }
                    }
                    Use(1);
            """));

    [Theory]
    [InlineData("_ready = true; Monitor.[|PulseAll|](_gate); Use(1);", "_ready = true; lock (_gate) { Monitor.PulseAll(_gate); } Use(1);")]
    [InlineData("if (_ready) Monitor.[|Pulse|](_gate); Use(1); // end", "if (_ready) lock (_gate) { Monitor.Pulse(_gate); } Use(1); // end")]
    [InlineData("Use(1); while (!_ready) Monitor.[|Wait|](_gate); // now", "Use(1); lock (_gate) { while (!_ready) Monitor.Wait(_gate); } // now")]
    [InlineData("Use(1); _changed.[|Notify|](/* one */);", "Use(1); using (_changed.Enter()) { _changed.Notify(/* one */); }")]
    public Task Fixes_in_one_line_what_stands_in_one_line(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData("Use(Monitor.[|Wait|](_gate, 10));")]
    [InlineData("if (!Monitor.[|Wait|](_gate, 10)) return;")]
    public Task Offers_nothing_where_the_result_is_used(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
