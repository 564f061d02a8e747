using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Signals.CONC601WaitOutsideLoopAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Signals.CONC601WaitOutsideLoopFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Signals;

public sealed class CONC601WaitOutsideLoopTests
{
    private const string Runtime = """

        namespace ConcurrencyAnalyzers.Runtime
        {
            public sealed class ConditionVariable
            {
                public ConditionVariable() { }
                public void Acquire() { }
                public void Release() { }
                public bool Wait(System.TimeSpan? timeout = null, System.Threading.CancellationToken token = default) => true;
                public bool WaitFor(System.Func<bool> predicate, System.TimeSpan? timeout = null, System.Threading.CancellationToken token = default) => true;
                public System.Threading.Tasks.ValueTask<bool> WaitAsync(System.TimeSpan? timeout = null, System.Threading.CancellationToken token = default) => default;
                public void NotifyAll() { }
            }
        }
        """;

    private static string InMethod(string statements, string members = "", string returns = "void") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            private readonly object _gate = new object();
            private readonly Queue<int> _queue = new Queue<int>();
            private readonly ConditionVariable _changed = new ConditionVariable();
            private bool _ready;
            private int _value, _waiters;
            {{members}}
            bool IsEmpty() => _queue.Count == 0;
            static void Use(int value) { }

            {{returns}} M(bool flag)
            {
                {{statements}}
            }
        }
        """ + Runtime;

    [Theory]
    [InlineData("lock (_gate) { if (_queue.Count == 0) Monitor.[|Wait|](_gate); Use(_queue.Dequeue()); }")]
    [InlineData("lock (_gate) { if (_queue.Count == 0) { Monitor.[|Wait|](_gate); } Use(_queue.Dequeue()); }")]
    [InlineData("lock (_gate) { if (!_ready) Monitor.[|Wait|](_gate); Use(_value); }")]
    [InlineData("lock (_gate) { if (!_ready) { _waiters++; Monitor.[|Wait|](_gate); } _ready = false; }")]
    [InlineData("lock (_gate) { if (!_ready) Monitor.[|Wait|](_gate); } Use(_value);")]
    [InlineData("lock (_gate) { if (IsEmpty()) Monitor.[|Wait|](_gate); Use(_queue.Dequeue()); }")]
    [InlineData("while (true) { lock (_gate) { if (_queue.Count == 0) Monitor.[|Wait|](_gate); Use(_queue.Dequeue()); } }")]
    [InlineData("Monitor.Enter(_gate); try { if (!_ready) Monitor.[|Wait|](_gate); Use(_value); } finally { Monitor.Exit(_gate); }")]
    [InlineData("lock (_gate) { if (!_ready) Monitor.[|Wait|](_gate, -1); Use(_value); }")]
    [InlineData("lock (_gate) { if (!_ready) Monitor.[|Wait|](_gate, Timeout.InfiniteTimeSpan); Use(_value); }")]
    [InlineData("_changed.Acquire(); if (!_ready) _changed.[|Wait|](); Use(_value); _changed.Release();")]
    [InlineData("new Thread(() => { lock (_gate) { if (_queue.Count < 1) { Monitor.[|Wait|](_gate); } Use(_queue.Dequeue()); } }).Start();")]
    [InlineData("void Local() { lock (_gate) { if (!_ready) Monitor.[|Wait|](_gate); Use(_value); } } Local();")]
    public Task Reports_a_wait_that_is_only_guarded_once(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Reports_an_asynchronous_wait() =>
        Verify.VerifyAnalyzerAsync(InMethod("if (!_ready) await _changed.[|WaitAsync|](); Use(_value);", returns: "async Task"));

    [Theory]
    [InlineData("lock (_gate) { while (_queue.Count == 0) Monitor.Wait(_gate); Use(_queue.Dequeue()); }")]
    [InlineData("lock (_gate) { while (true) { if (_queue.Count > 0) { Use(_queue.Dequeue()); break; } Monitor.Wait(_gate); } }")]
    [InlineData("while (true) { lock (_gate) { if (_queue.Count == 0) { Monitor.Wait(_gate); continue; } Use(_queue.Dequeue()); } }")]
    [InlineData("while (true) { lock (_gate) { if (_queue.Count == 0) { Monitor.Wait(_gate); } } }")]
    [InlineData("while (!_ready) { lock (_gate) { if (!_ready) Monitor.Wait(_gate); } } Use(_value);")]
    [InlineData("while (true) { lock (_gate) { if (_queue.Count == 0) Monitor.Wait(_gate); if (_queue.Count > 0) Use(_queue.Dequeue()); } }")]
    [InlineData("lock (_gate) { do { if (!_ready) Monitor.Wait(_gate); } while (!_ready); Use(_value); }")]
    [InlineData("lock (_gate) { if (!_ready) Monitor.Wait(_gate, 1000); Use(_value); }")]
    [InlineData("lock (_gate) { if (!_ready && !Monitor.Wait(_gate, 1000)) throw new TimeoutException(); Use(_value); }")]
    [InlineData("lock (_gate) { if (!_ready) Monitor.Wait(_gate); if (!_ready) throw new InvalidOperationException(); Use(_value); }")]
    [InlineData("lock (_gate) { Monitor.Wait(_gate); Use(_value); }")]
    [InlineData("lock (_gate) { for (; !_ready;) { Monitor.Wait(_gate); } Use(_value); }")]
    [InlineData("lock (_gate) { again: if (!_ready) { Monitor.Wait(_gate); goto again; } Use(_value); }")]
    [InlineData("lock (_gate) { if (!_ready) { Monitor.Wait(_gate); return; } Use(_value); }")]
    [InlineData("lock (_gate) { if (_ready) Use(_value); else Monitor.Wait(_gate); Use(1); }")]
    [InlineData("_changed.Acquire(); if (!_ready) _changed.WaitFor(() => _ready); Use(_value); _changed.Release();")]
    [InlineData("lock (_gate) { if (_queue.Count == 0) Monitor.Wait(_gate); Use(_queue.Count > 0 ? _queue.Dequeue() : -1); }")]
    [InlineData("var set = new ManualResetEventSlim(); if (!_ready) set.Wait(); Use(_value);")]
    public Task Ignores_waits_whose_condition_is_tested_again(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("lock (_gate) { if (_queue.Count == 0) Monitor.{|#0:Wait|}(_gate); }", "lock (_gate) { while (_queue.Count == 0) Monitor.Wait(_gate); }", "_queue.Count == 0")]
    [InlineData("lock (_gate) { if (!_ready) { Monitor.{|#0:Wait|}(_gate); } Monitor.Pulse(_gate); }", "lock (_gate) { while (!_ready) { Monitor.Wait(_gate); } Monitor.Pulse(_gate); }", "!_ready")]
    public Task Informs_where_nothing_follows_the_wait_since_the_caller_may_test_again(string statements, string repaired, string condition) => Verify.VerifyCodeFixAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithArguments(condition, "Wait").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
        InMethod(repaired));

    [Theory]
    [InlineData("lock (_gate) { if (!_ready) Monitor.Wait(_gate); return _ready; }")]
    [InlineData("lock (_gate) { if (_queue.Count == 0) Monitor.Wait(_gate); return _queue.Count > 0; }")]
    public Task Ignores_a_method_that_hands_the_test_on(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, returns: "bool"));

    [Fact]
    public Task Fixes_by_testing_in_a_loop() => Verify.VerifyCodeFixAsync(
        InMethod("""
            lock (_gate)
                    {
                        // Nothing there yet?
                        if (_queue.Count == 0) // still
                        {
                            Monitor.[|Wait|](_gate); // sleep
                        }

                        Use(_queue.Dequeue());
                    }
            """),
        InMethod("""
            lock (_gate)
                    {
                        // Nothing there yet?
                        while (_queue.Count == 0) // still
                        {
                            Monitor.Wait(_gate); // sleep
                        }

                        Use(_queue.Dequeue());
                    }
            """));

    [Theory]
    [InlineData("lock (_gate) { if (!_ready) Monitor.[|Wait|](_gate); Use(_value); } lock (_queue) { if (_queue.Count == 0) Monitor.[|Wait|](_queue); Use(_queue.Dequeue()); }",
        "lock (_gate) { while (!_ready) Monitor.Wait(_gate); Use(_value); } lock (_queue) { while (_queue.Count == 0) Monitor.Wait(_queue); Use(_queue.Dequeue()); }")]
    [InlineData("_changed.Acquire(); if (!_ready) _changed.[|Wait|](); Use(_value);", "_changed.Acquire(); while (!_ready) _changed.Wait(); Use(_value);")]
    public Task Fixes_each_of_several(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData("lock (_gate) { if (_queue.TryPeek(out var first) == false) Monitor.[|Wait|](_gate); first = 1; Use(_queue.Dequeue() + first); }")]
    public Task Offers_nothing_where_a_loop_would_not_compile(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
