using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>CONC301's sample, run.</summary>
public sealed class CONC301RunTests
{
    /// <summary>Texts so long that a thread is still trimming when nobody waits for it; twenty times, for a machine that is busy elsewhere.</summary>
    private const string Driver = """
        var text = new string(' ', 20_000_000) + "a";
        for (var i = 0; i < 20; i++)
        {
            Report.Print([text]);
        }
        """;

    [Fact]
    public async Task Misuse_answers_before_the_work_is_done() => Assert.Contains("0", (await SampleRun.ViolationAsync("CONC301", Driver)).Answer, StringComparison.Ordinal);

    [Fact]
    public async Task Repaired_program_answers_right() => Assert.Equal(Enumerable.Repeat("1", 20), (await SampleRun.FixedAsync("CONC301", Driver)).Answer.Split('\n'));

    /// <summary>A process that takes a second, and whose result is looked at before and after the join.</summary>
    [Fact]
    public async Task Shared_memory_has_the_result_of_a_process_only_behind_the_join()
    {
        var run = await SampleRun.ProgramAsync("""
            using var total = new SharedValue<int>();
            var process = WorkerProcess.Create(Slow.Set, total);
            process.Start();
            Console.WriteLine(total.Value);
            process.Join();
            Console.WriteLine(total.Value);

            static class Slow
            {
                public static void Set(SharedValue<int> total)
                {
                    Thread.Sleep(1000);
                    total.Value = 42;
                }
            }
            """);
        Assert.Equal("0\n42", run.Answer);
    }
}
