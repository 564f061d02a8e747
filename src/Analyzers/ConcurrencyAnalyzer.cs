using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers;

/// <summary>
/// Base of every rule. A rule names the words without which it can have nothing to say, and answers for a whole type once all of the
/// type's bodies have been seen, so that it can ask for the summary of any method of that type.
/// </summary>
/// <remarks>
/// Diagnostics are reported at the end of the type's symbol, not of the compilation: they stay live in the editor and can be fixed. Only what
/// concerns several types at once waits for the end of the compilation.
/// </remarks>
public abstract class ConcurrencyAnalyzer : DiagnosticAnalyzer
{
    private protected ConcurrencyAnalyzer(DiagnosticDescriptor rule) => SupportedDiagnostics = ImmutableArray.Create(rule);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <summary>The words one of which a body must contain to interest the rule.</summary>
    private protected abstract Trigger Trigger { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    /// <summary>Reports what the rule finds in one type, nested types included.</summary>
    private protected abstract void Analyze(TypeFacts type, RuleContext context);

    /// <summary>True for a rule that compares types with each other: it answers at the end of the compilation, and not in the editor.</summary>
    private protected virtual bool IsAboutCompilation => false;

    /// <summary>Reports what the rule finds in all types together; asked only of a rule that is about the compilation.</summary>
    private protected virtual void AnalyzeAll(IReadOnlyCollection<TypeFacts> types, RuleContext context)
    {
    }

    private void Start(CompilationStartAnalysisContext context)
    {
        if (!Trigger.IsPossibleIn(context.Compilation))
        {
            return;
        }

        var facts = CompilationFacts.Of(context.Compilation);
        if (!IsAboutCompilation)
        {
            context.RegisterSymbolStartAction(start => StartType(start, facts, seen: null), SymbolKind.NamedType);
            return;
        }

        var seen = new ConcurrentDictionary<TypeFacts, bool>();
        context.RegisterSymbolStartAction(start => StartType(start, facts, seen), SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end =>
            AnalyzeAll([.. seen.Keys], new RuleContext(SupportedDiagnostics[0], end.ReportDiagnostic, end.Options, end.CancellationToken)));
    }

    private void StartType(SymbolStartAnalysisContext context, CompilationFacts facts, ConcurrentDictionary<TypeFacts, bool>? seen)
    {
        // A nested type shares its container's facts: private members of the one are used by the other. The driver hands its bodies only to
        // actions that were registered for the nested type itself, and ends the outermost type after all that it contains.
        var outermost = ((INamedTypeSymbol)context.Symbol).OutermostType();
        if (!Trigger.IsMetIn(outermost, context.CancellationToken))
        {
            return;
        }

        var type = facts.For(outermost);
        context.RegisterOperationBlockAction(block => type.Add(block));
        if (seen is not null)
        {
            seen[type] = true;
            return;
        }

        if (context.Symbol.ContainingType is not null)
        {
            return;
        }

        context.RegisterSymbolEndAction(end => Analyze(type, new RuleContext(SupportedDiagnostics[0], end.ReportDiagnostic, end.Options, end.CancellationToken)));
    }
}
