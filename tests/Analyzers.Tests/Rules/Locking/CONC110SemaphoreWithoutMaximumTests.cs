using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC110SemaphoreWithoutMaximumAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC110SemaphoreWithoutMaximumFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Locking.CONC110SemaphoreWithoutMaximumAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC110SemaphoreWithoutMaximumFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Locking.CONC110SemaphoreWithoutMaximumAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Locking.CONC110SemaphoreWithoutMaximumFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Locking;

public sealed class CONC110SemaphoreWithoutMaximumTests
{
    private static string InType(string members) => $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        class C
        {
            private int _n;
            {{members}}
        }
        """;

    [Theory]
    [InlineData("private readonly SemaphoreSlim _s = [|new SemaphoreSlim(1)|]; void M() { _s.Wait(); try { _n++; } finally { _s.Release(); } }")]
    [InlineData("private readonly SemaphoreSlim _s = [|new(1)|]; async Task M() { await _s.WaitAsync(); try { _n++; } finally { _s.Release(); } }")]
    [InlineData("private readonly SemaphoreSlim _s = [|new(initialCount: 1)|]; async Task M() { await _s.WaitAsync().ConfigureAwait(false); _n++; _s.Release(); }")]
    [InlineData("private static readonly SemaphoreSlim S = [|new SemaphoreSlim(1)|]; static void M() { S.Wait(); S.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s; public C() { _s = [|new SemaphoreSlim(1)|]; } void M() { _s.Wait(); _s.Release(); }")]
    [InlineData("private SemaphoreSlim S { get; } = [|new SemaphoreSlim(1)|]; void M() { S.Wait(); S.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s = [|new SemaphoreSlim(1, int.MaxValue)|]; void M() { _s.Wait(); _s.Release(); }")]
    [InlineData("private readonly Semaphore _s = [|new Semaphore(1, int.MaxValue)|]; void M() { _s.WaitOne(); _s.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s = [|new SemaphoreSlim(1)|]; void M() { if (_s.Wait(10)) { try { _n++; } finally { _s.Release(); } } }")]
    [InlineData("void M() { var s = [|new SemaphoreSlim(1)|]; s.Wait(); _n++; s.Release(); }")]
    public Task Reports_a_lock_without_a_maximum(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1, 1); void M() { _s.Wait(); _s.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(4); void M() { _s.Wait(); _s.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(0); void M() { _s.Wait(); } void N() { _s.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1); void M() { _s.Wait(); } void N() { _s.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1); void M() { _s.Wait(); _s.Release(); } void N() { _s.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1); void M() { _s.Wait(); _s.Release(); } SemaphoreSlim N() => _s;")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1); void M() { _s.Wait(); _s.Release(); } void N(Action<SemaphoreSlim> use) { use(_s); }")]
    [InlineData("internal readonly SemaphoreSlim S = new SemaphoreSlim(1); void M() { S.Wait(); S.Release(); }")]
    [InlineData("public SemaphoreSlim S { get; } = new SemaphoreSlim(1); void M() { S.Wait(); S.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(Environment.ProcessorCount); void M() { _s.Wait(); _s.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1); void M() { _s.Wait(); Task.Run(() => _s.Release()); }")]
    [InlineData("private readonly SemaphoreSlim[] _s = { new SemaphoreSlim(1) }; void M() { _s[0].Wait(); _s[0].Release(); }")]
    [InlineData("private readonly SemaphoreSlim _s = new SemaphoreSlim(1);")]
    [InlineData("private readonly Semaphore _s = new Semaphore(1, 1); void M() { _s.WaitOne(); _s.Release(); }")]
    public Task Ignores_semaphores_that_have_one_or_are_no_locks(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Fact]
    public Task Fixes_by_setting_the_maximum() => Verify.VerifyCodeFixAsync(
        InType("private readonly SemaphoreSlim _a = [|new SemaphoreSlim(1 /* free */)|], _b = [|new(initialCount: 1)|]; private readonly Semaphore _c = [|new Semaphore(1, int.MaxValue)|]; void M() { _a.Wait(); _a.Release(); _b.Wait(); _b.Release(); _c.WaitOne(); _c.Release(); }"),
        InType("private readonly SemaphoreSlim _a = new SemaphoreSlim(1, 1 /* free */), _b = new(initialCount: 1, maxCount: 1); private readonly Semaphore _c = new Semaphore(1, 1); void M() { _a.Wait(); _a.Release(); _b.Wait(); _b.Release(); _c.WaitOne(); _c.Release(); }"));

    [Fact]
    public Task Fixes_a_semaphore_of_the_Runtime_by_its_bounded_sibling() => VerifyRuntime.VerifyCodeFixAsync(
        """
        using ConcurrencyAnalyzers.Runtime;
        class C
        {
            private readonly CountingSemaphore _a = [|new CountingSemaphore(1)|], _b = [|new(1)|], _c = new BoundedSemaphore(1);
            void M() { _a.Acquire(); _a.Release(); _b.Acquire(); _b.Release(); _c.Acquire(); _c.Release(); }
        }
        """,
        """
        using ConcurrencyAnalyzers.Runtime;
        class C
        {
            private readonly CountingSemaphore _a = new BoundedSemaphore(1), _b = new BoundedSemaphore(1), _c = new BoundedSemaphore(1);
            void M() { _a.Acquire(); _a.Release(); _b.Acquire(); _b.Release(); _c.Acquire(); _c.Release(); }
        }
        """);
}
