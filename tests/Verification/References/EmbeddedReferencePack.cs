using System.Reflection;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The reference pack of .NET 10, which the build embeds from the SDK.</summary>
internal static class EmbeddedReferencePack
{
    private const string Prefix = "net100/";

    public static IEnumerable<MetadataReference> Load()
    {
        var assembly = typeof(EmbeddedReferencePack).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Load(assembly, name));
    }

    private static PortableExecutableReference Load(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        return MetadataReference.CreateFromStream(stream, filePath: name);
    }
}
