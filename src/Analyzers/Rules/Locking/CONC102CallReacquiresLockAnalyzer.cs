using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>CONC102: a method is called that acquires a lock which is not re-entrant and which the caller already holds.</summary>
public sealed class CONC102CallReacquiresLockAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>"true" where the called method itself has the acquire, not one that it calls.</summary>
    internal const string IsDirectProperty = "IsDirect";

    internal const string LockProperty = "Lock";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC102",
        title: "Call re-acquires a non-reentrant lock already held",
        messageFormat: "'{0}' acquires '{1}', which is already held here and is not re-entrant: this call {2}",
        category: Category.Locking,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A method that acquires a lock must not be called by code that holds it, unless the lock is re-entrant. Give the part that needs the lock held a method of its own and call that one.");

    private static readonly RuleText Lambda = new("CONC102.Lambda", "the lambda");

    private protected override Trigger Trigger => Reacquisition.Trigger;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new LockFlows(facts));
        foreach (var body in flows.Bodies)
        {
            var locks = flows.LocksOf(body)!;
            flows.ResultOf(body)!.Visit((operation, before) =>
            {
                if (locks.Calls.TryGetValue(operation, out var call) && CallCompletion.IsSynchronous(call))
                {
                    Analyze(call, before, flows.SummaryOf(call.Callee), type, context);
                }
            });
        }
    }

    private static void Analyze(CallSite call, LockState before, LockSummary summary, TypeFacts type, RuleContext context)
    {
        foreach (var acquire in summary.Acquires)
        {
            if (acquire.IsCertain && call.InCaller(acquire.Key) is { } key && Reacquisition.IsFatal(before[key], key, acquire.Effect, type))
            {
                Report(call, before[key], key, acquire, context);
                return;
            }
        }
    }

    private static void Report(CallSite call, LockValue held, AccessPath key, AcquireSummary acquire, RuleContext context) =>
        context.Report(
            call.Operation.Syntax.GetLocation(),
            Reacquisition.SeverityOf(acquire.Effect),
            held.Sites.Take(1).Append(acquire.Site).Select(static operation => operation.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty.Add(IsDirectProperty, acquire.Through == call.Callee ? "true" : null).Add(LockProperty, key.ToString()),
            NameOf(call.Callee),
            key,
            Reacquisition.Consequence(acquire.Effect));

    private static object NameOf(Body callee) => callee.Owner switch
    {
        IMethodSymbol { AssociatedSymbol: { } property } => property.Name,
        IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } => Lambda,
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => "new " + constructor.ContainingType.Name,
        var method => method.Name,
    };
}
