using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Pools.CONC404AsyncDelegateAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC404AsyncDelegateFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Pools.CONC404AsyncDelegateAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Pools.CONC404AsyncDelegateFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Pools;

public sealed class CONC404RuntimeTests
{
    private static string InMethod(string statements) => $$"""
        using System;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            static async void Forget() => await Task.Yield();
            static async void ForgetOne(int n) => await Task.Yield();
            static async Task Work() => await Task.Yield();

            void M(ProcessPool pool)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("new [|WorkerThread|](async () => await Work()).Start();")]
    [InlineData("var thread = WorkerThread.[|Create|](Forget); thread.Start(); thread.Join();")]
    [InlineData("pool.[|Apply|](Forget);")]
    [InlineData("pool.[|ApplyAsync|](ForgetOne, 1);")]
    [InlineData("var request = WorkRequest.[|Create|](ForgetOne, 1); GC.KeepAlive(request);")]
    public Task Reports_async_void_given_to_a_worker(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("pool.Apply(Work);")]
    [InlineData("pool.ApplyAsync(Work);")]
    [InlineData("new WorkerThread(() => Work().Wait()).Start();")]
    public Task Ignores_delegates_whose_task_the_pool_waits_for(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));
}
