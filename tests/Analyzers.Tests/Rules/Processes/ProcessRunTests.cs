using Analyzers.Tests.Execution;
using Xunit;

namespace Analyzers.Tests.Rules.Processes;

/// <summary>The samples of the rules about worker processes do what the rules say.</summary>
public sealed class ProcessRunTests
{
    [Theory]
    [InlineData("CONC504", "Console.WriteLine(Numbers.Sum());", "55")]
    [InlineData("CONC506", "Console.WriteLine(Watch.While(\"work\"));", "work done")]
    public async Task The_sample_hangs_and_does_not_after_the_fix(string id, string driver, string answer)
    {
        Assert.True((await SampleRun.ViolationAsync(id, driver)).IsHung);
        Assert.Equal(answer, (await SampleRun.FixedAsync(id, driver)).Answer);
    }

    [Theory]
    [InlineData("process.Start();", "False")]
    [InlineData("process.Start(); process.Join();", "True")]
    public async Task A_process_that_nobody_waits_for_has_not_done_its_work_yet(string start, string isThere)
    {
        // CONC503: the second row is what the fix makes of the first one. The child takes its time, so that the first one does not depend on who is faster.
        var run = await SampleRun.ProgramAsync($$"""
            var folder = Directory.CreateTempSubdirectory();
            Console.WriteLine(Report.Write(Path.Combine(folder.FullName, "report")));
            foreach (var child in WorkerProcess.ActiveChildren()) { child.Join(); }
            folder.Delete(recursive: true);

            internal static class Report
            {
                public static bool Write(string path)
                {
                    var process = WorkerProcess.Create(Fill, path);
                    {{start}}
                    return File.Exists(path);
                }

                private static void Fill(string path)
                {
                    Thread.Sleep(2000);
                    File.WriteAllText(path, "done");
                }
            }
            """);
        Assert.Equal(isThere, run.Answer);
    }

    [Fact]
    public async Task What_a_child_counts_is_lost_unless_it_returns_it()
    {
        const string Driver = "Console.WriteLine(Primes.Below(20));";
        Assert.Equal("0", (await SampleRun.ViolationAsync("CONC505", Driver)).Answer);
        Assert.Equal("8", (await SampleRun.FixedAsync("CONC505", Driver)).Answer);
    }

    [Fact]
    public async Task A_captured_variable_is_refused_and_an_argument_is_not()
    {
        const string Driver = """
            var path = Path.GetTempFileName();
            File.WriteAllText(path, "a bird in the hand");
            try { Console.WriteLine(WordCount.Of(path, 3)); } finally { File.Delete(path); }
            """;
        var wrong = await SampleRun.ViolationAsync("CONC507", Driver);
        Assert.NotEqual(0, wrong.ExitCode);
        Assert.Contains("CapturedStateException", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal("3", (await SampleRun.FixedAsync("CONC507", Driver)).Answer);
    }
}
