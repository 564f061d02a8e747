using Xunit;

namespace Analyzers.Tests.Conventions;

/// <summary>The program that the README has you build shows each core rule at work, once per mistake.</summary>
public sealed class MisuseSampleTests
{
    /// <summary>The mistake that each file makes.</summary>
    private static readonly string[] Expected =
    [
        "BackgroundAfterStart.cs CONC302",
        "DaemonAfterStart.cs CONC302",
        "DaemonProcessAfterStart.cs CONC302",
        "DoubleAcquire.cs CONC101",
        "DoubleEnter.cs CONC101",
        "FiftyThreads.cs CONC901",
        "JoinBeforeClose.cs CONC401",
        "NestedAcquire.cs CONC102",
        "NestedEnter.cs CONC102",
        "OnlyLastJoined.cs CONC301",
        "ReadBeforeJoin.cs CONC301",
        "WorkerReadBeforeJoin.cs CONC301",
    ];

    [Fact]
    public async Task Every_file_of_the_misuse_sample_shows_its_one_mistake()
    {
        var found = await MisuseSample.RunAsync();

        Assert.Equal(Expected, found.Select(diagnostic => $"{diagnostic.Location.GetLineSpan().Path[MisuseSample.Folder.Length..]} {diagnostic.Id}").Order(StringComparer.Ordinal));
    }
}
