using System.IO.Compression;
using Xunit;

namespace Package.Tests;

/// <summary>The packed Runtime beside the packed analyzers in one folder, and what a user's program makes of them.</summary>
public sealed class RuntimeFixture : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("concurrency-runtime-").FullName;
    private readonly Lazy<Task<RuntimePackage>> package;
    private readonly Lazy<Task<RuntimeBuild>> use;
    private readonly Lazy<Task<RuntimeBuild>> examples;
    private readonly Lazy<Task<RuntimeBuild>> misuse;
    private readonly Lazy<Task<RuntimeBuild>> pythonNames;
    private readonly Lazy<Task<RuntimeBuild>> withoutNames;
    private readonly Lazy<Task<RuntimeBuild>> trimmed;

    public RuntimeFixture()
    {
        package = new(PackAsync);
        use = new(async () => await (await CreateAsync("use", RuntimePrograms.Use)).BuildAsync());
        examples = new(async () => await (await CreateAsync("examples", Readme.Program)).BuildAsync());
        misuse = new(async () => await (await CreateAsync("misuse", RuntimePrograms.Misuse)).BuildAsync());
        pythonNames = new(async () => await (await CreateAsync("names", RuntimePrograms.PythonNames, "<ConcurrencyPythonNames>true</ConcurrencyPythonNames>")).BuildAsync());
        withoutNames = new(async () => await (await CreateAsync("no-names", RuntimePrograms.PythonNames)).BuildAsync());
        trimmed = new(async () => await (await CreateAsync("trimmed", RuntimePrograms.Trimmed, RuntimePrograms.TrimmedProperties, isOffline: false)).PublishAsync());
    }

    internal Task<RuntimePackage> Package => package.Value;

    /// <summary>A right program, built with a reference to the Runtime only.</summary>
    internal Task<RuntimeBuild> Use => use.Value;

    /// <summary>All examples of the package's page as one program.</summary>
    internal Task<RuntimeBuild> Examples => examples.Value;

    /// <summary>A program with a mistake that hangs for certain.</summary>
    internal Task<RuntimeBuild> Misuse => misuse.Value;

    /// <summary>A program in Python's names, with the property that asks for them.</summary>
    internal Task<RuntimeBuild> PythonNames => pythonNames.Value;

    /// <summary>The same without the property.</summary>
    internal Task<RuntimeBuild> WithoutNames => withoutNames.Value;

    /// <summary>A program published trimmed, with the whole Runtime kept, so that all of it is looked at.</summary>
    internal Task<RuntimeBuild> Trimmed => trimmed.Value;

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    internal static async Task<string[]> ContentAsync(string file)
    {
        await using var archive = await ZipFile.OpenReadAsync(file);
        return [.. archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
    }

    internal static async Task<Stream> OpenAsync(string file, string entry)
    {
        await using var archive = await ZipFile.OpenReadAsync(file);
        await using var content = await archive.GetEntry(entry)!.OpenAsync();
        var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        copy.Position = 0;
        return copy;
    }

    private async Task<RuntimePackage> PackAsync()
    {
        var feed = Path.Combine(folder, "feed");
        foreach (var project in new[] { "src/CodeFixes", "src/Runtime" })
        {
            var result = await Dotnet.RunAsync(Repository.Root, "pack", project, "--no-build", "--configuration", Repository.Configuration, "--output", feed);
            result.ThrowIfFailed();
        }

        var package = Directory.GetFiles(feed, $"{RuntimePackage.Id}.*.nupkg").Single();
        return new(package, Path.ChangeExtension(package, ".snupkg"), Path.GetFileNameWithoutExtension(package)[(RuntimePackage.Id.Length + 1)..]);
    }

    private async Task<RuntimeConsumer> CreateAsync(string name, string program, string properties = "", bool isOffline = true) =>
        RuntimeConsumer.Create(Path.Combine(folder, name), await Package, program, properties, isOffline);
}
