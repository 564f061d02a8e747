using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ProcessTests;

/// <summary>What can be called in a child, and what goes there and comes back.</summary>
public class WorkerProcessCallTests
{
    [Fact]
    public async Task Results_come_back_by_property_by_await_and_as_a_task()
    {
        using var process = WorkerProcess.Create(Work.AddLater, 40, 2);
        process.Start();
        Assert.Equal(42, await process);
        Assert.Equal(42, process.Result);
        Assert.Equal(42, await process.AsTask());
    }

    [Fact]
    public void Lambdas_local_functions_and_generic_methods_are_targets()
    {
        using var lambda = WorkerProcess.Create(static (int x) => x * 2, 21);
        using var asynchronous = WorkerProcess.Create(async (int x) => { await Task.Yield(); return x + 1; }, 41);
        using var local = WorkerProcess.Create(Local, "lo");
        using var generic = WorkerProcess.Create(Work.Pair<string>, "a", "b");
        WorkerProcess[] all = [lambda, asynchronous, local, generic];
        Array.ForEach(all, process => process.Start());
        Assert.Equal(42, lambda.Result);
        Assert.Equal(42, asynchronous.Result);
        Assert.Equal("local", local.Result);
        Assert.Equal(["a", "b"], generic.Result);
        Array.ForEach(all, process => process.Join());

        static string Local(string text) => text + "cal";
    }

    [Fact]
    public void A_call_written_out_takes_named_and_default_arguments_and_local_variables()
    {
        int number = 6;
        using var process = WorkerProcess.Call(() => Work.Describe(number + 1, "t", new double[] { 1 }, false));
        process.Start();
        Assert.StartsWith("7 t 1 False Process-", process.Result, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_lambda_captures_is_refused_by_name_where_it_is_created()
    {
        int captured = 3;
        var refused = Assert.Throws<CapturedStateException>(() => WorkerProcess.Create(() => captured + 1));
        Assert.Contains("captured", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_cross_is_refused_where_it_is_created() =>
        Assert.Throws<ArgumentNotSerializableException>(() => WorkerProcess.Create(static (Stream stream) => stream.ReadByte(), Stream.Null));

    [Fact]
    public void Wrong_arguments_by_name_are_refused_where_it_is_created()
    {
        Assert.Throws<ArgumentException>(() => WorkerProcess.Create(Work.Describe, [1]));
        Assert.Throws<ArgumentException>(() => WorkerProcess.Create(Work.Exit, [], new Dictionary<string, object?> { ["nonsense"] = 1 }));
    }

    [Fact]
    public void Large_arguments_and_results_cross()
    {
        byte[] bytes = new byte[64 * 1024 * 1024];
        bytes[0] = 1;
        bytes[^1] = 2;
        using var process = WorkerProcess.Create(Work.Reverse, bytes);
        process.Start();
        byte[] result = process.Result;
        Assert.Equal((bytes.Length, 2, 1), (result.Length, result[0], result[^1]));
        Assert.Equal((1, 2), (bytes[0], bytes[^1]));
    }

    [Fact]
    public void Static_fields_begin_anew_and_changes_stay_there()
    {
        using var change = WorkerProcess.Create(Work.ChangeStatic);
        change.Start();
        Assert.Equal(42, change.Result);
        Assert.Equal(1, Work.ReadStatic());
        using var read = WorkerProcess.Create(Work.ReadStatic);
        read.Start();
        Assert.Equal(1, read.Result);
    }

    [Fact]
    public void A_token_is_cancelled_there_when_it_is_cancelled_here()
    {
        var reports = new Reports();
        using var source = new CancellationTokenSource();
        using var process = WorkerProcess.Create(Work.UntilCancelled, (IProgress<string>)reports, source.Token);
        process.Start();
        reports.Next();
        source.Cancel();
        Assert.Equal("cancelled", process.Result);
    }

    [Fact]
    public void A_token_that_was_cancelled_before_is_so_from_the_start()
    {
        for (int i = 0; i < 3; i++)
        {
            using var process = WorkerProcess.Create(Work.IsCancelled, new CancellationToken(canceled: true));
            process.Start();
            Assert.True(process.Result);
        }
    }

    [Fact]
    public void Progress_arrives_in_order_and_before_the_end()
    {
        var seen = new List<int>();
        var progress = new Collector(seen);
        using var process = WorkerProcess.Create(Work.Count, 1000, (IProgress<int>)progress);
        process.Start();
        process.Join();
        Assert.Equal(Enumerable.Range(1, 1000), seen);
    }

    [Fact]
    public async Task Async_failures_and_types_unknown_here_are_thrown_where_awaited()
    {
        var quiet = new WorkerProcessOptions { Err = StdStream.Discard };
        using var later = WorkerProcess.Create(Work.FailLater, quiet);
        using var unknown = WorkerProcess.Create(Work.ThrowUnknown, quiet);
        later.Start();
        unknown.Start();
        Assert.Equal("later", (await Assert.ThrowsAsync<TimeoutException>(async () => await later)).Message);
        var remote = await Assert.ThrowsAsync<RemoteException>(async () => await unknown);
        Assert.Contains("only known there", remote.ToString(), StringComparison.Ordinal);
        Assert.Equal((1, 1), (later.ExitCode, unknown.ExitCode));
    }

    [Fact]
    public void Names_count_and_say_whose_child_it_is()
    {
        using var first = WorkerProcess.Create(Work.Nothing);
        using var second = WorkerProcess.Create(Work.NameOfGrandchild, new WorkerProcessOptions { Name = "Outer" });
        Assert.StartsWith("Process-", first.Name, StringComparison.Ordinal);
        second.Start();
        Assert.Equal("Outer:1", second.Result);
        first.Name = "Renamed";
        Assert.Contains("(Renamed, initial)", first.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => first.Name = null!);
    }

    private sealed class Collector(List<int> seen) : IProgress<int>
    {
        public void Report(int value) => seen.Add(value);
    }
}
