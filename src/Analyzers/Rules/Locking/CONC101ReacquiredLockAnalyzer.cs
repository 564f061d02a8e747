using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>CONC101: a lock that is not re-entrant is acquired again by the method that already holds it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CONC101ReacquiredLockAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC101",
        title: "Non-reentrant lock re-acquired while held",
        messageFormat: "'{0}' is already held here and is not re-entrant: acquiring it again {1}",
        category: Category.Locking,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A lock that is not re-entrant, such as a SemaphoreSlim with one permit, counts no owners. Whoever acquires it twice waits for a release that only that same flow of control could do.");

    private protected override Trigger Trigger => Reacquisition.Trigger;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new LockFlows(facts));
        foreach (var body in flows.Bodies)
        {
            var locks = flows.LocksOf(body)!;
            flows.ResultOf(body)!.Visit((operation, before) =>
            {
                if (locks.Events.TryGetValue(operation, out var found)
                    && found.Kind == LockEventKind.Acquire
                    && before[found.Key] is var held
                    && Reacquisition.IsFatal(held, found.Key, found.Effect, type))
                {
                    Report(found, held, InnerReleases(found.Key, locks, flows.ResultOf(body)!), context);
                }
            });
        }
    }

    private static void Report(LockEvent acquire, LockValue held, ImmutableArray<IOperation> releases, RuleContext context) =>
        context.Report(
            acquire.Operation.Syntax.GetLocation(),
            Reacquisition.SeverityOf(acquire.Effect),
            held.Sites.Take(1).Concat(releases).Select(static operation => operation.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty,
            acquire.Key,
            Reacquisition.Consequence(acquire.Effect));

    /// <summary>The releases that belong to the second acquire: where the lock is held twice.</summary>
    private static ImmutableArray<IOperation> InnerReleases(AccessPath key, LockBody locks, FlowResult<LockState> result)
    {
        var releases = ImmutableArray.CreateBuilder<IOperation>();
        result.Visit((operation, before) =>
        {
            if (locks.Events.TryGetValue(operation, out var found) && found.Kind == LockEventKind.Release && found.Key.Equals(key) && before[key].Max == 2)
            {
                releases.Add(operation);
            }
        });
        return releases.ToImmutable();
    }
}
