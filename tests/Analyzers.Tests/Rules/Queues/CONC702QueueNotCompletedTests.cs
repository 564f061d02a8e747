using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = Microsoft.CodeAnalysis.Testing.CodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Queues.CONC702QueueNotCompletedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Queues.CONC702QueueNotCompletedFix,
    Analyzers.Tests.Rules.RuntimeCodeFixTest<
        ConcurrencyAnalyzers.Rules.Queues.CONC702QueueNotCompletedAnalyzer,
        ConcurrencyAnalyzers.CodeFixes.Rules.Queues.CONC702QueueNotCompletedFix>,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Queues;

public sealed class CONC702QueueNotCompletedTests
{
    private static string InMethod(string statements, string members = "") => $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Runtime;

        class C
        {
            {{members}}
            static void Use(object value) { }
            static async Task ConsumeAsync(ChannelReader<int> reader) { await foreach (var item in reader.ReadAllAsync()) { Use(item); } }
            static void Drain(BlockingCollection<int> items) { foreach (var item in items.GetConsumingEnumerable()) { Use(item); } }
            static void Finish(BlockingCollection<int> items) => items.CompleteAdding();

            async Task M(int[] numbers, bool flag, CancellationToken token, BlockingCollection<int> given, ChannelWriter<int> writer)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    private const string Queue = "var queue = new BlockingCollection<int>(); ";
    private const string Consumer = Queue + "var consumer = Task.Run(() => { foreach (var item in queue.GetConsumingEnumerable()) { Use(item); } }); ";

