using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Flow.Queues;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Queues;

/// <summary>CONC702: somebody waits for a consumer whose queue is never completed, or an item comes after the queue was completed.</summary>
public sealed class CONC702QueueNotCompletedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The call that completes the queue, as it can be written before the wait; absent where that would be wrong.</summary>
    internal const string CompleteProperty = "Complete";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC702",
        title: "Consumer awaited without completing the queue, or item added after completion",
        messageFormat: "'{0}' {1}",
        category: Category.Queues,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A consumer that takes all items of a queue ends when the producers have said that no more will come. Until then it waits, and so does whoever waits for it. After that the queue takes no more items.");

    private static readonly RuleText Endless = new("CONC702.Endless", "is not completed before this wait, so its consumer never ends and the wait never returns");
    private static readonly RuleText Open = new("CONC702.Open", "is never completed, so this loop waits for ever for one more item");
    private static readonly RuleText Late = new("CONC702.Late", "throws here: the queue was completed before and takes no more items");

    private static readonly WordSet Consumers = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) => type.Kind == PrimitiveKind.Queue && member.Effect == Effect.Consume));
    private static readonly WordSet Ends = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) => type.Kind == PrimitiveKind.Queue && member.Effect == Effect.Complete));

    private protected override Trigger Trigger { get; } =
        Trigger.On(static (type, member) => type.Kind == PrimitiveKind.Queue && member.Effect is Effect.Consume or Effect.Complete).AndTypeName();

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        if (type.Bodies.Any(static body => body.ContainsAny(Consumers)))
        {
            ReportEndlessWaits(type, context);
        }

        var flows = type.Analysis(static facts => new HandleFlows(facts));
        foreach (var body in type.Bodies.Where(static outermost => outermost.ContainsAny(Ends)).SelectMany(static outermost => outermost.SelfAndNested))
        {
            var late = LateUse.In(flows.Of(body), type.Model, static effect => effect is { Effect: Effect.Put, Type.Kind: PrimitiveKind.Queue });
            foreach (var item in late)
            {
                context.Report(Spans.Of(item.Call), item.Effect.Type.IsRuntime ? DiagnosticSeverity.Error : null, LateUse.OtherPlaces(item, late), item.Properties, item.Effect.Name, Late);
            }
        }
    }

    private static void ReportEndlessWaits(TypeFacts type, RuleContext context)
    {
        var waits = new EndlessWaits(type);
        foreach (var group in waits.Find().GroupBy(static wait => wait.Wait).OrderBy(static group => group.Key.Syntax.SpanStart))
        {
            var wait = group.First();
            var ends = wait.Queue.Uses.Where(static use => use.Effect.Effect == Effect.Complete && !use.Operation.IsImplicit).ToList();
            var isCertain = waits.IsCertain(wait);
            var complete = isCertain && CompletionOf(wait.Queue, type.Model) is { } call && IsNamedAt(wait) && ends.Count <= 1 && waits.IsFilledBefore(wait) ? call : null;
            context.Report(
                Spans.Of(wait.Wait),
                !isCertain ? DiagnosticSeverity.Info : type.Model.TypeOf(wait.Queue.Type) is { IsRuntime: true } ? DiagnosticSeverity.Error : null,
                ends.Select(static use => use.Operation.Syntax.GetLocation()),
                complete is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(CompleteProperty, complete),
                wait.Queue.Name.Name,
                wait.Queue.Uses.Any(use => use.Operation == wait.Wait) ? Open : Endless);
        }
    }

    private static bool IsNamedAt(EndlessWait wait) =>
        wait.Queue.Name is IFieldSymbol || SymbolEqualityComparer.Default.Equals(wait.Queue.Name.ContainingSymbol, wait.Body.Owner);

    /// <summary>The call, on the queue or on that end of it which has the member.</summary>
    private static string? CompletionOf(OwnHandle queue, ConcurrencyModel model)
    {
        if (MemberOf(queue.Type, model) is { } member)
        {
            return $"{queue.Name.Name}.{member}()";
        }

        for (var type = queue.Type; type is not null; type = type.BaseType)
        {
            foreach (var end in type.GetMembers().OfType<IPropertySymbol>())
            {
                if (model.EffectOf(end, isWrite: false) is { ReturnsReceiver: true } && MemberOf(end.Type, model) is { } completes)
                {
                    return $"{queue.Name.Name}.{end.Name}.{completes}()";
                }
            }
        }

        return null;
    }

    private static string? MemberOf(ITypeSymbol type, ConcurrencyModel model)
    {
        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (model.TypeOf(current)?.Members.FirstOrDefault(static row => row.Effect == Effect.Complete) is { } member)
            {
                return member.Name;
            }
        }

        return null;
    }
}
