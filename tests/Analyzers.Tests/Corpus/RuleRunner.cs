using System.Collections.Immutable;
using Analyzers.Tests.Conventions;
using ConcurrencyAnalyzers;
using ConcurrencyAnalyzers.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Analyzers.Tests.Corpus;

/// <summary>Runs all rules at once over whole compilations, rules that are off by default included.</summary>
internal static class RuleRunner
{
    /// <summary>What the compiler reports where an analyzer has thrown.</summary>
    public const string AnalyzerException = "AD0001";

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview);

    private static readonly SyntaxTree Usings = CSharpSyntaxTree.ParseText(ImplicitUsings, ParseOptions, "Usings.cs");

    private static readonly Lazy<ImmutableArray<MetadataReference>> Framework =
        new(() => ReferenceAssemblies.Net.Net100.ResolveAsync(LanguageNames.CSharp, CancellationToken.None).GetAwaiter().GetResult());

    private static readonly Lazy<ImmutableArray<MetadataReference>> FrameworkAndRuntime =
        new(() => Framework.Value.Add(MetadataReference.CreateFromFile(typeof(WorkerThread).Assembly.Location)));

    private static readonly Lazy<ImmutableArray<MetadataReference>> TestProcess =
        new(() => [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>As the compiler loads them.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(ConcurrencyAnalyzer).Assembly.GetTypes()
            .Where(static type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static CSharpCompilation Compile(params IEnumerable<(string Path, string Text)> sources) => Compile(Framework.Value, sources);

    /// <summary>Against all that the test process itself has loaded: the compiler's own libraries too.</summary>
    public static CSharpCompilation CompileAgainstTestProcess(params IEnumerable<(string Path, string Text)> sources) => Compile(TestProcess.Value, sources);

    /// <summary>As a project that references the Runtime: our samples.</summary>
    public static CSharpCompilation CompileWithRuntime(params IEnumerable<(string Path, string Text)> sources) => Compile(FrameworkAndRuntime.Value, sources);

    public static CSharpCompilation CompileFile(string relativePath) => Compile((relativePath, Repository.Read(relativePath)));

    public static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    /// <returns>What the rules report, and <see cref="AnalyzerException"/> where one threw; in the order of the source.</returns>
    public static async Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation, bool isConcurrent = true, CancellationToken cancellationToken = default)
    {
        var options = new CompilationWithAnalyzersOptions(new([]), onAnalyzerException: null, concurrentAnalysis: isConcurrent, logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return [.. diagnostics.OrderBy(found => found.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(found => found.Location.SourceSpan.Start).ThenBy(found => found.Id, StringComparer.Ordinal)];
    }

    private static CSharpCompilation Compile(ImmutableArray<MetadataReference> references, IEnumerable<(string Path, string Text)> sources) =>
        CSharpCompilation.Create(
            "Corpus",
            sources.Select(source => Parse(source.Path, source.Text)).Prepend(Usings),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions(RuleCatalog.Rules.Where(rule => !rule.Descriptor.IsEnabledByDefault).Select(rule => KeyValuePair.Create(rule.Id, ReportDiagnostic.Warn))));
}