    [Theory]
    [InlineData(Consumer + "queue.Add(1); await [|consumer|];")]
    [InlineData(Consumer + "queue.Add(1); consumer.[|Wait|]();")]
    [InlineData(Consumer + "foreach (var n in numbers) { queue.Add(n); } await [|consumer|]; queue.CompleteAdding();")]
    [InlineData(Consumer + "queue.Add(1); try { await [|consumer|]; } finally { queue.CompleteAdding(); }")]
    [InlineData(Consumer + "var producer = Task.Run(() => queue.Add(1)); await Task.[|WhenAll|](producer, consumer);")]
    [InlineData(Consumer + "var producer = Task.Run(() => queue.Add(1)); Task.[|WaitAll|](producer, consumer);")]
    [InlineData(Queue + "var thread = new Thread(() => Drain(queue)); thread.Start(); queue.Add(1); thread.[|Join|]();")]
    [InlineData(Queue + "var all = new List<Task>(); for (int i = 0; i < 3; i++) { all.Add(Task.Run(() => { foreach (var item in queue.GetConsumingEnumerable()) Use(item); })); } queue.Add(1); await Task.[|WhenAll|](all);")]
    [InlineData("var channel = Channel.CreateUnbounded<int>(); var consumer = ConsumeAsync(channel.Reader); await channel.Writer.WriteAsync(1); await [|consumer|];")]
    [InlineData("var channel = Channel.CreateUnbounded<int>(); var reader = channel.Reader; var writer2 = channel.Writer; var consumer = Task.Run(async () => { await foreach (var item in reader.ReadAllAsync()) Use(item); }); writer2.TryWrite(1); await [|consumer|];")]
    [InlineData("using var queue = new BlockingCollection<int>(); var consumer = Task.Run(() => Drain(queue)); queue.Add(1); await [|consumer|];")]
    [InlineData(Queue + "queue.Add(1); foreach (var item in queue.[|GetConsumingEnumerable|]()) { Use(item); } Use(2);")]
    [InlineData(Queue + "_ = Task.Run(() => queue.Add(1)); foreach (var item in queue.[|GetConsumingEnumerable|]()) { Use(item); } Use(2);")]
    [InlineData("var channel = Channel.CreateUnbounded<int>(); channel.Writer.TryWrite(1); await foreach (var item in channel.Reader.[|ReadAllAsync|]()) { Use(item); } Use(2);")]
    public Task Reports_a_wait_for_a_consumer_that_never_ends(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Says_that_the_loop_waits() => Verify.VerifyAnalyzerAsync(
        InMethod(Queue + "queue.Add(1); foreach (var item in queue.{|#0:GetConsumingEnumerable|}()) { Use(item); } Use(2);"),
        Verify.Diagnostic().WithLocation(0).WithArguments("queue", "is never completed, so this loop waits for ever for one more item"));

    [Fact]
    public Task Suggests_to_look_at_items_that_an_event_adds() => Verify.VerifyAnalyzerAsync(
        InMethod(Consumer + "Console.CancelKeyPress += (s, e) => queue.Add(1); await {|#0:consumer|};"),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithArguments("queue", "is not completed before this wait, so its consumer never ends and the wait never returns"));

    private const string Field = """
        private readonly BlockingCollection<int> _queue = new BlockingCollection<int>();
            private readonly Thread _thread;
            public C() { _thread = new Thread(Run); _thread.Start(); }
            private void Run() { foreach (var item in _queue.GetConsumingEnumerable()) { Use(item); } }

        """;

    [Fact]
    public Task Suggests_to_look_at_a_consumer_that_an_exception_may_end() => Verify.VerifyAnalyzerAsync(
        InMethod(Queue + "var consumer = Task.Run(() => { try { foreach (var item in queue.GetConsumingEnumerable()) { Use(item); } } catch (OperationCanceledException) { } }); queue.Add(-1); await {|#0:consumer|};"),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithArguments("queue", "is not completed before this wait, so its consumer never ends and the wait never returns"));

    [Fact]
    public Task Suggests_to_look_at_items_that_a_timer_adds() => Verify.VerifyAnalyzerAsync(
        InMethod(Consumer + "using var timer = new Timer(_ => queue.Add(1), null, 0, 1000); await {|#0:consumer|};"),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithArguments("queue", "is not completed before this wait, so its consumer never ends and the wait never returns"));

    [Fact]
    public Task Reports_a_pipe_that_was_closed() => Verify.VerifyAnalyzerAsync(
        InMethod("var (one, other) = ProcessPipe.Create<int>(); one.Close(); one.{|#0:Send|}(1);"),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments("Send", "throws here: the queue was completed before and takes no more items").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("public void Add(int n) => _queue.Add(n); public void WaitForEnd() { _thread.{|#0:Join|}(); }")]
    [InlineData("public event Action Fed; public void Open() { Fed += Feed; } private void Feed() => _queue.Add(1); public void WaitForEnd() { _thread.{|#0:Join|}(); }")]
    [InlineData("internal void Add(int n) => AddOne(n); private void AddOne(int n) => _queue.Add(n); public void WaitForEnd() { _thread.{|#0:Join|}(); }")]
    public Task Suggests_to_look_at_a_field_that_others_feed(string members) => Verify.VerifyAnalyzerAsync(
        InMethod("", Field + members),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithArguments("_queue", "is not completed before this wait, so its consumer never ends and the wait never returns"));

    [Theory]
    [InlineData("public void Add(int n) => _queue.Add(n); public void Stop() { _thread.{|#0:Join|}(); }")]
    [InlineData("public void Add(int n) => _queue.Add(n); public void Dispose() { _thread.{|#0:Join|}(); _queue.Dispose(); }")]
    [InlineData("public void Run(int[] all) { foreach (var n in all) { _queue.Add(n); } _thread.{|#0:Join|}(); }")]
    [InlineData("public void Run(int[] all) { Fill(all); _thread.{|#0:Join|}(); } private void Fill(int[] all) { foreach (var n in all) { _queue.Add(n); } }")]
    [InlineData("public void Go() { var producer = new Thread(Produce); producer.Start(); producer.Join(); _thread.{|#0:Join|}(); } private void Produce() { for (int i = 0; i < 9; i++) { _queue.Add(i); } }")]
    public Task Reports_a_field_whose_consumer_never_ends(string members) => Verify.VerifyAnalyzerAsync(
        InMethod("", Field + members),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Warning).WithArguments("_queue", "is not completed before this wait, so its consumer never ends and the wait never returns"));

