using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Queues.CONC703TaskDoneMismatchAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Queues.CONC703TaskDoneMismatchFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Queues.CONC703TaskDoneMismatchAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Queues.CONC703TaskDoneMismatchFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Queues;

public sealed class CONC703TaskDoneMismatchTests
{
    private static string InMethod(string statements) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            static void Use(object value) { }
            static void Log(Exception e) { }
            static void Work(BlockingQueue<string> texts) { while (true) { var text = texts.Get(); try { Use(text); } finally { texts.TaskDone(); } } }

            async Task M(BlockingQueue<string> given, string[] all)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    private const string Queue = "var queue = new BlockingQueue<string>(); ";
    private const string Join = " queue.Put(\"a\"); queue.Join();";

    [Theory]
    [InlineData(Queue + "new WorkerThread(() => { while (true) { var text = queue.{|#0:Get|}(); Use(text); } }).Start();" + Join, "queue")]
    [InlineData(Queue + "_ = Task.Run(async () => { await foreach (var text in queue.{|#0:ReadAllAsync|}()) { Use(text); } });" + Join, "queue")]
    [InlineData(Queue + "_ = Task.Run(() => { while (queue.{|#0:TryGet|}(out var text)) { Use(text); } });" + Join, "queue")]
    [InlineData("var queue = new LifoBlockingQueue<string>(); _ = Task.Run(() => { Use(queue.{|#0:Get|}()); }); queue.Put(\"a\"); await queue.JoinAsync();", "queue")]
    public Task Reports_items_that_nobody_marks_as_an_error(string statements, string queue) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments(queue, "waits for ever: nothing marks the items taken here as done"));

    [Theory]
    [InlineData("WorkerThread.Create(Forget, queue).Start();")]
    [InlineData("var t = new WorkerThread(() => Forget(queue)); t.Start();")]
    [InlineData("_ = Task.Run(() => Forget(queue));")]
    public Task Follows_a_queue_that_is_handed_to_a_worker(string start) => Verify.VerifyAnalyzerAsync(
        InMethod($"static void Forget(BlockingQueue<string> items) {{ while (true) {{ Use(items.[|Get|]()); }} }} {Queue}{start}{Join}"));

    [Fact]
    public Task Follows_a_queue_to_a_worker_that_marks() => Verify.VerifyAnalyzerAsync(InMethod($"{Queue}WorkerThread.Create(Work, queue).Start();{Join}"));

    [Theory]
    [InlineData("while (true) { var text = given.Get(); if (text.Length == 0) { continue; } Use(text); given.[|TaskDone|](); }")]
    [InlineData("while (true) { try { var text = given.Get(); Use(text); given.[|TaskDone|](); } catch (Exception e) { Log(e); } }")]
    public Task Reports_a_mark_that_is_skipped(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Suggests_a_finally_block_where_an_exception_ends_the_loop() => Verify.VerifyAnalyzerAsync(
        InMethod("while (true) { var text = given.Get(); Console.WriteLine(text); given.{|#0:TaskDone|}(); }"),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithArguments("given", "may wait for ever: an exception of the work skips this call").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("while (true) { var text = given.Get(); try { Use(text); } finally { given.TaskDone(); } }")]
    [InlineData("while (true) { var text = given.Get(); given.TaskDone(); Use(text); }")]
    [InlineData("while (true) { var text = given.Get(); if (text.Length == 0) { given.TaskDone(); continue; } given.TaskDone(); }")]
    [InlineData("while (true) { var text = given.Get(); if (text == null) { break; } try { Use(text); } finally { given.TaskDone(); } }")]
    [InlineData("while (true) { var text = given.Get(); given.TaskDone(); foreach (var c in text) { if (c == 'a') continue; Use(c); } }")]
    [InlineData("while (true) { var text = given.Get(); Use(text); }")]
    [InlineData("var text = given.Get(); Use(text); given.TaskDone();")]
    [InlineData("while (true) { given.Put(\"a\"); var one = given.Get(); given.TaskDone(); var two = given.Get(); given.TaskDone(); }")]
    [InlineData(Queue + "queue.Put(\"a\"); Use(queue.Get());")]
    [InlineData(Queue + "GC.KeepAlive(queue); queue.Put(\"a\"); Use(queue.Get()); queue.Join();")]
    [InlineData(Queue + "_ = Task.Run(() => Use(queue.Get())); queue.Put(\"a\"); if (queue.Join(TimeSpan.FromSeconds(1))) Use(1);")]
    [InlineData("var channel = System.Threading.Channels.Channel.CreateUnbounded<int>(); Use(await channel.Reader.ReadAsync()); await channel.Reader.Completion;")]
    public Task Ignores_items_that_are_marked_or_never_joined(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData(Queue + "_ = Task.Run(() => { while (true) { var text = queue.[|Get|](); Use(text); } });" + Join, Queue + "_ = Task.Run(() => { while (true) { var text = queue.Get(); try { Use(text); } finally { queue.TaskDone(); } } });" + Join)]
    [InlineData("while (true) { var text = given.Get(); Console.WriteLine(text); given.[|TaskDone|](); }", "while (true) { var text = given.Get(); try { Console.WriteLine(text); } finally { given.TaskDone(); } }")]
    public Task Fixes_on_one_line(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Fact]
    public Task Fixes_with_a_finally_block() => Verify.VerifyCodeFixAsync(
        InMethod("""
            while (true)
                    {
                        var text = given.Get();

                        // Skip what is empty.
                        if (text.Length == 0)
                        {
                            continue;
                        }

                        Use(text);

                        // Once for each.
                        given.[|TaskDone|](); // done
                    }
            """),
        InMethod("""
            while (true)
                    {
                        var text = given.Get();

                        try
                        {
                            // Skip what is empty.
                            if (text.Length == 0)
                            {
                                continue;
                            }

                            Use(text);
                        }
                        finally
                        {
                            // Once for each.
                            given.TaskDone(); // done
                        }
                    }
            """));

    [Theory]
    [InlineData(Queue + "_ = Task.Run(() => Use(queue.[|Get|]()));" + Join)]
    [InlineData("while (true) { var text = given.Get(); if (text.Length == 0) { given.TaskDone(); break; } Console.WriteLine(text); given.[|TaskDone|](); }")]
    public Task Offers_nothing_where_the_item_has_no_block_of_its_own_or_is_marked_in_it(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
