using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers;

/// <summary>
/// Runs rules: asks once per type which of them are interested, collects the type's bodies once for all of these, and lets each answer at
/// the end of the type.
/// </summary>
/// <remarks>
/// Diagnostics are reported at the end of the type's symbol, not of the compilation: they stay live in the editor and can be fixed. Only what
/// concerns several types at once waits for the end of the compilation.
/// </remarks>
internal sealed class RuleHost(ImmutableArray<ConcurrencyAnalyzer> rules)
{
    public void Start(CompilationStartAnalysisContext context)
    {
        var wanted = rules.Where(rule => rule.IsPossibleIn(context.Compilation)).ToImmutableArray();
        if (wanted.IsEmpty)
        {
            return;
        }

        var facts = CompilationFacts.Of(context.Compilation);
        var seen = new ConcurrentDictionary<TypeFacts, bool>();
        context.RegisterSymbolStartAction(start => StartType(start, facts, wanted, seen), SymbolKind.NamedType);
        foreach (var rule in wanted.Where(static rule => rule.AnswersAtEndOfCompilation))
        {
            context.RegisterCompilationEndAction(end => rule.Answer([.. seen.Keys], end));
        }
    }

    private static void StartType(SymbolStartAnalysisContext context, CompilationFacts facts, ImmutableArray<ConcurrencyAnalyzer> rules, ConcurrentDictionary<TypeFacts, bool> seen)
    {
        // A nested type shares its container's facts: private members of the one are used by the other. The driver hands its bodies only to
        // actions that were registered for the nested type itself, and ends the outermost type after all that it contains.
        var outermost = ((INamedTypeSymbol)context.Symbol).OutermostType();
        var interested = rules.Where(rule => rule.IsInterestedIn(outermost, context.CancellationToken)).ToList();
        if (interested.Count == 0)
        {
            return;
        }

        var type = facts.For(outermost);
        context.RegisterCodeBlockAction(block => type.Add(block));
        if (context.Symbol.ContainingType is not null)
        {
            return;
        }

        foreach (var rule in interested)
        {
            if (rule.AnswersAtEndOfCompilation)
            {
                seen[type] = true;
                continue;
            }

            // An action of its own for each rule: should one throw, the others still answer.
            context.RegisterSymbolEndAction(end => rule.Answer(type, end));
        }
    }
}
