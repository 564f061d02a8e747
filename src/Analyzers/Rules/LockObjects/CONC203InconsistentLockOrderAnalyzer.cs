using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.LockOrder;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>CONC203: the methods of a type take the same locks in different orders.</summary>
public sealed class CONC203InconsistentLockOrderAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>"true" where two locks are concerned, so that the order is right once they change places here.</summary>
    internal const string IsPairProperty = "IsPair";

    /// <summary>"true" where no other place takes the two locks together.</summary>
    internal const string IsOnlyPairProperty = "IsOnlyPair";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC203",
        title: "Inconsistent lock order in a type",
        messageFormat: "Locks taken in different orders deadlock: {0}",
        category: Category.LockObjects,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "Two threads that take the same locks in different orders can each hold the lock that the other one waits for. All code must take locks that it holds together in one order.");

    private protected override Trigger Trigger => LockTriggers.AnyLock;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var cycles = type.Analysis(static facts => new LockCycles(facts));
        foreach (var cycle in cycles.All)
        {
            context.Report(
                cycle.Edges[0].Edge.Place.Syntax.GetLocation(),
                severity: null,
                Others(cycle).Select(static operation => operation.Syntax.GetLocation()),
                ImmutableDictionary<string, string?>.Empty
                    .Add(IsPairProperty, cycle.Edges.Length == 2 ? "true" : null)
                    .Add(IsOnlyPairProperty, cycles.IsOnlyPair(cycle) ? "true" : null),
                new Interleaving(cycle));
        }
    }

    /// <summary>Where the first lock is taken, then both places of each other order.</summary>
    private static IEnumerable<IOperation> Others(LockCycle cycle) =>
        cycle.Edges.Skip(1).SelectMany(static edge => new[] { edge.Edge.HeldSite, edge.Edge.Place }).Prepend(cycle.Edges[0].Edge.HeldSite);
}
