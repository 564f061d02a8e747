using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Xunit;

namespace Package.Tests;

/// <summary>What is in the Runtime's package and its symbols, and nothing else.</summary>
[Collection(SharedPackage.Name)]
public sealed class RuntimeContentTests(RuntimeFixture fixture)
{
    private static readonly string[] Expected =
    [
        "ConcurrencyAnalyzers.Runtime.nuspec",
        "LICENSE",
        "README.md",
        "build/ConcurrencyAnalyzers.Runtime.Initializer.cs",
        "build/ConcurrencyAnalyzers.Runtime.LinkAttributes.xml",
        "build/ConcurrencyAnalyzers.Runtime.targets",
        "buildTransitive/ConcurrencyAnalyzers.Runtime.targets",
        "icon.png",
        "lib/net10.0/ConcurrencyAnalyzers.Runtime.dll",
        "lib/net10.0/ConcurrencyAnalyzers.Runtime.xml",
        "lib/net8.0/ConcurrencyAnalyzers.Runtime.dll",
        "lib/net8.0/ConcurrencyAnalyzers.Runtime.xml",
    ];

    private static readonly string[] ContainerParts = ["_rels/", "[Content_Types].xml", "package/services/"];

    [Fact]
    public async Task Package_contains_exactly_what_it_should()
    {
        var content = await RuntimeFixture.ContentAsync((await fixture.Package).File);

        Assert.Equal(Expected, content.Where(entry => !ContainerParts.Any(part => entry.StartsWith(part, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Symbols_are_in_a_package_of_their_own()
    {
        var content = await RuntimeFixture.ContentAsync((await fixture.Package).Symbols);

        Assert.Equal(
            ["lib/net10.0/ConcurrencyAnalyzers.Runtime.pdb", "lib/net8.0/ConcurrencyAnalyzers.Runtime.pdb"],
            content.Where(entry => entry.EndsWith(".pdb", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Manifest_names_the_analyzers_of_the_same_version_as_its_only_dependency()
    {
        var package = await fixture.Package;
        await using var stream = await RuntimeFixture.OpenAsync(package.File, "ConcurrencyAnalyzers.Runtime.nuspec");
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        XElement? Element(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);
        var groups = Element("dependencies")!.Elements().ToList();

        Assert.Equal(RuntimePackage.Id, Element("id")!.Value);
        Assert.Equal("MIT", Element("license")!.Value);
        Assert.Equal("icon.png", Element("icon")!.Value);
        Assert.Equal("README.md", Element("readme")!.Value);
        Assert.False(string.IsNullOrWhiteSpace(Element("description")!.Value));
        Assert.Matches("^[0-9a-f]{40}$", Element("repository")!.Attribute("commit")!.Value);
        Assert.Null(Element("developmentDependency"));
        Assert.Equal(["net8.0", "net10.0"], groups.Select(group => group.Attribute("targetFramework")!.Value));
        Assert.All(groups, group =>
        {
            var dependency = Assert.Single(group.Elements());
            Assert.Equal("ConcurrencyAnalyzers", dependency.Attribute("id")!.Value);
            Assert.Equal(package.Version, dependency.Attribute("version")!.Value);
        });
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public async Task Assemblies_refer_to_the_framework_only_and_every_public_type_is_documented(string framework)
    {
        var file = (await fixture.Package).File;
        await using var stream = await RuntimeFixture.OpenAsync(file, $"lib/{framework}/ConcurrencyAnalyzers.Runtime.dll");
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        await using var text = await RuntimeFixture.OpenAsync(file, $"lib/{framework}/ConcurrencyAnalyzers.Runtime.xml");
        var documented = XDocument.Load(text).Descendants("member").Select(member => member.Attribute("name")!.Value).ToHashSet();
        var types = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => (type.Attributes & System.Reflection.TypeAttributes.VisibilityMask) == System.Reflection.TypeAttributes.Public)
            .Select(type => $"T:{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}").ToList();

        Assert.All(
            metadata.AssemblyReferences.Select(metadata.GetAssemblyReference),
            reference => Assert.Matches(@"^(System\.|Microsoft\.Win32\.Primitives$)", metadata.GetString(reference.Name)));
        Assert.Contains("T:ConcurrencyAnalyzers.Runtime.WorkerThread", types);
        Assert.All(types, type => Assert.Contains(type, documented));
    }
}
