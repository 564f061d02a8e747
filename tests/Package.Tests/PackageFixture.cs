using System.IO.Compression;
using Xunit;

namespace Package.Tests;

/// <summary>
/// One package and one of each build for all tests: every call of the SDK takes seconds. What a test does not ask for is not run.
/// </summary>
public sealed class PackageFixture : IAsyncLifetime
{
    private const string PackageId = "ConcurrencyAnalyzers";

    private readonly string folder = Directory.CreateTempSubdirectory("concurrency-package-").FullName;
    private readonly Lazy<Task<string>> package;
    private readonly Lazy<Task<Build>> defaultBuild;
    private readonly Lazy<Task<VariantBuilds>> variants;
    private readonly Lazy<Task<CommandResult>> unknownMode;
    private readonly Lazy<Task<RepairedProgram>> repair;

    public PackageFixture()
    {
        package = new(PackAsync);
        defaultBuild = new(BuildAsync);
        variants = new(async () => await VariantBuilds.RunAsync(await CreateConsumerAsync("variants")));
        unknownMode = new(BuildWithUnknownModeAsync);
        repair = new(async () => await RepairedProgram.RunAsync(await CreateConsumerAsync("repair")));
    }

    /// <summary>The packed file; the Runtime, of which the sample uses types, lies beside it.</summary>
    internal Task<string> Package => package.Value;

    /// <summary>A plain <c>dotnet build</c> of the misuse sample.</summary>
    internal Task<Build> DefaultBuild => defaultBuild.Value;

    /// <summary>The same with other severities and languages.</summary>
    internal Task<VariantBuilds> Variants => variants.Value;

    internal Task<CommandResult> UnknownMode => unknownMode.Value;

    /// <summary>What <c>dotnet format analyzers</c> makes of the sample.</summary>
    internal Task<RepairedProgram> Repair => repair.Value;

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    internal async Task<IReadOnlyList<string>> ContentAsync()
    {
        await using var archive = await ZipFile.OpenReadAsync(await Package);
        return [.. archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
    }

    internal async Task<Stream> OpenAsync(string entry)
    {
        await using var archive = await ZipFile.OpenReadAsync(await Package);
        await using var content = await archive.GetEntry(entry)!.OpenAsync();
        var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        copy.Position = 0;
        return copy;
    }

    private async Task<string> PackAsync()
    {
        var feed = Path.Combine(folder, "feed");
        foreach (var project in new[] { "src/CodeFixes", "src/Runtime" })
        {
            var result = await Dotnet.RunAsync(Repository.Root, "pack", project, "--no-build", "--configuration", Repository.Configuration, "--output", feed);
            result.ThrowIfFailed();
        }

        return Directory.GetFiles(feed, $"{PackageId}.*.nupkg").Single(file => !Path.GetFileName(file).StartsWith(RuntimePackage.Id, StringComparison.Ordinal));
    }

    /// <summary>Each consumer has a packages folder of its own, so that none sees an older package of the same version.</summary>
    private async Task<Consumer> CreateConsumerAsync(string name)
    {
        var file = await Package;
        var version = Path.GetFileNameWithoutExtension(file)[(PackageId.Length + 1)..];
        return Consumer.Create(Path.Combine(folder, name), Path.GetDirectoryName(file)!, Path.Combine(folder, name + "-packages"), version);
    }

    private async Task<Build> BuildAsync()
    {
        var consumer = await CreateConsumerAsync("default");
        var result = await Dotnet.RunAsync(consumer.Folder, "build", "-p:ErrorLog=build.sarif%2cversion=2.1");
        return new(result.ThrowIfFailed(), Sarif.Read(consumer.PathOf("build.sarif")));
    }

    private async Task<CommandResult> BuildWithUnknownModeAsync() =>
        await Dotnet.RunAsync((await CreateConsumerAsync("unknown")).Folder, "build", "-p:ConcurrencyAnalysisMode=Everything");

    internal sealed record Build(CommandResult Command, Sarif Log);
}
