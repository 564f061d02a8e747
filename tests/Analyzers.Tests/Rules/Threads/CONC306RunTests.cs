using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>CONC306's sample, run.</summary>
public sealed class CONC306RunTests
{
    [Fact]
    public async Task Misuse_greets_some_twice_and_others_never()
    {
        var run = await SampleRun.ViolationAsync("CONC306", Rounds(int.MaxValue));

        Assert.False(run.IsHung);
        Assert.False(IsRight(run));
    }

    [Fact]
    public async Task Repaired_program_greets_each_once() => Assert.True(IsRight(await SampleRun.FixedAsync("CONC306", Rounds(3))));

    /// <summary>Round after round until one goes wrong: in a single one every thread may happen to read the variable before the loop changes it.</summary>
    private static string Rounds(int most) => $$"""
        var original = Console.Out;
        string[] names = [.. Enumerable.Range(0, 200).Select(static i => $"{i}")];
        for (var round = 0; round < {{most}}; round++)
        {
            var lines = new Lines(names.Length);
            Console.SetOut(lines);
            Greetings.Send(names);
            lines.Complete.Wait();
            if (lines.All.Distinct().Count() < names.Length)
            {
                original.WriteLine("wrong");
                return;
            }
        }

        original.WriteLine("right");

        internal sealed class Lines(int count) : System.IO.StringWriter
        {
            public System.Collections.Concurrent.ConcurrentQueue<string?> All { get; } = new();

            public System.Threading.CountdownEvent Complete { get; } = new(count);

            public override void WriteLine(string? value)
            {
                All.Enqueue(value);
                Complete.Signal();
            }
        }
        """;

    /// <summary>A thread that reads the variable after the last round throws, and the process ends.</summary>
    private static bool IsRight(SampleRun run) => run.ExitCode == 0 && run.Output.Trim() == "right";
}
