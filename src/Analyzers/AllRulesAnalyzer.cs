using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers;

/// <summary>
/// The rules as the compiler sees them: one analyzer. The driver's own work per analyzer, type and member would cost more than the rules themselves
/// if each of them were one.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AllRulesAnalyzer : DiagnosticAnalyzer
{
    /// <summary>Found by reflection, so that nobody has to register a rule. One that is an analyzer of its own says so by the attribute.</summary>
    private static readonly ImmutableArray<ConcurrencyAnalyzer> Rules = ImmutableArray.CreateRange(
        typeof(AllRulesAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(ConcurrencyAnalyzer)) && !type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(static type => (ConcurrencyAnalyzer)Activator.CreateInstance(type)!)
            .OrderBy(static rule => rule.Descriptor.Id, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.CreateRange(Rules.Select(static rule => rule.Descriptor));

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(new RuleHost(Rules).Start);
    }
}
