using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>CONC106: a lock is acquired inside the try whose finally releases it, also if the acquire has failed.</summary>
public sealed class CONC106AcquireInsideTryAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>"true" where the acquire tells by its result whether it succeeded.</summary>
    internal const string IsTryProperty = "IsTry";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC106",
        title: "Lock acquired inside the try that releases it",
        messageFormat: "'{0}' is acquired inside the try: if that fails, the finally block releases a lock that is not held",
        category: Category.Locking,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "When acquiring fails, because the wait is cancelled, timed out or throws, the finally block still runs its release. That throws and hides the first exception, or it gives a semaphore a permit too many, so that two threads get in at once. Acquire before the try, or release only if the lock was taken.");

    private protected override Trigger Trigger => LeakReport.Trigger;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new LockFlows(facts));
        foreach (var body in flows.Bodies)
        {
            var locks = flows.LocksOf(body)!;
            var releases = locks.Events.Values
                .Where(static found => found.Kind == LockEventKind.Release && !found.Operation.IsImplicit && !found.Effect.ReturnsScope)
                .Select(static found => (Release: found, Try: TryOf(found.Operation)))
                .Where(static pair => pair.Try is not null)
                .ToList();
            if (releases.Count == 0)
            {
                continue;
            }

            flows.ResultOf(body)!.Visit((operation, before) =>
            {
                if (locks.Events.TryGetValue(operation, out var acquire)
                    && acquire.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire
                    && before[acquire.Key] is { IsMayHeld: false, IsUnknown: false }
                    && releases.FirstOrDefault(pair => pair.Release.Key.Equals(acquire.Key) && pair.Release.Effect.Mode == acquire.Effect.Mode && IsDirectlyIn(operation.Syntax, pair.Try!) && !IsReleasedBefore(acquire, pair.Try!, locks)) is { Release: { } release })
                {
                    Report(acquire, release, context);
                }
            });
        }
    }

    /// <summary>The try whose finally block has the release as one of its own statements, so that nothing decides whether it runs.</summary>
    private static TryStatementSyntax? TryOf(IOperation release) =>
        release.Syntax.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax { Parent: FinallyClauseSyntax { Parent: TryStatementSyntax around } } } ? around : null;

    /// <summary>The try begins with the lock held, and gives it up in between.</summary>
    private static bool IsReleasedBefore(LockEvent acquire, TryStatementSyntax around, LockBody locks) =>
        locks.Events.Values.Any(found => found.Kind == LockEventKind.Release
            && found.Key.Equals(acquire.Key)
            && around.Block.Span.Contains(found.Operation.Syntax.Span)
            && found.Operation.Syntax.SpanStart < acquire.Operation.Syntax.SpanStart);

    private static bool IsDirectlyIn(SyntaxNode acquire, TryStatementSyntax around) =>
        acquire.FirstAncestorOrSelf<StatementSyntax>()?.Parent == around.Block
        && acquire.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() == around.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>();

    private static void Report(LockEvent acquire, LockEvent release, RuleContext context) =>
        context.Report(
            acquire.Operation.Syntax.GetLocation(),
            severity: null,
            [release.Operation.Syntax.GetLocation()],
            ImmutableDictionary<string, string?>.Empty.Add(IsTryProperty, acquire.Kind == LockEventKind.TryAcquire && acquire.Effect.TakenParameter == MemberEffect.Absent ? "true" : null),
            acquire.Key);
}
