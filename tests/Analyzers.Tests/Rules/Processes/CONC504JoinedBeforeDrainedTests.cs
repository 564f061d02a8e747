using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Processes.CONC504JoinedBeforeDrainedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC504JoinedBeforeDrainedFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Processes.CONC504JoinedBeforeDrainedAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC504JoinedBeforeDrainedFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Processes;

public sealed class CONC504JoinedBeforeDrainedTests
{
    private static string InMethod(string statements) => $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            static void Ten(ProcessQueue<int> queue) { for (int i = 0; i < 10; i++) queue.Put(i); }
            static void Two(ProcessQueue<int> queue) { queue.Put(1); queue.Put(2); }
            static void All(ProcessQueue<int> queue, string[] names) { foreach (var name in names) { queue.Put(name.Length); } queue.Close(); }
            static void Perhaps(ProcessQueue<int> queue, bool flag) { if (flag) queue.Put(1); }
            static void Take(ProcessQueue<int> queue) { while (true) queue.Get(); }
            static void Send(ProcessConnection<string> end, string[] names) { foreach (var name in names) end.Send(name); }
            static void Once(ProcessConnection<string> end) { end.Send("x"); }
            static void Impatient(ProcessQueue<int> queue) { for (int i = 0; i < 10; i++) queue.Put(i, false); }
            static int Three(ProcessQueue<int> queue) { int sum = 0; for (int i = 0; i < 3; i++) sum += queue.Get(); return sum; }
            static void UntilNegative(ProcessQueue<int> queue) { while (true) { if (queue.Get() < 0) return; } }
            static void Echo(ProcessQueue<int> queue) { queue.Put(queue.Get()); }
            static void Maybe(ProcessQueue<int> queue, bool flag) { if (flag) queue.Get(); }
            static void Glance(ProcessQueue<int> queue) { if (queue.TryGet(out var n)) Use(n); }
            static void Hear(ProcessConnection<string> end) { Use(end.Receive()); }
            static void Use(object value) { }
            static WorkerProcess Begin(ProcessQueue<int> target) { var child = WorkerProcess.Create(Ten, target); child.Start(); return child; }
            static WorkerProcess BeginCall(ProcessQueue<int> target) { var child = WorkerProcess.Call(() => Ten(target)); child.Start(); return child; }
            static WorkerProcess BeginAndTake(ProcessQueue<int> target) { var child = WorkerProcess.Create(Ten, target); child.Start(); Use(target.Get()); return child; }
            static WorkerProcess BeginReader(ProcessQueue<int> target) { var child = WorkerProcess.Create(Take, target); child.Start(); return child; }
            async Task M(string[] names, bool flag)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); p.Start(); p.{|#0:Join|}(); Use(queue.Get());")]
    [InlineData("using var queue = new ProcessQueue<int>(maxSize: 9); var p = WorkerProcess.Create(Ten, queue); p.Start(); p.{|#0:Join|}();")]
    [InlineData("var queue = new ProcessQueue<int>(1); var p = WorkerProcess.Create(Two, queue); p.Start(); p.{|#0:Join|}(); for (int i = 0; i < 2; i++) Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(1); var p = WorkerProcess.Call(() => Two(queue)); p.Start(); p.{|#0:Join|}(); Use(queue.Get());")]
    public Task Reports_what_certainly_does_not_fit_as_an_error(string statements) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments("Join", "queue", "it puts more than fits in, and this deadlocks").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("var queue = new ProcessQueue<int>(3); var all = new List<WorkerProcess>(); for (int i = 0; i < 2; i++) { var p = WorkerProcess.Create(Two, queue); p.Start(); all.Add(p); } foreach (var p in all) p.{|#0:Join|}(); Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(3); var all = new WorkerProcess[2]; for (int i = 0; i < 2; i++) { all[i] = WorkerProcess.Create(Ten, queue); all[i].Start(); } for (int i = 0; i < 2; i++) all[i].{|#0:Join|}(); while (queue.TryGet(out var n)) Use(n);")]
    [InlineData("var queue = new ProcessQueue<int>(3); var all = new[] { WorkerProcess.Create(Ten, queue), WorkerProcess.Create(Ten, queue) }; foreach (var p in all) p.Start(); foreach (var p in all) { p.{|#0:Join|}(); } Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = Begin(queue); p.{|#0:Join|}(); Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = BeginCall(queue); p.{|#0:Join|}(); Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(3); var all = new List<WorkerProcess>(); for (int i = 0; i < 3; i++) all.Add(Begin(queue)); all.ForEach(p => Use(p.Name)); foreach (var p in all) p.{|#0:Join|}(); Use(queue.Get());")]
    public Task Reports_processes_in_a_collection_or_made_by_a_method_of_the_type(string statements) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments("Join", "queue", "it puts more than fits in, and this deadlocks").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Two, queue); var q = WorkerProcess.Create(Two, queue); p.Start(); q.Start(); p.[|Join|](); q.[|Join|](); Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Two, queue); var q = WorkerProcess.Create(Two, queue); p.Start(); p.Join(); q.Start(); q.[|Join|](); Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(3); var all = names.Select(name => WorkerProcess.Create(Ten, queue)).ToList(); foreach (var p in all) p.Start(); foreach (var p in all) p.[|Join|](); Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(3); var all = new List<WorkerProcess>(); foreach (var name in names) { var p = WorkerProcess.Create(Two, queue); p.Start(); all.Add(p); } foreach (var p in all) p.[|Join|](); Use(queue.Get());")]
    public Task Reports_what_several_processes_put_together(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var queue = new ProcessQueue<int>(4); var p = WorkerProcess.Create(Two, queue); var q = WorkerProcess.Create(Two, queue); p.Start(); q.Start(); p.Join(); q.Join(); Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(3); var all = new List<WorkerProcess>(); for (int i = 0; i < 2; i++) { var p = WorkerProcess.Create(Ten, queue); p.Start(); all.Add(p); } for (int i = 0; i < 20; i++) Use(queue.Get()); foreach (var p in all) p.Join();")]
    [InlineData("var queue = new ProcessQueue<int>(3); var all = new List<WorkerProcess>(); for (int i = 0; i < 2; i++) { all.Add(WorkerProcess.Create(Ten, queue)); } foreach (var p in all) p.Start(); foreach (var p in all) p.Terminate(); foreach (var p in all) p.Join();")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = BeginAndTake(queue); p.Join(); Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(3); var reader = BeginReader(queue); var p = Begin(queue); p.Join(); reader.Terminate();")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = flag ? WorkerProcess.Create(Ten, queue) : WorkerProcess.Create(Use, (object)1); p.Start(); p.Join(); Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(3); foreach (var name in names) { var p = WorkerProcess.Create(Two, queue); p.Start(); p.Join(); Use(queue.Get()); Use(queue.Get()); }")]
    public Task Ignores_processes_in_a_collection_whose_queue_is_emptied(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var queue = new ProcessQueue<int>(100); var p = WorkerProcess.Create(All, queue, names); p.Start(); p.{|#0:Join|}(); await foreach (var n in queue.ReadAllAsync()) Use(n);", DiagnosticSeverity.Warning, "queue", "once the queue is full, this deadlocks")]
    [InlineData("var (near, far) = ProcessPipe.Create<string>(); var p = WorkerProcess.Create(Send, far, names); p.Start(); p.{|#0:Join|}(); Use(near.Receive());", DiagnosticSeverity.Info, "near", "once about a megabyte lies unread, this deadlocks")]
    public Task Reports_what_may_not_fit(string statements, DiagnosticSeverity severity, string channel, string consequence) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(severity).WithArguments("Join", channel, consequence).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(Three, queue); p.Start(); p.{|#0:Join|}(); for (int i = 0; i < 3; i++) queue.Put(i);", "queue")]
    [InlineData("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(UntilNegative, queue); p.Start(); p.{|#0:Join|}(); queue.Put(-1);", "queue")]
    [InlineData("var (near, far) = ProcessPipe.Create<string>(); var p = WorkerProcess.Create(Hear, far); p.Start(); p.{|#0:Join|}(); near.Send(\"x\");", "near")]
    public Task Reports_a_process_that_waits_for_what_comes_later(string statements, string channel) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments("Join", channel, "it takes what is put in only afterwards, and this deadlocks").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Fact]
    public Task Reports_a_reader_that_is_started_too_late() => Verify.VerifyAnalyzerAsync(
        InMethod("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); var reader = WorkerProcess.Create(Take, queue); p.Start(); p.[|Join|](); reader.Start();"));

    [Theory]
    [InlineData("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(Three, queue); queue.Put(1); p.Start(); p.Join(); queue.Put(2);")]
    [InlineData("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(Maybe, queue, flag); p.Start(); p.Join(); queue.Put(2);")]
    [InlineData("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(Glance, queue); p.Start(); p.Join(); queue.Put(2);")]
    [InlineData("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(Echo, queue); p.Start(); p.Join(); queue.Put(2);")]
    [InlineData("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(Three, queue); p.Start(); p.Join();")]
    [InlineData("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(Three, queue); p.Start(); p.Terminate(); p.Join(); queue.Put(1);")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); p.Start(); p.Terminate(); p.Join(); Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(Three, queue); var q = WorkerProcess.Create(Two, queue); p.Start(); q.Start(); p.Join(); queue.Put(1);")]
    public Task Ignores_processes_that_get_what_they_wait_for(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(Ten, queue); p.Start(); p.Join();")]
    [InlineData("var queue = new ProcessQueue<int>(10); var p = WorkerProcess.Create(Ten, queue); p.Start(); p.Join();")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); p.Start(); for (int i = 0; i < 10; i++) Use(queue.Get()); p.Join();")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); p.Start(); if (p.Join(TimeSpan.FromSeconds(1))) Use(queue.Get());")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); var reader = WorkerProcess.Create(Take, queue); p.Start(); reader.Start(); p.Join();")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); p.Start(); var t = Task.Run(() => { while (true) queue.Get(); }); p.Join();")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); p.Start(); Use(queue); p.Join();")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Perhaps, queue, flag); p.Start(); p.Join();")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Take, queue); p.Start(); queue.Put(1); p.Join();")]
    [InlineData("var (near, far) = ProcessPipe.Create<string>(); var p = WorkerProcess.Create(Once, far); p.Start(); p.Join(); Use(near.Receive());")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Impatient, queue); p.Start(); p.Join();")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); p.Start(); queue.Close(); p.Join();")]
    [InlineData("var (near, far) = ProcessPipe.Create<string>(); var p = WorkerProcess.Create(Send, far, names); p.Start(); Use(near.Receive()); p.Join();")]
    public Task Ignores_queues_that_are_emptied_or_large_enough(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Fixes_by_taking_everything_first() => Verify.VerifyCodeFixAsync(
        InMethod("""
            var queue = new ProcessQueue<int>(3);
                    var p = WorkerProcess.Create(Ten, queue);
                    p.Start();
                    p.[|Join|](); // ended
                    for (int i = 0; i < 10; i++)
                    {
                        Use(queue.Get());
                    }

                    Use(1);
            """),
        InMethod("""
            var queue = new ProcessQueue<int>(3);
                    var p = WorkerProcess.Create(Ten, queue);
                    p.Start();
                    for (int i = 0; i < 10; i++)
                    {
                        Use(queue.Get());
                    }
                    p.Join(); // ended

                    Use(1);
            """));

    [Fact]
    public Task Fixes_by_putting_everything_in_first() => Verify.VerifyCodeFixAsync(
        InMethod("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(UntilNegative, queue); p.Start(); p.[|Join|](); queue.Put(1); queue.Put(-1); Use(1);"),
        InMethod("var queue = new ProcessQueue<int>(); var p = WorkerProcess.Create(UntilNegative, queue); p.Start(); queue.Put(1); queue.Put(-1); p.Join(); Use(1);"));

    [Theory]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); p.Start(); p.[|Join|]();")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); p.Start(); p.[|Join|](); while (queue.TryGet(out var n)) Use(n);")]
    [InlineData("var queue = new ProcessQueue<int>(3); var p = WorkerProcess.Create(Ten, queue); p.Start(); p.[|Join|](); while (queue.Count > 0) { Use(queue.Get()); }")]
    public Task Offers_nothing_where_nobody_takes_or_not_until_the_end(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
