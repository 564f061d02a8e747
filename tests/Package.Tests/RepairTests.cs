using Xunit;

namespace Package.Tests;

/// <summary>The promise of the README: <c>dotnet format analyzers</c> makes a right program of the wrong one.</summary>
[Collection(SharedPackage.Name)]
public sealed class RepairTests(PackageFixture fixture)
{
    [Fact]
    public async Task The_repaired_program_builds_without_our_warnings()
    {
        var repair = await fixture.Repair;

        Assert.True(repair.Log.Results.Count == 0, $"Left over: {string.Join(", ", repair.Log.Results)}\n{repair.FormatOutput}");
        Assert.Contains("0 Warning(s)", repair.BuildOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_repaired_program_runs_to_the_right_answer()
    {
        var run = (await fixture.Repair).Run;

        Assert.Equal(Expectations.Output, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(0, run.ExitCode);
    }
}
