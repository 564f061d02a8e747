using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Pools.CONC406ResultNeverObservedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC406ResultNeverObservedFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Pools.CONC406ResultNeverObservedAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC406ResultNeverObservedFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Pools;

public sealed class CONC406ResultNeverObservedTests
{
    private static string InMethod(string statements, string modifier = "", string returned = "void") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            private PendingResult<int> _last;
            static int Square(int n) => n * n;
            static void Use(object value) { }

            {{modifier}} {{returned}} M(ProcessPool pool, int[] items)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("pool.[|ApplyAsync|](Square, 1);")]
    [InlineData("pool.[|Call|](() => Square(2));")]
    [InlineData("pool.[|MapAsync|](Square, items);")]
    [InlineData("var result = pool.[|ApplyAsync|](Square, 1); pool.Close(); pool.Join();")]
    [InlineData("foreach (var item in items) { pool.[|ApplyAsync|](Square, item); }")]
    [InlineData("pool.[|ApplyAsync|](Square, 1, null, null);")]
    [InlineData("using var own = new ProcessPool(); own.[|ApplyAsync|](Square, 1);")]
    public Task Reports_a_result_that_nobody_asks_for(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("_ = pool.ApplyAsync(Square, 1);")]
    [InlineData("pool.ApplyAsync(Square, 1, callback: value => Use(value));")]
    [InlineData("pool.ApplyAsync(Square, 1, onError: error => Use(error));")]
    [InlineData("Use(pool.ApplyAsync(Square, 1).Get());")]
    [InlineData("var result = pool.ApplyAsync(Square, 1); Use(result.Get());")]
    [InlineData("var result = pool.ApplyAsync(Square, 1); if (result.Wait(TimeSpan.FromSeconds(1))) Use(result.Get());")]
    [InlineData("_last = pool.ApplyAsync(Square, 1);")]
    [InlineData("Use(pool.ApplyAsync(Square, 1));")]
    [InlineData("var results = new List<PendingResult<int>>(); foreach (var item in items) results.Add(pool.ApplyAsync(Square, item)); Use(results.Select(result => result.Get()).Sum());")]
    [InlineData("var result = pool.ApplyAsync(Square, 1); Action later = () => Use(result.Get()); later();")]
    [InlineData("Use(pool.Apply(Square, 1));")]
    [InlineData("Use(pool.Map(Square, items));")]
    [InlineData("System.Threading.ThreadPool.QueueUserWorkItem(_ => Use(1));")]
    public Task Ignores_results_that_somebody_looks_at(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Ignores_a_result_that_is_returned() => Verify.VerifyAnalyzerAsync(InMethod("return pool.ApplyAsync(Square, 1);", returned: "PendingResult<int>"));

    [Fact]
    public Task Fixes_by_waiting() => Verify.VerifyCodeFixAsync(InMethod("pool.[|ApplyAsync|](Square, 1); // go"), InMethod("pool.ApplyAsync(Square, 1).Get(); // go"));

    [Fact]
    public Task Fixes_by_awaiting_in_an_asynchronous_method() =>
        Verify.VerifyCodeFixAsync(InMethod("pool.[|ApplyAsync|](Square, 1);", "async", "Task"), InMethod("await pool.ApplyAsync(Square, 1);", "async", "Task"));

    [Fact]
    public Task Fixes_a_loop_by_waiting_after_it() => Verify.VerifyCodeFixAsync(
        InMethod("""
            Use(1);
                    foreach (var item in items)
                    {
                        pool.[|ApplyAsync|](Square, item);
                    }

                    Use(2);
            """),
        InMethod("""
            Use(1);
                    var results = new List<PendingResult<int>>();
                    foreach (var item in items)
                    {
                        results.Add(pool.ApplyAsync(Square, item));
                    }

                    foreach (var result in results)
                    {
                        result.Get();
                    }

                    Use(2);
            """));
}
