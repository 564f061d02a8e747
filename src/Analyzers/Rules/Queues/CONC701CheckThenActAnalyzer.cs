using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Queues;

/// <summary>CONC701: a concurrent collection is asked first and used afterwards, as if nobody could come in between.</summary>
public sealed class CONC701CheckThenActAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>What the call behind the question does, as the name of its effect.</summary>
    internal const string ActProperty = "Act";

    /// <summary>What is said instead of the effect where a new collection is put where there was none.</summary>
    internal const string MissAct = "Miss";

    /// <summary>The member that asks and acts in one step, where there is one for the act.</summary>
    internal const string MemberProperty = "Member";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC701",
        title: "Check-then-act on a concurrent collection",
        messageFormat: "Another thread can change '{0}' between '{1}' and this use: {2}",
        category: Category.Queues,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "Each call of a concurrent collection is atomic, two of them are not. What the first one has found out may be wrong when the second one relies on it. Such collections have members that ask and act in one step.");

    private static readonly RuleText Throws = new("CONC701.Throws", "it throws if the key is gone");
    private static readonly RuleText Overwrites = new("CONC701.Overwrites", "it overwrites what the other thread has added");
    private static readonly RuleText Blocks = new("CONC701.Blocks", "it waits for the next element if this one is gone");
    private static readonly RuleText Ends = new("CONC701.Ends", "it throws if the queue is completed while it waits");
    private static readonly RuleText Nothing = new("CONC701.Nothing", "it gets no element if this one is gone");

    /// <summary>The question of a query, which any collection can be asked.</summary>
    private const string QueryWord = "Any";

    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(IsQuestion).Append(QueryWord));

    private protected override Trigger Trigger { get; } = Trigger.On(IsQuestion, QueryWord).AndTypeName();

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        Sharing? sharing = null;
        foreach (var body in type.Bodies.Where(static body => body.ContainsAny(Words)))
        {
            // One question is one mistake.
            var reported = new HashSet<IOperation>();
            foreach (var found in CheckedAct.In(body))
            {
                sharing ??= new(type);
                if (!reported.Contains(found.Check) && !IsHarmless(found, body) && IsRace(found, body, sharing) is { } isCertain && reported.Add(found.Check))
                {
                    Report(found, isCertain, context);
                }
            }
        }
    }

    private static bool IsQuestion(PrimitiveType type, MemberEffect member) =>
        type.Kind is PrimitiveKind.ConcurrentCollection or PrimitiveKind.Queue && member.Effect is Effect.Check or Effect.QueryAlive && type.Members.Any(static other => other.Effect is Effect.WriteItem or Effect.Take or Effect.TryTake);

    /// <returns>Null where it is none; false where it is one only if other threads use the collection at that time.</returns>
    private static bool? IsRace(CheckedAct found, Body body, Sharing sharing)
    {
        // Whoever completes a queue does so while others wait for it: that needs no further thread.
        if (Sharing.IsShared(found.Path, body) is not false and var isShared && sharing.IsUnlocked(body) && !ForeignLocks.IsInside(found.Act.Syntax))
        {
            if (found.IsMiss)
            {
                return isShared == true ? false : null;
            }

            return found.Row.Effect == Effect.ReadItem && !sharing.MayShrink(found.Path) ? null : isShared == true && found.Row.Effect != Effect.TryTake && !IsOwnKey(found, body);
        }

        return null;
    }

    private static bool IsHarmless(CheckedAct found, Body body) => found.Row.Effect switch
    {
        // A dictionary used as a set, or a flag: whoever comes second writes the same.
        Effect.WriteItem => found.Act.Parent is IAssignmentOperation { Value: { ConstantValue.HasValue: true, Type.SpecialType: SpecialType.System_Byte or SpecialType.System_Boolean } or IDefaultValueOperation or IConversionOperation { Operand.ConstantValue.HasValue: true, Type.SpecialType: SpecialType.System_Byte } },
        Effect.ReadItem => IsCaught(found.Act.Syntax, body),
        Effect.Take => found.IsAboutEnd && IsCaught(found.Act.Syntax, body),
        _ => false,
    };

    /// <summary>The author knows that it may throw.</summary>
    private static bool IsCaught(SyntaxNode act, Body body) => act.Ancestors()
        .TakeWhile(node => node != body.Syntax)
        .OfType<TryStatementSyntax>()
        .Any(attempt => attempt.Block.Span.Contains(act.Span) && attempt.Catches.Count > 0);

    /// <summary>Each call of the delegate has a key of its own, as far as can be seen: the loop's item.</summary>
    private static bool IsOwnKey(CheckedAct found, Body body) =>
        found.Check is IInvocationOperation { Arguments: [{ Value: var key }, ..] }
        && body.Definitions.SkipWrappers(key) is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } };

    private static void Report(CheckedAct found, bool isCertain, RuleContext context) => context.Report(
        Spans.Of(found.Act),
        isCertain ? null : DiagnosticSeverity.Info,
        [found.Check.Syntax.GetLocation()],
        ImmutableDictionary<string, string?>.Empty.Add(ActProperty, found.IsMiss ? MissAct : found.Row.Effect.ToString()).Add(MemberProperty, MemberFor(found)?.Name),
        found.Path,
        NameOf(found.Check, context.CancellationToken),
        OutcomeOf(found));

    private static MemberEffect? MemberFor(CheckedAct found)
    {
        var members = found.Row.Type.Members;
        return found.Row.Effect switch
        {
            Effect.ReadItem => null,
            Effect.WriteItem when found.IsMiss => found.Row.Type.IsRuntime ? null : members.FirstOrDefault(static row => row is { Effect: Effect.Atomic, IsAnyOverload: true, CallbackParameters: [1] }),
            Effect.WriteItem when found.IsUpdate => null,
            Effect.TryTake => found.Row,
            Effect.WriteItem => members.FirstOrDefault(static row => row.Effect == Effect.TryPut),
            _ when found.IsAboutEnd => members.FirstOrDefault(static row => row is { Effect: Effect.Consume, IsAsync: false }),
            _ => members.FirstOrDefault(static row => row is { Effect: Effect.TryTake, IsAsync: false, Parameters.Count: 1 }),
        };
    }

    private static RuleText OutcomeOf(CheckedAct found) => found.Row.Effect switch
    {
        Effect.ReadItem => Throws,
        Effect.WriteItem => Overwrites,
        Effect.TryTake => Nothing,
        _ => found.IsAboutEnd ? Ends : Blocks,
    };

    private static string NameOf(IOperation operation, CancellationToken cancellationToken)
    {
        var place = Spans.Of(operation);
        return place.SourceTree!.GetText(cancellationToken).ToString(place.SourceSpan);
    }
}
