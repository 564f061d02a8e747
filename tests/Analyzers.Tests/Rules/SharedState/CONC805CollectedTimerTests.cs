using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.SharedState.CONC805CollectedTimerAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.SharedState.CONC805CollectedTimerFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.SharedState;

public sealed class CONC805CollectedTimerTests
{
    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            private Timer _field;
            private readonly List<Timer> _all = new List<Timer>();
            {{members}}
            static void Tick(object state) { }
            static void Use(Timer timer) { }

            async Task M(int period, object state)
            {
                {{statements}}
                await Task.Yield();
            }
        }
        """;

    [Theory]
    [InlineData("var t = new [|Timer|](Tick, null, 0, 1000);")]
    [InlineData("Timer t = [|new|](Tick, null, TimeSpan.Zero, TimeSpan.FromSeconds(1));")]
    [InlineData("new [|Timer|](Tick, null, 1000, Timeout.Infinite);")]
    [InlineData("_ = new [|Timer|](_ => Console.WriteLine(), null, period, period);")]
    [InlineData("var t = new [|System.Threading.Timer|](Tick, state, 0, 1000); Console.ReadLine();")]
    [InlineData("var t = new [|Timer|](Tick, null, Timeout.Infinite, 1000); t.Change(0, 1000); Thread.Sleep(5000);")]
    [InlineData("Timer t; t = new [|Timer|](Tick, null, 0, 1000); Console.ReadLine();")]
    [InlineData("if (period > 3) { var t = new [|Timer|](Tick, null, 0, period); }")]
    [InlineData("for (int i = 0; i < 3; i++) { var t = new [|Timer|](Tick, i, 0, 1000); }")]
    [InlineData("Action start = () => { var t = new [|Timer|](Tick, null, 0, 1000); t.Change(5, 5); }; start();")]
    public Task Reports_a_timer_that_nothing_holds(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("_field = new Timer(Tick, null, 0, 1000);")]
    [InlineData("using var t = new Timer(Tick, null, 0, 1000); Console.ReadLine();")]
    [InlineData("using (var t = new Timer(Tick, null, 0, 1000)) { Console.ReadLine(); }")]
    [InlineData("using (new Timer(Tick, null, 0, 1000)) { Console.ReadLine(); }")]
    [InlineData("await using var t = new Timer(Tick, null, 0, 1000);")]
    [InlineData("var t = new Timer(Tick, null, 0, 1000); Console.ReadLine(); t.Dispose();")]
    [InlineData("var t = new Timer(Tick, null, 0, 1000); Console.ReadLine(); GC.KeepAlive(t);")]
    [InlineData("var t = new Timer(Tick, null, 0, 1000); Console.ReadLine(); t.Change(Timeout.Infinite, Timeout.Infinite);")]
    [InlineData("var t = new Timer(Tick, null, 0, 1000); Console.ReadLine(); t.Change(period, period);")]
    [InlineData("var t = new Timer(Tick, null, 0, 1000); _field = t;")]
    [InlineData("var t = new Timer(Tick, null, 0, 1000); _all.Add(t);")]
    [InlineData("var t = new Timer(Tick, null, 0, 1000); Use(t);")]
    [InlineData("_all.Add(new Timer(Tick, null, 0, 1000));")]
    [InlineData("Timer t = null; t = new Timer(_ => t.Dispose(), null, 1000, Timeout.Infinite);")]
    [InlineData("Timer t = null; t = new Timer(_ => { t.Change(5, 5); }, null, 1000, 1000);")]
    [InlineData("var t = new Timer(Tick); t.Change(0, 1000);")]
    [InlineData("Action<Timer> use = Use; use(new Timer(Tick, null, 0, 1000));")]
    [InlineData("var t = new System.Timers.Timer(1000); t.Elapsed += (s, e) => { }; t.Start();")]
    [InlineData("var t = new PeriodicTimer(TimeSpan.FromSeconds(1)); await t.WaitForNextTickAsync();")]
    [InlineData("var t = TimeProvider.System.CreateTimer(Tick, null, TimeSpan.Zero, TimeSpan.FromSeconds(1));")]
    [InlineData("var t = period > 3 ? new Timer(Tick, null, 0, 1000) : null; t?.Dispose();")]
    [InlineData("var all = new[] { new Timer(Tick, null, 0, 1000) }; Console.ReadLine(); Use(all[0]);")]
    public Task Ignores_a_timer_that_something_holds(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("Timer Make() => new Timer(Tick, null, 0, 1000);")]
    [InlineData("Timer P { get; } = new Timer(Tick, null, 0, 1000);")]
    [InlineData("Timer Make() { var t = new Timer(Tick, null, 0, 1000); return t; }")]
    public Task Ignores_a_timer_that_a_member_hands_out(string members) => Verify.VerifyAnalyzerAsync(InMethod("", members));

    [Fact]
    public Task Ignores_types_of_the_same_name() => Verify.VerifyAnalyzerAsync("""
        class Timer { public Timer(object a, object b) { } }
        class C { void M() { var t = new Timer(null, null); new System.Threading.ManualResetEvent(false).Set(); } }
        """);

    [Fact]
    public Task Reports_why() => Verify.VerifyAnalyzerAsync(
        InMethod("var t = new {|#0:Timer|}(Tick, null, 0, 1000); new {|#1:Timer|}(Tick, null, 0, 1000);"),
        Verify.Diagnostic().WithLocation(0).WithArguments("Nothing but a local refers to the timer"),
        Verify.Diagnostic().WithLocation(1).WithArguments("Nothing refers to the timer"));

    [Fact]
    public Task Fixes_with_a_field() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;

        class C
        {
            private int _count;

            void M()
            {
                // Once a second.
                var timer = new [|Timer|](_ => _count++, null, Timeout.Infinite, 1000); // goes on
                timer.Change(0, 1000);
            }
        }
        """,
        """
        using System.Threading;

        class C
        {
            private Timer _timer;
            private int _count;

            void M()
            {
                // Once a second.
                _timer = new Timer(_ => _count++, null, Timeout.Infinite, 1000); // goes on
                _timer.Change(0, 1000);
            }
        }
        """);

    [Fact]
    public Task Fixes_in_static_code_with_a_static_field() => Verify.VerifyCodeFixAsync(
        """
        #nullable enable
        using System.Threading;

        static class C
        {
            static void M()
            {
                new [|Timer|](_ => { }, null, 0, 1000);
            }

            static void N()
            {
                _ = new [|Timer|](_ => { }, null, 0, 1000);
            }
        }
        """,
        """
        #nullable enable
        using System.Threading;

        static class C
        {
            private static Timer? _timer2;
            private static Timer? _timer;

            static void M()
            {
                _timer = new Timer(_ => { }, null, 0, 1000);
            }

            static void N()
            {
                _timer2 = new Timer(_ => { }, null, 0, 1000);
            }
        }
        """);

    [Fact]
    public Task Fixes_with_using_where_the_method_waits() => new CSharpCodeFixTest<ConcurrencyAnalyzers.Rules.SharedState.CONC805CollectedTimerAnalyzer, ConcurrencyAnalyzers.CodeFixes.Rules.SharedState.CONC805CollectedTimerFix, DefaultVerifier>
    {
        TestCode = InMethod("var t = new [|Timer|](Tick, null, 0, 1000); Console.ReadLine();"),
        FixedCode = InMethod("using var t = new Timer(Tick, null, 0, 1000); Console.ReadLine();"),
        CodeActionEquivalenceKey = "CONC805_UseUsing",
    }.RunAsync();

    [Fact]
    public Task Fixes_in_a_loop_with_a_list() => Verify.VerifyCodeFixAsync(
        """
        using System.Collections.Generic;
        using System.Threading;

        class C
        {
            private int _count;

            void M(int[] all)
            {
                foreach (var one in all)
                {
                    // One each.
                    new [|Timer|](_ => _count += one, null, 0, 1000); // goes on
                }

                for (var i = 0; i < 3; i++)
                {
                    var timer = new [|Timer|](_ => _count++, null, 0, 1000);
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading;

        class C
        {
            private readonly List<Timer> _timers = new();
            private int _count;

            void M(int[] all)
            {
                foreach (var one in all)
                {
                    // One each.
                    _timers.Add(new Timer(_ => _count += one, null, 0, 1000)); // goes on
                }

                for (var i = 0; i < 3; i++)
                {
                    var timer = new Timer(_ => _count++, null, 0, 1000);
                    _timers.Add(timer);
                }
            }
        }
        """);

    [Fact]
    public Task Fixes_in_a_function_with_a_collection_for_several_threads() => Verify.VerifyCodeFixAsync(
        """
        using System;
        using System.Collections.Concurrent;
        using System.Threading;

        static class C
        {
            private static int s_count;

            static Action Make() => () =>
            {
                new [|Timer|](_ => s_count++, null, 0, 1000);
            };
        }
        """,
        """
        using System;
        using System.Collections.Concurrent;
        using System.Threading;

        static class C
        {
            private static readonly ConcurrentBag<Timer> s_timers = new();
            private static int s_count;

            static Action Make() => () =>
            {
                s_timers.Add(new Timer(_ => s_count++, null, 0, 1000));
            };
        }
        """);

    [Fact]
    public Task Fixes_a_method_that_is_one_expression() => Verify.VerifyCodeFixAsync(
        """
        using System.Threading;

        class C
        {
            private int _count;

            void M() => new [|Timer|](_ => _count++, null, 0, 1000);
        }
        """,
        """
        using System.Threading;

        class C
        {
            private Timer _timer;
            private int _count;

            void M() => _timer = new Timer(_ => _count++, null, 0, 1000);
        }
        """);

    [Fact]
    public Task Fixes_nothing_in_the_middle_of_an_expression() => Verify.VerifyCodeFixAsync(
        InMethod("for (int i = 0; i < 3; i++) { Timer a = new [|Timer|](Tick, i, 0, 1000), b = null; }"),
        InMethod("for (int i = 0; i < 3; i++) { Timer a = new [|Timer|](Tick, i, 0, 1000), b = null; }"));
}
