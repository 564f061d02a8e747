using System.Reflection;
using System.Text.RegularExpressions;
using ConcurrencyAnalyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Analyzers.Tests.Conventions;

/// <summary>One rule, and where its parts are to be found: all of them derive from the one stem, e.g. <c>CONC101ReacquiredLock</c>.</summary>
internal sealed partial class RuleEntry(Type analyzerType, IReadOnlyList<Type> fixTypes)
{
    private const string AnalyzerSuffix = "Analyzer";

    public Type AnalyzerType { get; } = analyzerType;

    public DiagnosticAnalyzer Analyzer { get; } = (DiagnosticAnalyzer)Activator.CreateInstance(analyzerType)!;

    public DiagnosticDescriptor Descriptor => Analyzer.SupportedDiagnostics[0];

    public string Id => Descriptor.Id;

    public string Stem => AnalyzerType.Name[..^AnalyzerSuffix.Length];

    /// <summary>The folder that the rule is in, which its namespace repeats.</summary>
    public string Block => AnalyzerType.Namespace!.Split('.')[^1];

    public IReadOnlyList<CodeFixProvider> Fixes { get; } = [.. fixTypes.Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    public string? NoCodeFixReason => AnalyzerType.GetCustomAttribute<NoCodeFixAttribute>()?.Reason;

    public string AnalyzerPath => $"src/Analyzers/Rules/{Block}/{Stem}Analyzer.cs";

    public string FixPath => $"src/CodeFixes/Rules/{Block}/{Stem}Fix.cs";

    public string TestPath => $"tests/Analyzers.Tests/Rules/{Block}/{Stem}Tests.cs";

    public string SamplePath => $"samples/Rules/{Id}.cs";

    public string PagePath => $"docs/rules/{Id}.md";

    public Type? TestType => typeof(RuleEntry).Assembly.GetTypes().SingleOrDefault(type => type.Name == Stem + "Tests");

    public static bool IsAnalyzerName(string name) => AnalyzerName().IsMatch(name);

    public override string ToString() => Id;

    [GeneratedRegex("^CONC[1-9][0-9]{2}[A-Z][A-Za-z]+Analyzer$")]
    private static partial Regex AnalyzerName();
}
