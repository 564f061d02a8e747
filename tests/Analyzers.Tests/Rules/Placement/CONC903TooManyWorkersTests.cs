using ConcurrencyAnalyzers.Rules.Placement;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Placement.CONC903TooManyWorkersAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Placement.CONC903TooManyWorkersFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Placement.CONC903TooManyWorkersAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Placement.CONC903TooManyWorkersFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Placement.CONC903TooManyWorkersAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Placement.CONC903TooManyWorkersFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Placement;

public sealed class CONC903TooManyWorkersTests
{
    private static string InMethod(string statements, string usings = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        {{usings}}
        class C
        {
            const int Many = 64;
            static int Count(int n) { int sum = 0; for (int i = 0; i < n; i++) { sum += i % 7; } return sum; }
            static int Read(int n) { Thread.Sleep(n); return n; }
            static int Small(int n) => n + 1;

            void M(List<int> items, int n)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = [|100|] }, i => { Count(i); });")]
    [InlineData("var options = new ParallelOptions { MaxDegreeOfParallelism = [|Many|] }; Parallel.ForEach(items, options, i => Count(i));")]
    [InlineData("var options = new ParallelOptions(); options.MaxDegreeOfParallelism = [|50|]; Parallel.For(0, n, options, i => { Count(i); });")]
    [InlineData("var all = items.AsParallel().WithDegreeOfParallelism([|128|]).Select(i => Count(i)).ToList();")]
    public Task Reports_more_workers_than_processors(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => { Count(i); });")]
    [InlineData("Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => { Count(i); });")]
    [InlineData("Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = -1 }, i => { Count(i); });")]
    [InlineData("Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = n }, i => { Count(i); });")]
    [InlineData("Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = 100 }, i => { Read(i); });")]
    [InlineData("Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = 100 }, i => { Small(i); });")]
    [InlineData("Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = 100 }, i => { Other.Do(i); });")]
    [InlineData("var options = new ParallelOptions { MaxDegreeOfParallelism = 100 }; Parallel.For(0, n, options, i => { Count(i); }); Parallel.For(0, n, options, i => { Read(i); });")]
    [InlineData("var all = items.AsParallel().WithDegreeOfParallelism(128).Select(i => Read(i)).ToList();")]
    [InlineData("var options = new ParallelOptions { MaxDegreeOfParallelism = 100 }; Other.Use(options);")]
    public Task Ignores_few_workers_and_work_that_waits_or_is_unknown(string statements) =>
        Verify.VerifyAnalyzerAsync(InMethod(statements) + "\nstatic class Other { public static void Do(int n) { } public static void Use(System.Threading.Tasks.ParallelOptions o) { } }");

    [Fact]
    public Task Reports_pools_of_the_runtime() => VerifyRuntime.VerifyAnalyzerAsync(InMethod("using var pool = new ProcessPool([|50|]); var all = pool.Map(Count, items);", "using ConcurrencyAnalyzers.Runtime;"));

    [Fact]
    public Task Ignores_pools_of_the_runtime_that_fit_or_wait() => VerifyRuntime.VerifyAnalyzerAsync(InMethod("using var a = new ProcessPool(4); a.Map(Count, items); using var b = new ProcessPool(50); b.Map(Read, items); using var c = new ProcessPool(50); c.Map(Count, items); c.Map(Read, items);", "using ConcurrencyAnalyzers.Runtime;"));

    [Fact]
    public Task Reports_what_computes() => Verify.VerifyAnalyzerAsync(
        InMethod("var all = items.AsParallel().WithDegreeOfParallelism({|#0:Many|}).Select(Count).ToList();"),
        Verify.Diagnostic().WithLocation(0).WithArguments("64", "'Count'"));

    [Theory]
    [InlineData("Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = [|100|] }, i => { Count(i); });", "Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => { Count(i); });")]
    [InlineData("var all = items.AsParallel().WithDegreeOfParallelism([|Many|] /* all */).Select(i => Count(i)).ToList();", "var all = items.AsParallel().WithDegreeOfParallelism(Environment.ProcessorCount /* all */).Select(i => Count(i)).ToList();")]
    public Task Fixes_with_the_number_of_processors(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));
}
