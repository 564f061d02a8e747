using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.LockOrder;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>CONC204: two types take each other's locks while they hold their own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[NoCodeFix("The order of locks of two types is a decision about both; no change at one place is right by itself.")]
public sealed class CONC204InconsistentLockOrderAcrossTypesAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC204",
        title: "Inconsistent lock order across types",
        messageFormat: "Two types take each other's locks in different orders, which deadlocks where both mean the same objects: {0}",
        category: Category.LockObjects,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "A type that calls another one while it holds its own lock takes the other's lock second. Where the other type does the same the other way round, two threads can wait for each other. Call other types after the lock is released.",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    private protected override Trigger Trigger => LockTriggers.AnyLock;

    private protected override bool IsAboutCompilation => true;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
    }

    private protected override void AnalyzeAll(IReadOnlyCollection<TypeFacts> types, RuleContext context)
    {
        var orders = new CrossTypeOrders(types.OrderBy(static type => type.Symbol.ToDisplayString(), StringComparer.Ordinal));
        foreach (var (later, earlier) in orders.Inversions())
        {
            context.Report(
                Spans.Of(later.Place),
                severity: null,
                new[] { later.HeldSite, earlier.HeldSite, earlier.Place }.Select(static operation => operation.Syntax.GetLocation()),
                ImmutableDictionary<string, string?>.Empty,
                new Interleaving([StepOf(later), StepOf(earlier)]));
        }
    }

    private static (object Held, object Wanted, string In) StepOf(CrossTypeEdge edge) => (edge.Held, edge.Wanted, edge.In.Owner.ContainingType.Name + "." + BodyNames.Of(edge.In));
}
