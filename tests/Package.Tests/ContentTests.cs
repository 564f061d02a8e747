using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Xunit;

namespace Package.Tests;

/// <summary>What is in the package, and nothing else.</summary>
[Collection(SharedPackage.Name)]
public sealed class ContentTests(PackageFixture fixture)
{
    private static readonly string[] Expected =
    [
        "ConcurrencyAnalyzers.nuspec",
        "README.md",
        "analyzers/dotnet/cs/ConcurrencyAnalyzers.CodeFixes.dll",
        "analyzers/dotnet/cs/ConcurrencyAnalyzers.dll",
        "analyzers/dotnet/cs/zh-Hans/ConcurrencyAnalyzers.resources.dll",
        "build/ConcurrencyAnalyzers.props",
        "buildTransitive/ConcurrencyAnalyzers.props",
        "icon.png",
        "presets/All.globalconfig",
        "presets/AllErrors.globalconfig",
        "presets/Default.globalconfig",
        "presets/None.globalconfig",
        "presets/Recommended.globalconfig",
    ];

    /// <summary>Parts of the container format, one of them with a random name.</summary>
    private static readonly string[] ContainerParts = ["_rels/", "[Content_Types].xml", "package/services/"];

    [Fact]
    public async Task Package_contains_exactly_what_it_should()
    {
        var content = (await fixture.ContentAsync()).Where(entry => !ContainerParts.Any(part => entry.StartsWith(part, StringComparison.Ordinal)));

        Assert.Equal(Expected, content);
    }

    [Fact]
    public async Task Manifest_makes_it_a_development_dependency_without_dependencies()
    {
        await using var stream = await fixture.OpenAsync("ConcurrencyAnalyzers.nuspec");
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal("ConcurrencyAnalyzers", Value("id"));
        Assert.Equal("true", Value("developmentDependency"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotNull(Value("description"));
        Assert.NotNull(Value("releaseNotes"));
        Assert.Null(Value("dependencies"));
    }

    [Theory]
    [InlineData("analyzers/dotnet/cs/ConcurrencyAnalyzers.dll")]
    [InlineData("analyzers/dotnet/cs/ConcurrencyAnalyzers.CodeFixes.dll")]
    public async Task Assemblies_are_deterministic_and_carry_their_symbols(string entry)
    {
        await using var stream = await fixture.OpenAsync(entry);
        using var file = new PEReader(stream);
        var kinds = file.ReadDebugDirectory().Select(part => part.Type).ToList();

        Assert.Contains(DebugDirectoryEntryType.EmbeddedPortablePdb, kinds);
        Assert.Contains(DebugDirectoryEntryType.Reproducible, kinds);
    }

    /// <summary>A newer compiler than the oldest supported one must not be needed: that one would not run the rules, with no more than a warning.</summary>
    [Theory]
    [InlineData("analyzers/dotnet/cs/ConcurrencyAnalyzers.dll", "Microsoft.CodeAnalysis")]
    [InlineData("analyzers/dotnet/cs/ConcurrencyAnalyzers.CodeFixes.dll", "Microsoft.CodeAnalysis.Workspaces")]
    public async Task Assemblies_need_no_newer_compiler_than_the_floor(string entry, string reference)
    {
        await using var stream = await fixture.OpenAsync(entry);
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        var versions = metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Where(found => metadata.GetString(found.Name) == reference).Select(found => found.Version);

        Assert.Equal([new Version(4, 5, 0, 0)], versions);
    }

    [Fact]
    public async Task Icon_is_a_png_of_128_by_128()
    {
        await using var stream = await fixture.OpenAsync("icon.png");
        var header = new byte[24];
        await stream.ReadExactlyAsync(header);

        Assert.Equal("\u0089PNG", string.Concat(header.Take(4).Select(part => (char)part)));
        Assert.Equal([0, 0, 0, 128, 0, 0, 0, 128], header[16..24]);
    }
}
