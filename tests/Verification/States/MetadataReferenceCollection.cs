using System.Reflection;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>References beyond the reference assemblies.</summary>
public class MetadataReferenceCollection : List<MetadataReference>
{
    /// <summary>Adds a loaded assembly.</summary>
    public void Add(Assembly assembly) => Add(assembly.Location);

    /// <summary>Adds an assembly file.</summary>
    public void Add(string path) => Add(MetadataReference.CreateFromFile(path));
}
