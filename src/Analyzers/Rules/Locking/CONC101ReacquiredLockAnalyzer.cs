using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>CONC101: a lock that is not re-entrant is acquired again by the method that already holds it.</summary>
public sealed class CONC101ReacquiredLockAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>"true" where the acquire and the releases at the additional locations can be taken out together.</summary>
    internal const string IsRemovableProperty = "IsRemovable";

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
                    Report(found, held, new InnerPair(found, held, locks, flows.ResultOf(body)!), context);
                }
            });
        }
    }

    private static void Report(LockEvent acquire, LockValue held, InnerPair pair, RuleContext context) =>
        context.Report(
            acquire.Operation.Syntax.GetLocation(),
            Reacquisition.SeverityOf(acquire.Effect),
            held.Sites.Take(1).Concat(pair.Releases).Select(static operation => operation.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty.Add(IsRemovableProperty, pair.IsRemovable ? "true" : null),
            acquire.Key,
            Reacquisition.Consequence(acquire.Effect));

    /// <summary>The second acquire and the releases that undo it, and whether the lock is released as often as acquired without them.</summary>
    private sealed class InnerPair
    {
        public InnerPair(LockEvent acquire, LockValue held, LockBody locks, FlowResult<LockState> result)
        {
            var depth = held.Min + 1;
            var exit = result.Exit?[acquire.Key];
            if (held.Min != held.Max || acquire.Taken is not null || exit is not { } end || end.Min != end.Max || end.Min is < 0 or > 1)
            {
                return;
            }

            if (end.Min == 1)
            {
                // There is one release too few already: without the second acquire it comes out even.
                IsRemovable = true;
                return;
            }

            // A release that some path reaches less deep belongs to an outer acquire.
            result.Visit((operation, before) =>
            {
                if (locks.Events.TryGetValue(operation, out var found) && found.Kind == LockEventKind.Release && found.Key.Equals(acquire.Key) && before[acquire.Key].Min == depth)
                {
                    Releases.Add(operation);
                }
            });
            IsRemovable = Releases.Count > 0;
        }

        public bool IsRemovable { get; private set; }

        public List<IOperation> Releases { get; } = [];
    }
}
