using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>CONC306's sample, run.</summary>
public sealed class CONC306RunTests
{
    /// <summary>So many names that not every thread reads the variable before the loop changes it.</summary>
    private const string Driver = """
        Greetings.Send([.. Enumerable.Range(0, 500).Select(static i => $"{i}")]);
        """;

    private static readonly string[] Expected = [.. Enumerable.Range(0, 500).Select(static i => $"Hello {i}").Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Misuse_greets_some_twice_and_others_never() => Assert.False(IsRight(await SampleRun.ViolationAsync("CONC306", Driver)));

    [Fact]
    public async Task Repaired_program_greets_each_once() => Assert.True(IsRight(await SampleRun.FixedAsync("CONC306", Driver)));

    private static bool IsRight(SampleRun run) => run.ExitCode == 0 && run.Output.Split('\n').Order(StringComparer.Ordinal).SequenceEqual(Expected);
}
