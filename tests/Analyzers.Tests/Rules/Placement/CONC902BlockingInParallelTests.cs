using ConcurrencyAnalyzers.Rules.Placement;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Placement.CONC902BlockingInParallelAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Placement.CONC902BlockingInParallelFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Placement.CONC902BlockingInParallelAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Placement.CONC902BlockingInParallelFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Placement.CONC902BlockingInParallelAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Placement.CONC902BlockingInParallelFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Placement;

public sealed class CONC902BlockingInParallelTests
{
    private static string InMethod(string statements, string usings = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;
        {{usings}}
        class C
        {
            static readonly HttpClient Client = new HttpClient();
            static int Read(string path) => File.ReadAllText(path).Length;
            static int Count(int n) { int sum = 0; for (int i = 0; i < n; i++) { sum += i % 7; } return sum; }
            static int CountFile(string path) { var text = File.ReadAllText(path); int sum = 0; for (int i = 0; i < text.Length; i++) { sum += text[i]; } return sum; }

            async Task M(List<string> paths, int n)
            {
                {{statements}}
                await Task.Yield();
            }
        }
        """;

    [Theory]
    [InlineData("Parallel.[|ForEach|](paths, path => { var t = File.ReadAllText(path); Console.WriteLine(t); });")]
    [InlineData("Parallel.[|ForEach|](paths, path => Read(path));")]
    [InlineData("Parallel.[|For|](0, n, i => { Thread.Sleep(10); });")]
    [InlineData("Parallel.[|ForEach|](paths, path => { var t = Client.GetStringAsync(path).Result; });")]
    [InlineData("Parallel.[|ForEach|](paths, path => { var t = Client.GetStringAsync(path).GetAwaiter().GetResult(); });")]
    [InlineData("var all = paths.AsParallel().[|Select|](path => File.ReadAllText(path)).ToList();")]
    [InlineData("paths.AsParallel().[|ForAll|](path => { Read(path); });")]
    public Task Reports_a_body_that_waits(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("Parallel.For(0, n, i => { Count(i); });")]
    [InlineData("Parallel.ForEach(paths, path => { CountFile(path); });")]
    [InlineData("Parallel.ForEach(paths, path => { Other.Do(path); });")]
    [InlineData("Parallel.ForEach(paths, new ParallelOptions { MaxDegreeOfParallelism = 64 }, path => { Read(path); });")]
    [InlineData("var all = paths.AsParallel().WithDegreeOfParallelism(16).Select(path => File.ReadAllText(path)).ToList();")]
    [InlineData("await Parallel.ForEachAsync(paths, async (path, token) => { await File.ReadAllTextAsync(path, token); });")]
    [InlineData("var all = paths.Select(path => File.ReadAllText(path)).ToList();")]
    [InlineData("foreach (var path in paths) { Read(path); }")]
    [InlineData("Parallel.ForEach(paths, path => { var s = new MemoryStream(); s.WriteByte(3); });")]
    [InlineData("Parallel.ForEach(paths, path => { Console.WriteLine(path); });")]
    public Task Ignores_work_that_computes_or_is_unknown_or_tuned(string statements) =>
        Verify.VerifyAnalyzerAsync(InMethod(statements) + "\nstatic class Other { public static void Do(string path) { System.IO.File.ReadAllText(path); } }");

    [Fact]
    public Task Reports_a_process_pool() => VerifyRuntime.VerifyAnalyzerAsync(InMethod("using var pool = new ProcessPool(4); var all = pool.[|Map|](Read, paths);", "using ConcurrencyAnalyzers.Runtime;"));

    [Fact]
    public Task Ignores_a_process_pool_that_computes() => VerifyRuntime.VerifyAnalyzerAsync(InMethod("using var pool = new ProcessPool(4); var all = pool.Map(Count, new[] { 1, 2 });", "using ConcurrencyAnalyzers.Runtime;"));

    [Fact]
    public Task Reports_where_it_waits() => Verify.VerifyAnalyzerAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            void M()
            {
                Parallel.{|#0:For|}(0, 10, i => { {|#1:Thread.Sleep(i)|}; });
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithLocation(1).WithArguments("Sleep", "7", "a parallel loop has about as many waits at a time as there are processors, and holds a thread of the pool for each"));

    [Theory]
    [InlineData("Parallel.[|ForEach|](paths, path => { var t = File.ReadAllText(path); Console.WriteLine(t); });", "await Parallel.ForEachAsync(paths, async (path, _) => { var t = await File.ReadAllTextAsync(path); Console.WriteLine(t); });")]
    [InlineData("Parallel.[|ForEach|](paths, (path) => Console.WriteLine(File.ReadAllText(path).Length));", "await Parallel.ForEachAsync(paths, async (path, _) => Console.WriteLine((await File.ReadAllTextAsync(path)).Length));")]
    [InlineData("Parallel.[|ForEach|](paths, path => { Thread.Sleep(5); });", "await Parallel.ForEachAsync(paths, async (path, _) => { await Task.Delay(5); });")]
    [InlineData("Parallel.[|ForEach|](paths, path => { var t = Client.GetStringAsync(path).Result; Console.WriteLine(t); });", "await Parallel.ForEachAsync(paths, async (path, _) => { var t = await Client.GetStringAsync(path); Console.WriteLine(t); });")]
    [InlineData("Parallel.[|ForEach|](paths, path => Console.WriteLine(Client.GetStringAsync(path).GetAwaiter().GetResult().Length));", "await Parallel.ForEachAsync(paths, async (path, _) => Console.WriteLine((await Client.GetStringAsync(path)).Length));")]
    [InlineData("Parallel.[|ForEach|](paths, path => { Client.GetAsync(path).Wait(); });", "await Parallel.ForEachAsync(paths, async (path, _) => { await Client.GetAsync(path); });")]
    [InlineData("Parallel.[|For|](0, n, i => { Thread.Sleep(10); });", "await Parallel.ForAsync(0, n, async (i, _) => { await Task.Delay(10); });")]
    public Task Fixes_with_ForEachAsync(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData("Parallel.[|ForEach|](paths, path => Read(path));")]
    [InlineData("Parallel.[|For|](0, n, (i, state) => { Thread.Sleep(10); });")]
    [InlineData("lock (paths) { Parallel.[|For|](0, n, i => { Thread.Sleep(10); }); }")]
    [InlineData("Parallel.[|ForEach|](paths, path => { try { Client.GetAsync(path).Wait(); } catch (AggregateException) { } });")]
    [InlineData("var r = Parallel.[|ForEach|](paths, path => { Thread.Sleep(10); });")]
    public Task Fixes_nothing_without_an_asynchronous_form(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));

    [Fact]
    public Task Fixes_in_the_entry_of_a_program() => new CSharpCodeFixTest<CONC902BlockingInParallelAnalyzer, ConcurrencyAnalyzers.CodeFixes.Rules.Placement.CONC902BlockingInParallelFix, DefaultVerifier>
    {
        TestState = { OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication },
        TestCode = """
            using System.IO;
            using System.Threading.Tasks;

            static class Program
            {
                // Copies all.
                static void Main(string[] paths)
                {
                    Parallel.[|ForEach|](paths, path => File.WriteAllText(path + ".bak", File.ReadAllText(path)));
                }
            }
            """,
        FixedCode = """
            using System.IO;
            using System.Threading.Tasks;

            static class Program
            {
                // Copies all.
                static async Task Main(string[] paths)
                {
                    await Parallel.ForEachAsync(paths, async (path, _) => await File.WriteAllTextAsync(path + ".bak", await File.ReadAllTextAsync(path)));
                }
            }
            """,
    }.RunAsync();

    [Fact]
    public Task Ignores_broken_code() => new CSharpAnalyzerTest<CONC902BlockingInParallelAnalyzer, DefaultVerifier>
    {
        TestCode = InMethod("Parallel.ForEach(paths, path => { File.ReadAllText(; });"),
        CompilerDiagnostics = CompilerDiagnostics.None,
        TestBehaviors = TestBehaviors.None,
    }.RunAsync();
}
