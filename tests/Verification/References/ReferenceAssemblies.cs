using System.Collections.Immutable;

using Microsoft.CodeAnalysis.CSharp;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The framework that code under test is compiled against. Loaded once per process and shared by all tests.</summary>
public sealed class ReferenceAssemblies
{
    private readonly Lazy<Compilation> _anchor;

    private ReferenceAssemblies(string targetFramework, Func<IEnumerable<MetadataReference>> load)
    {
        TargetFramework = targetFramework;
        _anchor = new Lazy<Compilation>(() => Bind(load()));
    }

    /// <summary>.NET 10.</summary>
    public static ReferenceAssemblies Default => Net.Net100;

    /// <summary>The name of the framework, as <c>net10.0</c>.</summary>
    public string TargetFramework { get; }

    internal ImmutableArray<MetadataReference> References => [.. _anchor.Value.References];

    /// <summary>The references for <paramref name="language"/>.</summary>
    public Task<ImmutableArray<MetadataReference>> ResolveAsync(string? language, CancellationToken cancellationToken) =>
        Task.FromResult(References);

    /// <inheritdoc/>
    public override string ToString() => TargetFramework;

    // Compilations with the same references share the symbols of these, but only as long as one of them is alive.
    private static CSharpCompilation Bind(IEnumerable<MetadataReference> references)
    {
        var anchor = CSharpCompilation.Create("Anchor", references: references, options: new(OutputKind.DynamicallyLinkedLibrary));
        _ = anchor.GetSpecialType(SpecialType.System_Object);
        return anchor;
    }

    /// <summary>Versions of .NET.</summary>
    public static class Net
    {
        /// <summary>.NET 8.</summary>
        public static ReferenceAssemblies Net80 { get; } = new("net8.0", () => Basic.Reference.Assemblies.Net80.References.All);

        /// <summary>.NET 10.</summary>
        public static ReferenceAssemblies Net100 { get; } = new("net10.0", EmbeddedReferencePack.Load);
    }

    /// <summary>Versions of .NET Standard.</summary>
    public static class NetStandard
    {
        /// <summary>.NET Standard 2.0.</summary>
        public static ReferenceAssemblies NetStandard20 { get; } =
            new("netstandard2.0", () => Basic.Reference.Assemblies.NetStandard20.References.All);
    }

    /// <summary>Versions of .NET Framework.</summary>
    public static class NetFramework
    {
        /// <summary>.NET Framework 4.7.2.</summary>
        public static class Net472
        {
            /// <summary>Without WPF and Windows Forms.</summary>
            public static ReferenceAssemblies Default { get; } =
                new("net472", () => Basic.Reference.Assemblies.Net472.References.All);
        }
    }
}
