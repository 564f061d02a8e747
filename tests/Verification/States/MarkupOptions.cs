namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Details of reading markup. <c>$$</c> is always code here, as it begins raw strings.</summary>
[Flags]
public enum MarkupOptions
{
    /// <summary><c>[|…|]</c> needs an analyzer with exactly one descriptor.</summary>
    None = 0,

    /// <summary><c>[|…|]</c> means the first descriptor if there are several.</summary>
    UseFirstDescriptor = 1,
}
