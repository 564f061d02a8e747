using Xunit;

namespace Package.Tests;

/// <summary>All tests share one package and its builds.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPackage : ICollectionFixture<PackageFixture>
{
    public const string Name = "Package";
}
