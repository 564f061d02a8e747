using ConcurrencyAnalyzers;
using ConcurrencyAnalyzers.CodeFixes;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace Analyzers.Tests.Conventions;

/// <summary>Every rule that the two assemblies contain, found by reflection: nobody has to register a rule anywhere.</summary>
internal static class RuleCatalog
{
    public static IReadOnlyList<Type> AnalyzerTypes { get; } =
        [.. typeof(ConcurrencyAnalyzer).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(ConcurrencyAnalyzer)))];

    public static IReadOnlyList<Type> FixTypes { get; } =
        [.. typeof(ConcurrencyCodeFix).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))];

    public static IReadOnlyList<RuleEntry> Rules { get; } = [.. AnalyzerTypes.Select(MakeEntry).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    /// <summary>The ids, for theories: the runner shows them as arguments.</summary>
    public static TheoryData<string> Ids { get; } = [.. Rules.Select(rule => rule.Id)];

    public static TheoryData<string> FixableIds { get; } = [.. Rules.Where(rule => rule.Fixes.Count > 0).Select(rule => rule.Id)];

    public static RuleEntry Get(string id) => Rules.Single(rule => rule.Id == id);

    private static RuleEntry MakeEntry(Type analyzerType)
    {
        var id = new RuleEntry(analyzerType, []).Id;
        return new(analyzerType, [.. FixTypes.Where(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds.Contains(id))]);
    }
}
