using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Pools.CONC401PoolJoinedBeforeCloseAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC401PoolJoinedBeforeCloseFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Pools.CONC401PoolJoinedBeforeCloseAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC401PoolJoinedBeforeCloseFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Pools;

public sealed class CONC401PoolJoinedBeforeCloseTests
{
    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            private ProcessPool _pool;
            {{members}}
            static int Square(int n) => n * n;
            static void Shut(ProcessPool p) { p.Close(); }
            static void Fill(ProcessPool p) { p.ApplyAsync(Square, 1); }
            void Forget() { _pool.Close(); }

            async Task M(bool flag, ProcessPool given)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("var pool = new ProcessPool(); pool.{|#0:Join|}();")]
    [InlineData("using var pool = new ProcessPool(); if (!pool.{|#0:Join|}(TimeSpan.FromSeconds(1))) { }")]
    [InlineData("var pool = new ProcessPool(); pool.ApplyAsync(Square, 1); pool.{|#0:Join|}();")]
    [InlineData("using var pool = new ProcessPool(); foreach (var r in pool.Map(Square, new[] { 1 })) { } pool.{|#0:Join|}();")]
    [InlineData("using (var pool = new ProcessPool(4)) { for (int i = 0; i < 3; i++) { pool.ApplyAsync(Square, i); } pool.{|#0:Join|}(); }")]
    [InlineData("await using var pool = new ProcessPool(); await pool.{|#0:JoinAsync|}();")]
    [InlineData("var pool = new ProcessPool(); await pool.{|#0:JoinAsync|}().ConfigureAwait(false);")]
    [InlineData("var pool = new ProcessPool(); pool.{|#0:Join|}(); pool.Close();")]
    [InlineData("var pool = new ProcessPool(); Fill(pool); pool.{|#0:Join|}();")]
    [InlineData("var pool = new ProcessPool(); if (flag) { pool.{|#0:Join|}(); } else { pool.Close(); pool.Join(); }")]
    [InlineData("_pool = new ProcessPool(); _pool.{|#0:Join|}();")]
    [InlineData("ProcessPool pool = flag ? new ProcessPool(1) : new ProcessPool(2); pool.{|#0:Join|}();")]
    [InlineData("Action a = () => { var pool = new ProcessPool(); pool.{|#0:Join|}(); }; a();")]
    [InlineData("var pool = new ProcessPool(); var results = new List<PendingResult<int>>(); results.Add(pool.ApplyAsync(Square, 2)); pool?.{|#0:Join|}();")]
    public Task Reports_a_join_of_an_open_pool_as_an_error(string statements)
    {
        var text = InMethod(statements);
        var pool = text.Contains("_pool.{|", StringComparison.Ordinal) ? "_pool" : "pool";
        var join = text.Contains("JoinAsync|}", StringComparison.Ordinal) ? "JoinAsync" : "Join";
        return Verify.VerifyAnalyzerAsync(text, Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments(pool, join, "Close").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
    }

    [Theory]
    [InlineData("var pool = new ProcessPool(); pool.Close(); pool.Join();")]
    [InlineData("var pool = new ProcessPool(); pool.Terminate(); pool.Join();")]
    [InlineData("var pool = new ProcessPool(); pool.Close(); await pool.JoinAsync();")]
    [InlineData("using (var pool = new ProcessPool()) { pool.ApplyAsync(Square, 1); }")]
    [InlineData("var pool = new ProcessPool(); Shut(pool); pool.Join();")]
    [InlineData("var pool = new ProcessPool(); try { pool.ApplyAsync(Square, 1); } finally { pool.Close(); } pool.Join();")]
    [InlineData("var pool = new ProcessPool(); if (flag) pool.Close(); else pool.Terminate(); pool.Join();")]
    [InlineData("var pool = new ProcessPool(); if (flag) pool.Close(); pool.Join();")]
    [InlineData("var pool = new ProcessPool(); Action close = () => pool.Close(); close(); pool.Join();")]
    [InlineData("var pool = new ProcessPool(); _ = Task.Run(() => pool.Close()); pool.Join();")]
    [InlineData("var pool = new ProcessPool(); _ = Task.Run(pool.Close); pool.Join();")]
    [InlineData("var pool = new ProcessPool(); void Close() { pool.Close(); } Close(); pool.Join();")]
    [InlineData("given.Join();")]
    [InlineData("given.ApplyAsync(Square, 1); given.Join();")]
    [InlineData("_pool.Join();")]
    [InlineData("_pool = new ProcessPool(); Forget(); _pool.Join();")]
    [InlineData("_pool = new ProcessPool(); await Task.Yield(); _pool.Join();")]
    [InlineData("_pool = new ProcessPool(); _ = Task.Run(Forget); _pool.Join();")]
    [InlineData("var pool = new ProcessPool(); using (pool) { } pool.Join();")]
    [InlineData("var pools = new List<ProcessPool> { new ProcessPool(), new ProcessPool() }; foreach (var p in pools) p.Close(); foreach (var p in pools) p.Join();")]
    [InlineData("var pool = new ProcessPool(); new Timer(_ => pool.Close(), null, 100, -1); pool.Join();")]
    public Task Ignores_pools_that_are_or_may_be_closed(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Fixes_by_closing_the_pool_first() => Verify.VerifyCodeFixAsync(
        InMethod("""
            var pool = new ProcessPool();
                    pool.ApplyAsync(Square, 1);

                    // All done?
                    pool.[|Join|](); // now
            """),
        InMethod("""
            var pool = new ProcessPool();
                    pool.ApplyAsync(Square, 1);

                    pool.Close();
                    // All done?
                    pool.Join(); // now
            """));

    [Theory]
    [InlineData("var pool = new ProcessPool(); pool.[|Join|]();", "var pool = new ProcessPool(); pool.Close(); pool.Join();")]
    [InlineData("var pool = new ProcessPool(); await pool.[|JoinAsync|]().ConfigureAwait(false);", "var pool = new ProcessPool(); pool.Close(); await pool.JoinAsync().ConfigureAwait(false);")]
    [InlineData("this._pool = new ProcessPool(); this._pool.[|Join|]();", "this._pool = new ProcessPool(); this._pool.Close(); this._pool.Join();")]
    [InlineData("var pool = new ProcessPool(); var joined = pool.[|JoinAsync|](); await joined;", "var pool = new ProcessPool(); pool.Close(); var joined = pool.JoinAsync(); await joined;")]
    [InlineData("var pool = new ProcessPool(); pool?.[|Join|]();", "var pool = new ProcessPool(); pool.Close(); pool?.Join();")]
    public Task Fixes_on_one_line(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Fact]
    public Task Fixes_a_statement_without_braces() => Verify.VerifyCodeFixAsync(
        InMethod("""
            var pool = new ProcessPool();
                    if (flag)
                        pool.[|Join|]();
            """),
        InMethod("""
            var pool = new ProcessPool();
                    if (flag)
                    {
                        pool.Close();
                        pool.Join();
                    }
            """));

    [Theory]
    [InlineData("new ProcessPool().[|Join|]();")]
    [InlineData("Func<Task> run = async () => await (_pool = new ProcessPool()).[|JoinAsync|]();")]
    [InlineData("var pool = new ProcessPool(); while (pool.[|JoinAsync|]().IsCompleted) { break; }")]
    [InlineData("var pool = new ProcessPool(); await (flag ? pool.[|JoinAsync|]() : Task.CompletedTask);")]
    public Task Reports_without_a_fix_where_there_is_no_place_for_the_close(string statements) =>
        Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
