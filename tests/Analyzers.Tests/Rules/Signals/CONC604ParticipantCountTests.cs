using Microsoft.CodeAnalysis.Testing;
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
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            private const int Workers = 4;
            static void Work() { }
            static void Join(Barrier barrier) { barrier.SignalAndWait(); }

            static readonly int Teams = 4;
            static Barrier Make(int n) => new Barrier(n);

            void M(bool flag, int count, CancellationToken token)
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
    [InlineData("var barrier = new Barrier([|3|]); for (int i = 0; i < 2; i++) new Thread(() => Join(barrier)).Start();")]
    [InlineData("var n = 3; var barrier = new Barrier([|n|]); for (int i = 0; i < 2; i++) new Thread(() => barrier.SignalAndWait()).Start();")]
    [InlineData("var n = 3; var barrier = new Barrier([|n + 1|]); for (int i = 0; i < n; i++) new Thread(() => barrier.SignalAndWait()).Start();")]
    [InlineData("var barrier = new Barrier([|Teams|]); for (int i = 0; i < Teams; i++) new Thread(() => barrier.SignalAndWait()).Start(); barrier.SignalAndWait();")]
    [InlineData("var threads = new Thread[4]; using var barrier = new Barrier([|5|]); for (int i = 0; i < threads.Length; i++) { threads[i] = new Thread(() => barrier.SignalAndWait()); threads[i].Start(); } foreach (var t in threads) t.Join();")]
    [InlineData("var done = new CountdownEvent([|4|]); var tasks = Enumerable.Range(0, 3).Select(i => Task.Run(() => { Work(); done.Signal(); })).ToArray(); done.Wait();")]
    [InlineData("var done = new CountdownEvent([|4|]); foreach (var i in Enumerable.Range(0, 3)) Task.Run(() => { Work(); done.Signal(); }); done.Wait();")]
    [InlineData("var barrier = new Barrier([|4|]); var threads = Enumerable.Range(0, 3).Select(i => new Thread(() => barrier.SignalAndWait())).ToList(); threads.ForEach(t => t.Start()); threads.ForEach(t => t.Join());")]
    [InlineData("var barrier = Make([|4|]); for (int i = 0; i < 3; i++) new Thread(() => barrier.SignalAndWait()).Start();")]
    [InlineData("var barrier = new Barrier([|4|]); void Body() { Work(); barrier.SignalAndWait(); } for (int i = 0; i < 3; i++) new Thread(Body).Start();")]
    [InlineData("var barrier = new Barrier([|4|]); Action body = () => barrier.SignalAndWait(); Task.Run(body); Task.Run(body);")]
    [InlineData("var done = new CountdownEvent([|2|]); Task.Run(() => { done.Signal(); done.Signal(2); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent([|2|]); Task.Run(() => { for (int i = 0; i < 3; i++) done.Signal(); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent([|3|]); done.Signal(); done.Wait();")]
    [InlineData("var done = new CountdownEvent([|2|]); void Both() { ThreadPool.QueueUserWorkItem(_ => done.Signal()); } Both(); Both(); Both(); done.Wait();")]
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
    [InlineData("var barrier = new Barrier(count); for (int i = 0; i < count; i++) new Thread(() => barrier.SignalAndWait()).Start();")]
    [InlineData("var n = 3; n = count; var barrier = new Barrier(n); for (int i = 0; i < 2; i++) new Thread(() => barrier.SignalAndWait()).Start();")]
    [InlineData("var n = 3; var barrier = new Barrier(n + 1); for (int i = 0; i < n; i++) new Thread(() => barrier.SignalAndWait()).Start(); barrier.SignalAndWait();")]
    [InlineData("var threads = new Thread[4]; var barrier = new Barrier(threads.Length); for (int i = 0; i < threads.Length; i++) { threads[i] = new Thread(() => barrier.SignalAndWait()); threads[i].Start(); }")]
    [InlineData("var threads = new Thread[count]; var barrier = new Barrier(4); for (int i = 0; i < threads.Length; i++) { threads[i] = new Thread(() => barrier.SignalAndWait()); threads[i].Start(); }")]
    [InlineData("var barrier = new Barrier(3); Parallel.For(0, 2, i => barrier.SignalAndWait());")]
    [InlineData("var done = new CountdownEvent(3); using var timer = new Timer(_ => done.Signal(), null, 0, 10); done.Wait();")]
    [InlineData("var done = new CountdownEvent(3); var query = Enumerable.Range(0, 2).Select(i => Task.Run(() => done.Signal())); foreach (var t in query) { } done.Signal(); done.Wait();")]
    [InlineData("var done = new CountdownEvent(4); Action work = () => done.Signal(); for (int i = 0; i < 3; i++) Task.Run(work); work(); done.Wait();")]
    [InlineData("var done = new CountdownEvent(4); Action work = () => done.Signal(); for (int i = 0; i < 3; i++) Task.Run(work); GC.KeepAlive(work); done.Wait();")]
    [InlineData("var done = new CountdownEvent(2); for (int i = 0; i < 3; i++) Task.Run(() => { if (flag) return; done.Signal(); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent(2); for (int i = 0; i < 3; i++) Task.Run(() => { if (flag) throw new InvalidOperationException(); done.Signal(); }); done.Wait();")]
    [InlineData("var done = new CountdownEvent(3); Task.Run(() => done.Signal()); done.Wait(1000);")]
    [InlineData("var done = new CountdownEvent(3); Task.Run(() => done.Signal()); while (!done.IsSet) Thread.Yield();")]
    [InlineData("var first = new Barrier(2); var second = new Barrier(3); for (int i = 0; i < 2; i++) new Thread(() => Join(first)).Start(); for (int i = 0; i < 3; i++) new Thread(() => Join(second)).Start();")]
    [InlineData("var barrier = new Barrier(3); for (int i = 0; i < 2; i++) new Thread(() => barrier.SignalAndWait(token)).Start();")]
    [InlineData("var barrier = new Barrier(0); for (int i = 0; i < 2; i++) { barrier.AddParticipant(); new Thread(() => barrier.SignalAndWait()).Start(); }")]
    [InlineData("var barrier = new Barrier(1); barrier.SignalAndWait();")]
    [InlineData("var barrier = new Barrier(3); for (int i = 0; i < 2; i++) new Thread(() => { if (!barrier.SignalAndWait(100)) Work(); }).Start();")]
    [InlineData("var barrier = new Barrier(3); for (int i = 0; i < 2; i++) { if (flag) new Thread(() => barrier.SignalAndWait()).Start(); }")]
    [InlineData("var barrier = new Barrier(3); Action run = () => barrier.SignalAndWait(); foreach (var name in new[] { 1, 2, 3 }) new Thread(() => run()).Start();")]
    public Task Ignores_numbers_that_fit_or_cannot_be_counted(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    private static string InType(string members) => $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            static void Work() { }
            {{members}}
        }
        """;

    [Theory]
    [InlineData("private readonly Barrier _barrier = new([|4|]); public C() { for (int i = 0; i < 3; i++) new Thread(Run).Start(); } private void Run() { Work(); _barrier.SignalAndWait(); }")]
    [InlineData("private readonly Barrier _barrier; public C() { _barrier = new Barrier([|4|]); for (int i = 0; i < 3; i++) new Thread(Run).Start(); } private void Run() => _barrier.SignalAndWait();")]
    [InlineData("static Barrier barrier = new Barrier([|5|]); static void Run(object o) { barrier.SignalAndWait(); } static void Main() { for (int i = 0; i < 4; i++) new Thread(Run).Start(i); }")]
    [InlineData("private readonly Thread[] _all = new Thread[3]; private readonly Barrier _barrier = new([|4|]); public C() { for (int i = 0; i < 3; i++) { _all[i] = new Thread(Run); } } public void Start() { foreach (var t in _all) t.Start(); } private void Run() { _barrier.SignalAndWait(); }")]
    [InlineData("private static readonly CountdownEvent Done = new([|3|]); static void Main() { for (int i = 0; i < 2; i++) Task.Run(Work2); Done.Wait(); } private static void Work2() { Work(); Done.Signal(); }")]
    [InlineData("private readonly Barrier _barrier = new([|5|]); public void Run() { for (int i = 0; i < 4; i++) new Thread(() => { Work(); _barrier.SignalAndWait(); }).Start(); }")]
    [InlineData("private readonly CountdownEvent _done = new([|2|]); public void Run() { Start(); Start(); Start(); _done.Wait(); } private void Start() => Task.Run(() => _done.Signal());")]
    [InlineData("public void Run() { var barrier = new Barrier([|3|]); new Thread(() => Each(barrier)).Start(); new Thread(() => Each(barrier)).Start(); } public static void Each(Barrier meeting) { Work(); meeting.SignalAndWait(); }")]
    public Task Reports_what_a_type_keeps_or_hands_to_its_own_methods(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("private readonly Barrier _barrier = new(4); public C() { for (int i = 0; i < 3; i++) new Thread(Run).Start(); } public void Run() { Work(); _barrier.SignalAndWait(); }")]
    [InlineData("private readonly Barrier _barrier = new(4); public void Add() { new Thread(() => _barrier.SignalAndWait()).Start(); }")]
    [InlineData("private readonly Barrier _barrier = new(4); public void Add() { for (int i = 0; i < 2; i++) new Thread(() => _barrier.SignalAndWait()).Start(); }")]
    [InlineData("static Barrier barrier = new Barrier(4); static void Run(object o) { barrier.SignalAndWait(); } static void Main() { for (int i = 0; i < 4; i++) new Thread(Run).Start(i); }")]
    [InlineData("private readonly CountdownEvent _done = new(3); void M() { for (int i = 0; i < 3; i++) Task.Factory.StartNew(W); _done.Wait(); } void W() { Work(); _done.Signal(); }")]
    [InlineData("private readonly CountdownEvent _done = new(3); private void Unused() { for (int i = 0; i < 2; i++) Task.Run(W); _done.Wait(); } private void W() { Work(); _done.Signal(); }")]
    [InlineData("public void M(bool f) { var c = new CountdownEvent(1); var a = new Thread(() => c.Signal()); var b = new Thread(() => c.Signal()); if (f) a.Start(); else b.Start(); c.Wait(); }")]
    [InlineData("internal readonly Barrier _barrier = new(4); public void Run() { for (int i = 0; i < 3; i++) new Thread(() => _barrier.SignalAndWait()).Start(); }")]
    [InlineData("private readonly Barrier _barrier = new(4); public Barrier Meeting => _barrier; public void Run() { for (int i = 0; i < 3; i++) new Thread(() => _barrier.SignalAndWait()).Start(); }")]
    [InlineData("private readonly Barrier _barrier; public C(int n) { _barrier = new Barrier(n); } public void Run() { for (int i = 0; i < 3; i++) new Thread(() => _barrier.SignalAndWait()).Start(); }")]
    [InlineData("private Barrier _barrier = new(4); public void More() => _barrier = new Barrier(3); public void Run() { for (int i = 0; i < 3; i++) new Thread(() => _barrier.SignalAndWait()).Start(); }")]
    [InlineData("private readonly CountdownEvent _done = new(3); public void A() { for (int i = 0; i < 2; i++) Task.Run(() => _done.Signal()); } public void B() { Task.Run(() => _done.Signal()); _done.Wait(); }")]
    [InlineData("private readonly CountdownEvent _done = new(3); public void Run() { for (int i = 0; i < 2; i++) Task.Run(() => _done.Signal()); _done.Wait(); _done.Reset(); }")]
    [InlineData("public void Run() { var barrier = new Barrier(3); Others.Join(barrier); new Thread(() => barrier.SignalAndWait()).Start(); new Thread(() => barrier.SignalAndWait()).Start(); } static class Others { public static void Join(Barrier b) { Keep = b; } internal static Barrier Keep; }")]
    public Task Ignores_what_others_may_take_part_in(string members) => Verify.VerifyAnalyzerAsync(InType(members));

    [Theory]
    [InlineData("var done = new CountdownEvent(2); Task.Run(() => done.Signal()); Task.Run(() => done.Signal()); done.Wait(); done.{|#0:AddCount|}();", "done", "has been signalled as often as it was made for", "'AddCount' throws here")]
    [InlineData("done.Wait(); done.{|#0:Signal|}();", "done", "has been signalled as often as it was made for", "'Signal' throws here")]
    [InlineData("done.Dispose(); done.{|#0:Signal|}();", "done", "is disposed of before", "'Signal' throws here")]
    [InlineData("done.Dispose(); done.{|#0:Wait|}();", "done", "is disposed of before", "'Wait' throws here")]
    [InlineData("var barrier = new Barrier(1); using (barrier) { barrier.SignalAndWait(); } barrier.{|#0:SignalAndWait|}();", "barrier", "is disposed of before", "'SignalAndWait' throws here")]
    [InlineData("var barrier = new Barrier(1); barrier.Dispose(); barrier.{|#0:AddParticipant|}();", "barrier", "is disposed of before", "'AddParticipant' throws here")]
    public Task Reports_a_call_that_comes_too_late(string statements, string name, string state, string outcome)
    {
        var text = statements.StartsWith("done", StringComparison.Ordinal) ? "var done = new CountdownEvent(1); if (flag) done.Signal(); " + statements : statements;
        return Verify.VerifyAnalyzerAsync(InMethod(text), Verify.Diagnostic().WithLocation(0).WithArguments(name, state, outcome).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
    }

    [Theory]
    [InlineData("var done = new CountdownEvent(count); done.Wait(); done.Reset(2); done.Signal();")]
    [InlineData("var done = new CountdownEvent(count); done.Wait(); done.TryAddCount();")]
    [InlineData("var done = new CountdownEvent(count); if (done.Wait(10)) Work(); done.Signal();")]
    [InlineData("var done = new CountdownEvent(count); while (flag) { done.Signal(); done.Wait(); done.Reset(); }")]
    [InlineData("var done = new CountdownEvent(count); Task.Run(() => { done.Wait(); done.Reset(); done.Signal(); }); done.Wait(); done.Signal();")]
    [InlineData("var done = new CountdownEvent(count); done.Wait(); try { done.Signal(); } catch (InvalidOperationException) { }")]
    [InlineData("var done = new CountdownEvent(count); done.Dispose(); done = new CountdownEvent(2); done.Signal();")]
    [InlineData("var done = new CountdownEvent(count); if (flag) done.Dispose(); done.Signal();")]
    [InlineData("var barrier = new Barrier(1); barrier.SignalAndWait(); barrier.SignalAndWait(); barrier.Dispose();")]
    public Task Ignores_a_call_that_may_come_in_time(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Reports_a_wait_at_a_broken_barrier_of_the_Runtime() => VerifyRuntime.VerifyAnalyzerAsync(
        InMethod("var barrier = new CyclicBarrier(2); barrier.Abort(); barrier.[|Wait|]();").Replace("class C", "using ConcurrencyAnalyzers.Runtime; class C", StringComparison.Ordinal));

    [Theory]
    [InlineData("public static void Run() { using var barrier = new ProcessBarrier([|3|]); var one = WorkerProcess.Create(Each, barrier); var two = WorkerProcess.Create(Each, barrier); one.Start(); two.Start(); one.Join(); two.Join(); } public static void Each(ProcessBarrier meeting) { Work(); meeting.Wait(); }")]
    [InlineData("private readonly CyclicBarrier _barrier = new([|3|]); public C() { for (int i = 0; i < 2; i++) WorkerThread.Create(Each, i).Start(); } private void Each(int number) { Work(); _barrier.Wait(); }")]
    public Task Reports_what_a_type_hands_to_others_of_the_Runtime(string members) => VerifyRuntime.VerifyAnalyzerAsync(InType(members).Replace("class C", "using ConcurrencyAnalyzers.Runtime; public class C", StringComparison.Ordinal));

    [Theory]
    [InlineData("public static void Run() { using var barrier = new ProcessBarrier(3); for (int i = 0; i < 3; i++) WorkerProcess.Create(Each, barrier).Start(); } public static void Each(ProcessBarrier meeting) { Work(); meeting.Wait(); }")]
    [InlineData("private static readonly ProcessBarrier Barrier = new(3); public static void Run() { for (int i = 0; i < 2; i++) WorkerProcess.Create(Each).Start(); } public static void Each() { Work(); Barrier.Wait(); }")]
    [InlineData("public static void Run() { using var barrier = new ProcessBarrier(3); for (int i = 0; i < 2; i++) WorkerProcess.Create(Other.Each, barrier).Start(); }")]
    public Task Ignores_processes_that_fit_or_cannot_be_counted(string members) => VerifyRuntime.VerifyAnalyzerAsync(
        InType(members).Replace("class C", "using ConcurrencyAnalyzers.Runtime; public static class Other { public static void Each(ProcessBarrier meeting) { meeting.Wait(); meeting.Wait(); } } public class C", StringComparison.Ordinal));

    [Fact]
    public Task Ignores_a_barrier_of_the_Runtime_that_is_made_as_new() => VerifyRuntime.VerifyAnalyzerAsync(
        InMethod("var barrier = new CyclicBarrier(1); barrier.Abort(); barrier.Reset(); barrier.Wait();").Replace("class C", "using ConcurrencyAnalyzers.Runtime; class C", StringComparison.Ordinal));

    [Theory]
    [InlineData("var barrier = new CyclicBarrier([|3|]); for (int i = 0; i < 2; i++) WorkerThread.Create(() => { Work(); barrier.Wait(); }).Start();")]
    [InlineData("var barrier = new CyclicBarrier([|2|]); for (int i = 0; i < 3; i++) WorkerThread.Create(() => { Work(); barrier.Wait(); }).Start();")]
    [InlineData("var barrier = new CyclicBarrier([|5|]); var first = WorkerThread.Create(() => barrier.Wait()); var second = WorkerThread.Create(() => barrier.Wait()); first.Start(); second.Start(); barrier.Wait();")]
    public Task Reports_a_barrier_of_the_runtime(string statements) => VerifyRuntime.VerifyAnalyzerAsync(InMethod(statements).Replace("class C", "using ConcurrencyAnalyzers.Runtime; class C", StringComparison.Ordinal));

    [Theory]
    [InlineData("var barrier = new CyclicBarrier(4, timeout: TimeSpan.FromSeconds(1)); for (int i = 0; i < 3; i++) WorkerThread.Create(() => { barrier.Wait(); }).Start();")]
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
    [InlineData("var done = new CountdownEvent([|2|]); for (int round = 0; round < 3; round++) { Task.Run(() => done.Signal()); Task.Run(() => done.Signal()); done.Wait(); }")]
    public Task Offers_nothing_for_a_named_constant_or_where_another_number_is_no_help(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
