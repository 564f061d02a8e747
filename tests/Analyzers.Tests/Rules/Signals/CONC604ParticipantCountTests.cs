using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Signals.CONC604ParticipantCountAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Signals.CONC604ParticipantCountFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyRuntime = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Signals.CONC604ParticipantCountAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Signals.CONC604ParticipantCountFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Signals.CONC604ParticipantCountAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Signals.CONC604ParticipantCountFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Signals;

public sealed class CONC604ParticipantCountTests
{
    private static string InMethod(string statements) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            private const int Workers = 4;
            static void Work() { }
            static void Join(Barrier barrier) { barrier.SignalAndWait(); }

            void M(bool flag, int count)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("var done = new CountdownEvent([|3|]); for (int i = 0; i < 2; i++) Task.Run(() => { Work(); done.Signal(); }); done.Wait();")]
    [InlineData("using var done = new CountdownEvent([|3|]); for (int i = 0; i < 4; i++) { new Thread(() => { try { Work(); } finally { done.Signal(); } }).Start(); } done.Wait();")]
    [InlineData("using (var done = new CountdownEvent([|1|])) { new Thread(() => done.Signal()).Start(); new Thread(() => done.Signal()).Start(); done.Wait(); }")]
    [InlineData("var barrier = new Barrier([|3|]); for (int i = 0; i < 2; i++) new Thread(() => { while (true) { Work(); barrier.SignalAndWait(); } }).Start();")]
    [InlineData("var barrier = new Barrier([|2|]); for (int i = 0; i < 2; i++) new Thread(() => barrier.SignalAndWait()).Start(); barrier.SignalAndWait();")]
    [InlineData("var barrier = new Barrier([|5|], b => Work()); for (int i = 1; i <= 3; i++) ThreadPool.QueueUserWorkItem(_ => barrier.SignalAndWait());")]
    [InlineData("var done = new CountdownEvent([|Workers|]); Task.Run(() => done.Signal()); done.Wait();")]
    [InlineData("var barrier = new Barrier([|Workers|]); for (int i = 0; i < Workers; i++) Task.Run(() => barrier.SignalAndWait()); barrier.SignalAndWait();")]
    [InlineData("const int n = 3; var done = new CountdownEvent([|2|]); for (int i = 0; i < n; i++) Task.Run(() => { Work(); done.Signal(); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent([|2|]); foreach (var name in new[] { \"a\", \"b\", \"c\" }) Task.Run(() => { Work(); done.Signal(); }); done.Wait();")]
    [InlineData("var names = new[] { \"a\", \"b\" }; var done = new CountdownEvent([|3|]); foreach (var name in names) Task.Run(() => { Work(); done.Signal(); }); done.Wait();")]
    public Task Reports_a_number_that_nobody_reaches_or_that_is_exceeded(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var done = new CountdownEvent(3); for (int i = 0; i < 3; i++) Task.Run(() => { Work(); done.Signal(); }); done.Wait();")]
    [InlineData("var barrier = new Barrier(Workers + 1); for (int i = 0; i < Workers; i++) Task.Run(() => barrier.SignalAndWait()); barrier.SignalAndWait();")]
    [InlineData("var done = new CountdownEvent(3); foreach (var name in new[] { \"a\", \"b\", \"c\" }) Task.Run(() => { Work(); done.Signal(); }); done.Wait();")]
    [InlineData("var names = new[] { \"a\", \"b\" }; if (flag) names = new string[5]; var done = new CountdownEvent(3); foreach (var name in names) Task.Run(() => { Work(); done.Signal(); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent(2); foreach (var name in new[] { \"a\", \"b\", \"c\" }) { if (name == \"b\") continue; Task.Run(() => { Work(); done.Signal(); }); } done.Wait();")]
    [InlineData("var done = new CountdownEvent(count); for (int i = 0; i < 3; i++) Task.Run(() => { Work(); done.Signal(); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent(1); for (int i = 0; i < 3; i++) { done.AddCount(); Task.Run(() => { Work(); done.Signal(); }); } done.Signal(); done.Wait();")]
    [InlineData("var done = new CountdownEvent(3); for (int i = 0; i < count; i++) Task.Run(() => { Work(); done.Signal(); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent(3); Task.Run(() => done.Signal(3)); done.Wait();")]
    [InlineData("var done = new CountdownEvent(3); Task.Run(() => { for (int i = 0; i < 3; i++) done.Signal(); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent(3); Task.Run(() => { done.Signal(); done.Signal(); done.Signal(); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent(1); Task.Run(() => { if (flag) done.Signal(); }); Task.Run(() => { if (!flag) done.Signal(); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent(2); Parallel.For(0, 3, i => done.Signal()); done.Wait();")]
    [InlineData("var barrier = new Barrier(3); for (int i = 0; i < 2; i++) new Thread(() => barrier.SignalAndWait()).Start(); barrier.SignalAndWait();")]
    [InlineData("var barrier = new Barrier(3); for (int i = 0; i < 2; i++) new Thread(() => Join(barrier)).Start();")]
    [InlineData("var barrier = new Barrier(0); for (int i = 0; i < 2; i++) { barrier.AddParticipant(); new Thread(() => barrier.SignalAndWait()).Start(); }")]
    [InlineData("var barrier = new Barrier(1); barrier.SignalAndWait();")]
    [InlineData("var barrier = new Barrier(3); for (int i = 0; i < 2; i++) new Thread(() => { if (!barrier.SignalAndWait(100)) Work(); }).Start();")]
    [InlineData("var barrier = new Barrier(3); for (int i = 0; i < 2; i++) { if (flag) new Thread(() => barrier.SignalAndWait()).Start(); }")]
    [InlineData("var barrier = new Barrier(3); Action run = () => barrier.SignalAndWait(); foreach (var name in new[] { 1, 2, 3 }) new Thread(() => run()).Start();")]
    public Task Ignores_numbers_that_fit_or_cannot_be_counted(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var barrier = new CyclicBarrier([|3|]); for (int i = 0; i < 2; i++) WorkerThread.Create(() => { Work(); barrier.Wait(); }).Start();")]
    [InlineData("var barrier = new CyclicBarrier([|2|]); for (int i = 0; i < 3; i++) WorkerThread.Create(() => { Work(); barrier.Wait(); }).Start();")]
    [InlineData("var barrier = new CyclicBarrier([|5|]); var first = WorkerThread.Create(() => barrier.Wait()); var second = WorkerThread.Create(() => barrier.Wait()); first.Start(); second.Start(); barrier.Wait();")]
    public Task Reports_a_barrier_of_the_runtime(string statements) => VerifyRuntime.VerifyAnalyzerAsync(InMethod(statements).Replace("class C", "using ConcurrencyAnalyzers.Runtime; class C", StringComparison.Ordinal));

    [Theory]
    [InlineData("var barrier = new CyclicBarrier(2); for (int i = 0; i < 4; i++) WorkerThread.Create(() => { Work(); barrier.Wait(); }).Start();")]
    [InlineData("var barrier = new CyclicBarrier(2); for (int i = 0; i < 3; i++) WorkerThread.Create(() => { while (true) { Work(); barrier.Wait(); } }).Start();")]
    [InlineData("var barrier = new CyclicBarrier(3); for (int i = 0; i < 2; i++) WorkerThread.Create(() => { barrier.Wait(TimeSpan.FromSeconds(1)); }).Start();")]
    [InlineData("var barrier = new CyclicBarrier(3); for (int i = 0; i < 2; i++) WorkerThread.Create(() => { barrier.Wait(); }).Start(); barrier.Wait();")]
    public Task Ignores_a_barrier_of_the_runtime_that_fits(string statements) => VerifyRuntime.VerifyAnalyzerAsync(InMethod(statements).Replace("class C", "using ConcurrencyAnalyzers.Runtime; class C", StringComparison.Ordinal));

    [Theory]
    [InlineData("var done = new CountdownEvent([|3|]); for (int i = 0; i < 2; i++) Task.Run(() => done.Signal()); done.Wait();", "var done = new CountdownEvent(2); for (int i = 0; i < 2; i++) Task.Run(() => done.Signal()); done.Wait();")]
    [InlineData("var barrier = new Barrier(/* all */ [|2|]); for (int i = 0; i < 2; i++) new Thread(() => barrier.SignalAndWait()).Start(); barrier.SignalAndWait();", "var barrier = new Barrier(/* all */ 3); for (int i = 0; i < 2; i++) new Thread(() => barrier.SignalAndWait()).Start(); barrier.SignalAndWait();")]
    public Task Fixes_the_number(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData("var done = new CountdownEvent([|Workers|]); Task.Run(() => done.Signal()); done.Wait();")]
    public Task Offers_nothing_for_a_named_constant(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
