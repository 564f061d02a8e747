using Xunit;

namespace Package.Tests;

/// <summary>A program that references the Runtime only.</summary>
[Collection(SharedPackage.Name)]
public sealed class RuntimeUseTests(RuntimeFixture fixture)
{
    [Fact]
    public async Task Program_builds_and_runs()
    {
        var build = await fixture.Use;
        build.Command.ThrowIfFailed();

        Assert.Equal("total 55", (await build.RunAsync()).ThrowIfFailed().Output.Trim());
        Assert.DoesNotContain(build.Log.Results, result => result.Id.StartsWith("CONC", StringComparison.Ordinal));
    }

    /// <summary>The examples of the package's page say in comments what they print.</summary>
    [Fact]
    public async Task Examples_of_the_readme_build_and_print_what_they_say()
    {
        var build = await fixture.Examples;
        build.Command.ThrowIfFailed();

        Assert.Equal(Readme.Printed, (await build.RunAsync()).ThrowIfFailed().Output.Trim().ReplaceLineEndings("\n").Split('\n'));
        Assert.DoesNotContain(build.Log.Results, result => result.Id.StartsWith("CONC", StringComparison.Ordinal));
    }

    [Fact]
    public void Example_of_the_repositorys_readme_is_one_of_the_packages()
    {
        var example = Assert.Single(Readme.ExamplesIn("README.md"));

        Assert.Contains(Readme.ExamplesIn(Readme.OfPackage), text => text.EndsWith(example, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Analyzers_come_along_and_see_the_misuse()
    {
        var build = await fixture.Misuse;
        var reported = Assert.Single(build.Log.Results, result => result.Id.StartsWith("CONC", StringComparison.Ordinal));

        // On our own types, where the outcome is certain, it is an error.
        Assert.Equal(("Program.cs", "CONC101", "error"), (reported.File, reported.Id, reported.Level));
        Assert.Contains("gate", reported.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, build.Command.ExitCode);
    }

    [Fact]
    public async Task Pythons_names_are_there_for_the_asking()
    {
        var build = await fixture.PythonNames;
        build.Command.ThrowIfFailed();

        Assert.Equal(["1 2 3 MainThread", "4 5 6 7 8"], (await build.RunAsync()).ThrowIfFailed().Output.Trim().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public async Task Without_the_property_the_names_are_the_frameworks_or_nobodys()
    {
        var build = await fixture.WithoutNames;

        Assert.NotEqual(0, build.Command.ExitCode);
        Assert.All(["RLock", "Event", "Condition"], name => Assert.Contains($"CS0246: The type or namespace name '{name}'", build.Command.Output, StringComparison.Ordinal));

        // Lock is the BCL's again: known, but without Enter() in a using statement.
        Assert.DoesNotContain("name 'Lock'", build.Command.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trimming_warns_of_nothing_and_the_program_still_works()
    {
        var publish = await fixture.Trimmed;
        publish.Command.ThrowIfFailed();

        Assert.DoesNotMatch(@"\bIL\d{4}\b", publish.Command.Output);
        Assert.Equal(["x 3 somewhere", "Thread-1 (Greet), no exception, MainThread"], (await publish.RunAsync()).ThrowIfFailed().Output.Trim().ReplaceLineEndings("\n").Split('\n'));
    }
}