    [Theory]
    [InlineData("public void Add(int n) => _queue.Add(n); public void Stop() { _thread.Interrupt(); _thread.Join(); }")]
    [InlineData("public void Add(int n) => _queue.Add(n); public void Stop() { End(); _thread.Join(); } private void End() => _queue.CompleteAdding();")]
    [InlineData("public void Add(int n) => _queue.Add(n); public void Stop() { _thread.Join(100); }")]
    [InlineData("public BlockingCollection<int> Queue => _queue; public void Stop() { _thread.Join(); }")]
    public Task Ignores_a_field_whose_consumer_may_end(string members) => Verify.VerifyAnalyzerAsync(InMethod("", Field + members));

    [Fact]
    public Task Reports_a_channel_whose_ends_are_fields() => Verify.VerifyAnalyzerAsync(InMethod("", """
        private readonly ChannelWriter<int> _writer;
            private readonly ChannelReader<int> _reader;
            private readonly Task _consumer;
            public C() { var channel = Channel.CreateUnbounded<int>(); _writer = channel.Writer; _reader = channel.Reader; _consumer = Task.Run(RunAsync); }
            public bool Add(int n) => _writer.TryWrite(n);
            public async Task StopAsync() { await [|_consumer|]; }
            private async Task RunAsync() { await foreach (var item in _reader.ReadAllAsync()) { Use(item); } }
        """));

    [Fact]
    public Task Ignores_a_channel_whose_writer_is_completed_in_a_field() => Verify.VerifyAnalyzerAsync(InMethod("", """
        private readonly ChannelWriter<int> _writer;
            private readonly ChannelReader<int> _reader;
            private readonly Task _consumer;
            public C() { var channel = Channel.CreateUnbounded<int>(); _writer = channel.Writer; _reader = channel.Reader; _consumer = Task.Run(RunAsync); }
            public bool Add(int n) => _writer.TryWrite(n);
            public async Task StopAsync() { _writer.Complete(); await _consumer; }
            private async Task RunAsync() { await foreach (var item in _reader.ReadAllAsync()) { Use(item); } }
        """));

    private const string Many = """
        private readonly BlockingCollection<int> _queue = new BlockingCollection<int>();
            private readonly Thread[] _all = new Thread[3];
            public C() { for (int i = 0; i < 3; i++) { _all[i] = new Thread(Run); _all[i].Start(); } }
            private void Run() { foreach (var item in _queue.GetConsumingEnumerable()) { Use(item); } }
            public void Add(int n) => _queue.Add(n);

        """;

    [Fact]
    public Task Completes_once_before_a_loop_over_the_consumers() => Verify.VerifyCodeFixAsync(
        InMethod("", Many + "public void Dispose() { foreach (var t in _all) { t.[|Join|](); } }"),
        InMethod("", Many + "public void Dispose() { _queue.CompleteAdding(); foreach (var t in _all) { t.Join(); } }"));

    [Fact]
    public Task Reports_a_field_that_keeps_the_task_of_an_asynchronous_consumer() => Verify.VerifyAnalyzerAsync(InMethod("", """
        private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
            private readonly Task _consumer;
            public C() => _consumer = RunAsync();
            public bool Add(int n) => _channel.Writer.TryWrite(n);
            public async ValueTask DisposeAsync() { await [|_consumer|]; }
            private async Task RunAsync() { await foreach (var item in _channel.Reader.ReadAllAsync()) { Use(item); } }
        """));

    [Fact]
    public Task Completes_a_field_before_the_wait() => Verify.VerifyCodeFixAsync(
        InMethod("", Field + "public void Add(int n) => _queue.Add(n); public void Stop() { _thread.[|Join|](); }"),
        InMethod("", Field + "public void Add(int n) => _queue.Add(n); public void Stop() { _queue.CompleteAdding(); _thread.Join(); }"));

    [Fact]
    public Task Offers_nothing_for_a_field_that_a_thread_still_fills() => Verify.VerifyCodeFixAsync(
        InMethod("", Field + "public void Go() { new Thread(Produce).Start(); _thread.[|Join|](); } private void Produce() { for (int i = 0; i < 9; i++) { _queue.Add(i); } }"),
        InMethod("", Field + "public void Go() { new Thread(Produce).Start(); _thread.[|Join|](); } private void Produce() { for (int i = 0; i < 9; i++) { _queue.Add(i); } }"));

