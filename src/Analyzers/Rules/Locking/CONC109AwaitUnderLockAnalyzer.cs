using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>CONC109: code gives its thread away while it holds a lock that belongs to the thread.</summary>
public sealed class CONC109AwaitUnderLockAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>"true" where nobody acquires the lock while holding it, so that one which is not re-entrant can take its place.</summary>
    internal const string IsNeverNestedProperty = "IsNeverNested";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC109",
        title: "Await or yield while a thread-affine lock is held",
        messageFormat: "'{0}' belongs to the thread that acquired it and is held here: {1}",
        category: Category.Locking,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "Only the thread that acquired such a lock can release it. After an await the method may go on on another thread, and an iterator goes on on whichever thread asks for the next element, if any does: the release throws, and the lock stays held.");

    private static readonly RuleText Await = new("CONC109.Await", "after the await another thread may have to release it, which throws and leaves it locked");
    private static readonly RuleText Yield = new("CONC109.Yield", "the caller's code runs under it, and only its next call releases it, on whichever thread that is");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => type.IsThreadAffine && member.Effect is Effect.Acquire or Effect.TryAcquire, "lock");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new LockFlows(facts));
        foreach (var body in flows.Bodies)
        {
            var locks = flows.LocksOf(body)!;
            var reported = new HashSet<IOperation>();
            flows.ResultOf(body)!.Visit((operation, before) =>
            {
                if (KeywordOf(operation) is { } keyword && HeldAt(before, locks, flows) is var (site, key, held) && reported.Add(site))
                {
                    context.Report(
                        keyword.GetLocation(),
                        null,
                        held.Sites.Select(static acquire => acquire.Syntax.GetLocation()),
                        ImmutableDictionary<string, string?>.Empty.Add(IsNeverNestedProperty, IsNeverNested(key, flows) ? "true" : null),
                        key,
                        keyword.IsKind(SyntaxKind.YieldKeyword) ? Yield : Await);
                }
            });
        }
    }

    /// <summary>A thread-affine lock that is held whichever way the code came here, and which this body releases.</summary>
    private static (IOperation Site, AccessPath Key, LockValue Held)? HeldAt(LockState state, LockBody locks, LockFlows flows)
    {
        foreach (var key in state.MustHeld)
        {
            var held = state[key];
            foreach (var acquire in held.Sites)
            {
                // A mutex that is never released, such as the one that lets a program run only once, cannot be released by a wrong thread.
                if (flows.EffectAt(acquire, key, locks.Body)?.Type.IsThreadAffine == true && flows.ReleasesOf(locks.Body, key).Count > 0)
                {
                    return (acquire, key, held);
                }
            }
        }

        return null;
    }

    private static SyntaxToken? KeywordOf(IOperation operation)
    {
        if (operation is not (IAwaitOperation or IReturnOperation { Kind: OperationKind.YieldReturn }))
        {
            return null;
        }

        foreach (var node in operation.Syntax.AncestorsAndSelf())
        {
            var keyword = node switch
            {
                AwaitExpressionSyntax await => await.AwaitKeyword,
                YieldStatementSyntax yield => yield.YieldKeyword,
                CommonForEachStatementSyntax loop => loop.AwaitKeyword,
                UsingStatementSyntax scope => scope.AwaitKeyword,
                LocalDeclarationStatementSyntax declaration => declaration.AwaitKeyword,
                _ => default,
            };
            if (keyword.RawKind != 0)
            {
                return keyword;
            }

            if (node is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            {
                break;
            }
        }

        return null;
    }

    private static bool IsNeverNested(AccessPath key, LockFlows flows)
    {
        var isNested = false;
        foreach (var body in flows.Bodies)
        {
            var locks = flows.LocksOf(body)!;
            isNested |= flows.ResultOf(body)!.IsOverBudget;
            flows.ResultOf(body)!.Visit((operation, before) =>
            {
                if (locks.Events.TryGetValue(operation, out var found))
                {
                    isNested |= found.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire && IsSame(found.Key, key) && before[found.Key].IsMayHeld;
                }
                else if (locks.Calls.TryGetValue(operation, out var call))
                {
                    isNested |= before.Keys.Any(held => IsSame(held, key) && before[held].IsMayHeld) && flows.SummaryOf(call.Callee).Acquires.Any(acquire => IsSame(acquire.Key, key));
                }
            });
        }

        return !isNested;
    }

    private static bool IsSame(AccessPath left, AccessPath right) => SymbolEqualityComparer.Default.Equals(left.Holder, right.Holder);
}
