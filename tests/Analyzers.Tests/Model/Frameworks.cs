using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace Analyzers.Tests.Model;

/// <summary>The public surface of the .NET versions that the table must fit.</summary>
internal static class Frameworks
{
    private static readonly Lazy<CSharpCompilation> LazyNet80 = new(() => Compile("", ReferenceAssemblies.Net.Net80));

    private static readonly Lazy<CSharpCompilation> LazyNet100 = new(() => Compile("", ReferenceAssemblies.Net.Net100));

    public static CSharpCompilation Of(int version) => version switch
    {
        8 => LazyNet80.Value,
        10 => LazyNet100.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(version), version, "The table is compared with .NET 8 and .NET 10."),
    };

    /// <summary>.NET 10 and one assembly more.</summary>
    public static CSharpCompilation With(string assembly) => Of(10).AddReferences(MetadataReference.CreateFromFile(assembly));

    /// <summary>Compiles a snippet; it must have no errors.</summary>
    public static CSharpCompilation Compile(string source, ReferenceAssemblies? framework = null)
    {
        var references = (framework ?? ReferenceAssemblies.Net.Net100).ResolveAsync(LanguageNames.CSharp, CancellationToken.None).GetAwaiter().GetResult();
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true);
        var tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview));
        var compilation = CSharpCompilation.Create("Snippet", [tree], references, options);
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Empty(errors);
        return compilation;
    }
}