    [Theory]
    [InlineData("var queue = new BlockingQueue<int>(); var consumer = Task.Run(async () => { await foreach (var item in queue.ReadAllAsync()) Use(item); }); queue.Put(1); await {|#0:consumer|};", "queue", "is not completed before this wait, so its consumer never ends and the wait never returns")]
    [InlineData("var queue = new BlockingQueue<int>(); queue.Close(); queue.{|#0:Put|}(1);", "Put", "throws here: the queue was completed before and takes no more items")]
    public Task Reports_queues_of_the_Runtime_as_errors(string statements, string name, string outcome) => Verify.VerifyAnalyzerAsync(
        InMethod(statements),
        Verify.Diagnostic().WithLocation(0).WithSeverity(DiagnosticSeverity.Error).WithArguments(name, outcome).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("given.CompleteAdding(); given.[|Add|](1);")]
    [InlineData("var queue = new BlockingCollection<int>(); Task.Run(() => Drain(queue)); queue.CompleteAdding(); foreach (var n in numbers) { queue.[|Add|](n); }")]
    [InlineData("writer.Complete(); await writer.[|WriteAsync|](1);")]
    [InlineData("var channel = Channel.CreateUnbounded<int>(); channel.Writer.Complete(); await channel.Writer.[|WriteAsync|](1);")]
    [InlineData("var channel = Channel.CreateBounded<int>(5); var end = channel.Writer; end.Complete(); await channel.Writer.[|WriteAsync|](1);")]
    public Task Reports_an_item_that_comes_too_late(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData(Consumer + "queue.Add(1); queue.CompleteAdding(); await consumer;")]
    [InlineData(Consumer + "var producer = Task.Run(() => { queue.Add(1); queue.CompleteAdding(); }); await Task.WhenAll(producer, consumer);")]
    [InlineData(Consumer + "Finish(queue); await consumer;")]
    [InlineData(Queue + "_ = Task.Run(() => { queue.Add(1); queue.CompleteAdding(); }); foreach (var item in queue.GetConsumingEnumerable()) { Use(item); } Use(2);")]
    [InlineData(Queue + "_ = Task.Run(() => queue.Add(1)); foreach (var item in queue.GetConsumingEnumerable()) { if (item == 1) break; } Use(2);")]
    [InlineData(Queue + "_ = Task.Run(() => queue.Add(1)); foreach (var item in queue.GetConsumingEnumerable()) { Use(item); }")]
    [InlineData(Queue + "_ = Task.Run(() => { while (true) queue.Add(1); }); foreach (var item in queue.GetConsumingEnumerable()) { Use(item); } Use(2);")]
    [InlineData(Queue + "_ = Task.Run(() => queue.Add(1)); foreach (var item in queue.GetConsumingEnumerable(token)) { Use(item); } Use(2);")]
    [InlineData(Consumer + "GC.KeepAlive(queue); await consumer;")]
    [InlineData(Consumer + "queue.Add(1); consumer.Wait(1000);")]
    [InlineData(Consumer + "queue.Add(1); consumer.Wait(token);")]
    [InlineData(Consumer + "queue.Add(1); await Task.WhenAny(consumer, Task.Delay(10));")]
    [InlineData(Consumer + "queue.Add(1);")]
    [InlineData(Consumer + "var other = Task.Run(() => Use(1)); await other;")]
    [InlineData(Consumer + "var producer = Task.Run(() => { while (true) { queue.Add(1); } }); await Task.WhenAll(producer, consumer);")]
    [InlineData(Queue + "var consumer = Task.Run(() => { foreach (var item in queue.GetConsumingEnumerable()) { if (item < 0) break; } }); queue.Add(-1); await consumer;")]
    [InlineData(Queue + "var consumer = Task.Run(() => { foreach (var item in queue.GetConsumingEnumerable(token)) { Use(item); } }); queue.Add(-1); await consumer;")]
    [InlineData(Queue + "var consumer = Task.Run(() => { if (flag) { foreach (var item in queue.GetConsumingEnumerable()) { Use(item); } } }); queue.Add(-1); await consumer;")]
    [InlineData(Queue + "var consumer = Task.Run(() => { while (queue.TryTake(out var item)) { Use(item); } }); await consumer;")]
    [InlineData(Queue + "queue.Add(1); foreach (var item in queue.GetConsumingEnumerable()) { Use(item); }")]
    [InlineData("var consumer = Task.Run(() => { foreach (var item in given.GetConsumingEnumerable()) { Use(item); } }); await consumer;")]
    [InlineData("var channel = Channel.CreateUnbounded<int>(); var consumer = ConsumeAsync(channel.Reader); channel.Writer.TryComplete(); await consumer;")]
    [InlineData("var channel = Channel.CreateUnbounded<int>(); var end = channel.Writer; var consumer = ConsumeAsync(channel.Reader); end.Complete(); await consumer;")]
    [InlineData("var channel = Channel.CreateUnbounded<int>(); GC.KeepAlive(channel.Writer); await ConsumeAsync(channel.Reader);")]
    [InlineData("given.Add(1); given.CompleteAdding();")]
    [InlineData("if (flag) given.CompleteAdding(); given.Add(1);")]
    [InlineData("given.CompleteAdding(); given = new BlockingCollection<int>(); given.Add(1);")]
    [InlineData("given.CompleteAdding(); try { given.Add(1); } catch (InvalidOperationException) { }")]
    [InlineData("writer.Complete(); Use(writer.TryWrite(1));")]
    public Task Ignores_queues_that_are_or_may_be_completed_in_time(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task Ignores_a_field_that_another_method_completes() => Verify.VerifyAnalyzerAsync(InMethod("", """
        private readonly BlockingCollection<int> _queue = new BlockingCollection<int>();
            private readonly Thread _thread;
            public C() { _thread = new Thread(Run); _thread.Start(); }
            public void Complete() => _queue.CompleteAdding();
            public void Stop() { _thread.Join(); }
            private void Run() { foreach (var item in _queue.GetConsumingEnumerable()) { Use(item); } }
        """));

    [Theory]
    [InlineData(Consumer + "queue.Add(1); await [|consumer|];", Consumer + "queue.Add(1); queue.CompleteAdding(); await consumer;")]
    [InlineData(Consumer + "queue.Add(1); consumer.[|Wait|](); // end", Consumer + "queue.Add(1); queue.CompleteAdding(); consumer.Wait(); // end")]
    [InlineData(Consumer + "queue.Add(1); await [|consumer|]; queue.CompleteAdding(); Use(2);", Consumer + "queue.Add(1); queue.CompleteAdding(); await consumer; Use(2);")]
    [InlineData(Consumer + "var producer = Task.Run(() => queue.Add(1)); await producer; await [|consumer|];", Consumer + "var producer = Task.Run(() => queue.Add(1)); await producer; queue.CompleteAdding(); await consumer;")]
    [InlineData("var channel = Channel.CreateUnbounded<int>(); var consumer = ConsumeAsync(channel.Reader); await channel.Writer.WriteAsync(1); await [|consumer|];", "var channel = Channel.CreateUnbounded<int>(); var consumer = ConsumeAsync(channel.Reader); await channel.Writer.WriteAsync(1); channel.Writer.Complete(); await consumer;")]
    [InlineData("given.CompleteAdding(); given.[|Add|](1); Use(1);", "given.Add(1); given.CompleteAdding(); Use(1);")]
    public Task Fixes_by_completing_in_time(string before, string after) => Verify.VerifyCodeFixAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData(Consumer + "var producer = Task.Run(() => queue.Add(1)); await Task.[|WhenAll|](producer, consumer);")]
    [InlineData(Consumer + "_ = Task.Run(() => queue.Add(1)); await [|consumer|];")]
    [InlineData("given.CompleteAdding(); if (flag) return; given.[|Add|](1);")]
    public Task Offers_nothing_while_somebody_may_still_add(string statements) => Verify.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));
}
