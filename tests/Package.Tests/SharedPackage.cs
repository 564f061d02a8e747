using Xunit;

namespace Package.Tests;

/// <summary>All tests share the packages and their builds, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPackage : ICollectionFixture<PackageFixture>, ICollectionFixture<RuntimeFixture>
{
    public const string Name = "Package";
}
