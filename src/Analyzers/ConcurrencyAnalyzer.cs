using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers;

/// <summary>
/// Base of every rule. A rule names the words without which it can have nothing to say, and answers for a whole type once all of the
/// type's bodies have been seen, so that it can ask for the summary of any method of that type.
/// </summary>
/// <remarks>In a build <see cref="AllRulesAnalyzer"/> runs all rules together; alone each is an analyzer for tests.</remarks>
public abstract class ConcurrencyAnalyzer : DiagnosticAnalyzer
{
    private protected ConcurrencyAnalyzer(DiagnosticDescriptor rule) => SupportedDiagnostics = ImmutableArray.Create(rule);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    internal DiagnosticDescriptor Descriptor => SupportedDiagnostics[0];

    /// <summary>The words one of which a body must contain to interest the rule.</summary>
    private protected abstract Trigger Trigger { get; }

    /// <summary>True for a rule that compares types with each other: it answers at the end of the compilation, and not in the editor.</summary>
    private protected virtual bool IsAboutCompilation => false;

    internal bool AnswersAtEndOfCompilation => IsAboutCompilation;

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(new RuleHost(ImmutableArray.Create(this)).Start);
    }

    internal bool IsPossibleIn(Compilation compilation) => Trigger.IsPossibleIn(compilation) && Severities.IsOn(Descriptor, compilation);

    internal bool IsInterestedIn(INamedTypeSymbol outermostType, CancellationToken cancellationToken) => Trigger.IsMetIn(outermostType, cancellationToken);

    internal void Answer(TypeFacts type, SymbolAnalysisContext context) =>
        Analyze(type, new RuleContext(Descriptor, context.ReportDiagnostic, context.Options, context.CancellationToken));

    internal void Answer(IReadOnlyCollection<TypeFacts> types, CompilationAnalysisContext context) =>
        AnalyzeAll(types, new RuleContext(Descriptor, context.ReportDiagnostic, context.Options, context.CancellationToken));

    /// <summary>Reports what the rule finds in one type, nested types included.</summary>
    private protected abstract void Analyze(TypeFacts type, RuleContext context);

    /// <summary>Reports what the rule finds in all types together; asked only of a rule that is about the compilation.</summary>
    private protected virtual void AnalyzeAll(IReadOnlyCollection<TypeFacts> types, RuleContext context)
    {
    }
}
