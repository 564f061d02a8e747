namespace Microsoft.CodeAnalysis.CSharp.Testing;

/// <summary>How C# is parsed and compiled unless a test says otherwise.</summary>
internal static class CSharpDefaults
{
    /// <summary>Preview, so that every Roslyn the tests run on knows C# 14.</summary>
    public const LanguageVersion Version = LanguageVersion.Preview;

    public static CompilationOptions CompilationOptions { get; } =
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true);

    public static ParseOptions ParseOptions(LanguageVersion version) => new CSharpParseOptions(version, DocumentationMode.Diagnose);
}
