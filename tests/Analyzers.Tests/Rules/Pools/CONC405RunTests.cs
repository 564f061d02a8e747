using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Pools;

/// <summary>CONC405's sample, run with the pool's threads.</summary>
public sealed class CONC405RunTests
{
    private const string Driver = """
        var folder = System.IO.Directory.CreateTempSubdirectory("conc405-");
        try
        {
            folder.CreateSubdirectory("a").CreateSubdirectory("b");
            System.IO.File.WriteAllText(System.IO.Path.Combine(folder.FullName, "one"), "12345");
            System.IO.File.WriteAllText(System.IO.Path.Combine(folder.FullName, "a", "b", "two"), "67");
            Console.WriteLine(new FolderSize().Measure(folder.FullName));
        }
        finally
        {
            folder.Delete(true);
        }
        """;

    [Fact]
    public async Task Misuse_hangs() => Assert.True((await SampleRun.ViolationAsync("CONC405", Driver)).IsHung);

    [Fact]
    public async Task Repaired_program_answers_right() => Assert.Equal("7", (await SampleRun.FixedAsync("CONC405", Driver)).Answer);
}
