using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Pools.CONC402PoolUsedAfterCloseAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC402PoolUsedAfterCloseFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Pools.CONC402PoolUsedAfterCloseAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC402PoolUsedAfterCloseFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Pools;

public sealed class CONC402PoolUsedAfterCloseTests
{
    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
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
            static void Use(object value) { }

            void M(bool flag, ProcessPool given, WorkRequest request)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("using var pool = new ProcessPool(); pool.Close(); pool.{|#0:ApplyAsync|}(Square, 1);")]
    [InlineData("using var pool = new ProcessPool(); pool.Close(); pool.Join(); pool.{|#0:Map|}(Square, new[] { 1 });")]
    [InlineData("var pool = new ProcessPool(); pool.Terminate(); pool.{|#0:Apply|}(Square, 1);")]
    [InlineData("var pool = new ProcessPool(); using (pool) { } pool.{|#0:IMap|}(Square, new[] { 1 });")]
    [InlineData("var pool = new ProcessPool(); Shut(pool); pool.{|#0:ApplyAsync|}(Square, 1);")]
    [InlineData("given.Close(); given.{|#0:ApplyAsync|}(Square, 1);")]
    [InlineData("_pool.Close(); _pool.{|#0:ApplyAsync|}(Square, 1);")]
    [InlineData("if (flag) given.Close(); else given.Terminate(); given.{|#0:Call|}(() => Square(2));")]
    [InlineData("var pool = new WorkerThreadPool(2); pool.Dispose(); pool.{|#0:PutRequest|}(request);")]
    [InlineData("given.Close(); for (int i = 0; i < 3; i++) { given.{|#0:ApplyAsync|}(Square, i); }")]
    public Task Reports_work_for_a_closed_pool_as_an_error(string statements)
    {
        var text = InMethod(statements);
        var name = text[(text.IndexOf("{|#0:", StringComparison.Ordinal) + 5)..text.IndexOf("|}", StringComparison.Ordinal)];
        return Verify.VerifyAnalyzerAsync(text, Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments(name, "throws here: the pool was closed before and takes no more work").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
    }

    [Theory]
    [InlineData("ProcessPool Make() => new ProcessPool(2); var pool = [|Make|](); pool.Apply(Square, 1);")]
    [InlineData("ProcessPool Make() { var made = new ProcessPool(2); made.Apply(Square, 1); return made; } var pool = [|Make|](); pool.Apply(Square, 1);")]
    [InlineData("var pool = new [|ProcessPool|](); pool.Apply(Square, 1);")]
    [InlineData("ProcessPool pool = [|new|](2); pool.Apply(Square, 1);")]
    [InlineData("var pool = new [|ProcessPool|](); if (flag) return; pool.Close();")]
    [InlineData("var pool = new [|ProcessPool|](); if (flag) pool.Close();")]
    [InlineData("var pool = new [|ProcessPool|](); Fill(pool);")]
    [InlineData("for (int i = 0; i < 3; i++) { var pool = new [|ProcessPool|](); Use(pool.Map(Square, new[] { i })); }")]
    [InlineData("Action run = () => { var pool = new [|ProcessPool|](); pool.Apply(Square, 1); }; run();")]
    [InlineData("var pool = new [|WorkerThreadPool|](4); pool.PutRequest(request); pool.Wait();")]
    public Task Reports_a_pool_that_stays_open(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("using var pool = new ProcessPool(); pool.Apply(Square, 1); pool.Close();")]
    [InlineData("using (var pool = new ProcessPool()) { pool.Apply(Square, 1); }")]
    [InlineData("var pool = new ProcessPool(); try { pool.Apply(Square, 1); } finally { pool.Dispose(); }")]
    [InlineData("var pool = new ProcessPool(); pool.Apply(Square, 1); Shut(pool);")]
    [InlineData("var pool = new ProcessPool(); _pool = pool; pool.Apply(Square, 1);")]
    [InlineData("_pool = new ProcessPool(); _pool.Apply(Square, 1);")]
    [InlineData("Use(new ProcessPool());")]
    [InlineData("var pools = new List<ProcessPool>(); pools.Add(new ProcessPool()); Use(pools);")]
    [InlineData("var pool = new ProcessPool(); AppDomain.CurrentDomain.ProcessExit += (s, e) => pool.Dispose(); pool.Apply(Square, 1);")]
    [InlineData("ProcessPool pool = null; if (flag) pool = new ProcessPool(); Use(1); if (flag) pool.Close();")]
    [InlineData("ProcessPool pool = null; try { pool = new ProcessPool(); pool.Apply(Square, 1); } finally { pool?.Dispose(); }")]
    [InlineData("var pool = new ProcessPool(); while (true) { pool.Apply(Square, 1); }")]
    [InlineData("if (flag) given.Close(); given.ApplyAsync(Square, 1);")]
    [InlineData("given.Close(); given = new ProcessPool(); given.ApplyAsync(Square, 1); given.Dispose();")]
    [InlineData("_pool.Close(); Renew(); _pool.ApplyAsync(Square, 1);")]
    [InlineData("given.Close(); _pool.ApplyAsync(Square, 1);")]
    [InlineData("given.Close(); try { given.ApplyAsync(Square, 1); } catch (InvalidOperationException) { }")]
    [InlineData("Use(_pool.Snapshot()); _pool.Close(); Use(_pool.Snapshot());")]
    [InlineData("foreach (var n in new[] { 1, 2 }) { using var pool = new ProcessPool(); pool.Apply(Square, n); }")]
    [InlineData("Func<ProcessPool> make = () => new ProcessPool(); make().Dispose();")]
    [InlineData("ProcessPool Make() => new ProcessPool(2); using var pool = Make(); pool.Apply(Square, 1);")]
    [InlineData("ProcessPool Make() => new ProcessPool(2); var pool = Make(); _pool = pool; pool.Apply(Square, 1);")]
    [InlineData("ProcessPool Get() => _pool ??= new ProcessPool(2); var pool = Get(); pool.Apply(Square, 1);")]
    [InlineData("ProcessPool Get() { if (_pool == null) { _pool = new ProcessPool(2); } return _pool; } Get().Apply(Square, 1);")]
    public Task Ignores_pools_that_are_closed_once_and_at_the_end(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements, "void Renew() { _pool = new ProcessPool(); }"));

    [Theory]
    [InlineData("var pool = new [|ProcessPool|](); pool.Apply(Square, 1);", "using var pool = new ProcessPool(); pool.Apply(Square, 1);")]
    [InlineData("given.Close(); given.[|ApplyAsync|](Square, 1);", "given.ApplyAsync(Square, 1); given.Close();")]
    [InlineData("given.Close(); for (int i = 0; i < 3; i++) { given.[|ApplyAsync|](Square, i); } Use(1);", "for (int i = 0; i < 3; i++) { given.ApplyAsync(Square, i); } given.Close(); Use(1);")]
    public Task Fixes_on_one_line(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Fact]
    public Task Fixes_by_closing_after_the_last_submission() => Verify.VerifyCodeFixAsync(
        InMethod("""
            Use(1);

                    // No more.
                    given.Close(); // end
                    given.[|ApplyAsync|](Square, 1);
                    given.Join();
            """),
        InMethod("""
            Use(1);

                    given.ApplyAsync(Square, 1);
                    // No more.
                    given.Close(); // end
                    given.Join();
            """));

    [Theory]
    [InlineData("given.Close(); given.Join(); given.[|ApplyAsync|](Square, 1);")]
    [InlineData("given.Terminate(); given.[|ApplyAsync|](Square, 1);")]
    [InlineData("given.Close(); if (flag) return; given.[|ApplyAsync|](Square, 1);")]
    [InlineData("if (flag) given.Close(); else given.Terminate(); given.[|ApplyAsync|](Square, 1);")]
    [InlineData("ProcessPool pool; pool = new [|ProcessPool|](); pool.Apply(Square, 1);")]
    public Task Offers_nothing_where_the_author_must_decide(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
