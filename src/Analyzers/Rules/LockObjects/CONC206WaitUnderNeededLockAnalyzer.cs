using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.LockOrder;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>CONC206: a thread is waited for under a lock that it takes before it ends.</summary>
public sealed class CONC206WaitUnderNeededLockAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC206",
        title: "Waiting, under a lock, for a thread that needs that lock",
        messageFormat: "'{0}' is held while this waits for '{1}', which takes '{0}' before it ends: both wait for ever",
        category: Category.LockObjects,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A thread, task, parallel loop or output handler that takes a lock cannot end while somebody else holds that lock. Whoever waits for its end must have released the lock before.");

    private protected override Trigger Trigger { get; } = Trigger.On(static (_, member) =>
        member.Effect is Effect.Join or Effect.TryJoin or Effect.JoinAll or Effect.TryJoinAll or Effect.ParallelInvoke, "await");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var wait in type.Analysis(static facts => new ThreadWaits(facts)).All)
        {
            context.Report(
                Spans.Of(wait.Place),
                severity: null,
                [wait.HeldSite.Syntax.GetLocation(), wait.Need.Acquire.Syntax.GetLocation()],
                ImmutableDictionary<string, string?>.Empty,
                wait.Need.Key,
                BodyNames.Of(wait.Need.Started));
        }
    }
}
