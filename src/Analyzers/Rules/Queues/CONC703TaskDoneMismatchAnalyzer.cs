using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Flow.Queues;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Queues;

/// <summary>CONC703: an item of a queue is taken, and nobody says that it is done.</summary>
public sealed class CONC703TaskDoneMismatchAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The name of the member that marks an item as done.</summary>
    internal const string DoneProperty = "Done";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC703",
        title: "Task-done count does not match the items taken",
        messageFormat: "Whoever joins '{0}' {1}",
        category: Category.Queues,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A queue counts the items that were put in and those that were marked as done, and joining it waits until the two are equal. Each item that is taken must be marked, also when the work on it fails.");

    private static readonly RuleText Missing = new("CONC703.Missing", "waits for ever: nothing marks the items taken here as done");
    private static readonly RuleText Swallowed = new("CONC703.Swallowed", "waits for ever after an exception of the work: it skips this call, and the handler goes on with the next item");
    private static readonly RuleText Jump = new("CONC703.Jump", "waits for ever: a jump before this call skips it");
    private static readonly RuleText Thrown = new("CONC703.Thrown", "may wait for ever: an exception of the work skips this call");

    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (_, member) => member.Effect == Effect.TaskDone));

    private protected override Trigger Trigger { get; } =
        Trigger.On(static (type, member) => member.Effect is Effect.JoinQueue or Effect.TaskDone && type.Members.Any(static other => other.Effect == Effect.TaskDone)).AndTypeName();

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var queue in type.Analysis(static facts => new OwnQueues(facts)).All)
        {
            if (queue.With(Effect.JoinQueue).Any() && !queue.With(Effect.TaskDone).Any())
            {
                foreach (var take in queue.Uses.Where(static use => use.Effect.Effect is Effect.Take or Effect.TryTake or Effect.Consume))
                {
                    ReportMissing(take, context);
                }
            }
        }

        foreach (var body in type.Bodies.Where(static outermost => outermost.ContainsAny(Words)).SelectMany(static outermost => outermost.SelfAndNested))
        {
            foreach (var call in body.Operations.All.OfType<IInvocationOperation>())
            {
                if (type.Model.EffectOf(call) is { Effect: Effect.TaskDone } effect && SkippedMark.Of(call, body) is { } skipped)
                {
                    ReportSkipped(call, effect, skipped, context);
                }
            }
        }
    }

    private static void ReportMissing(HandleUse take, RuleContext context)
    {
        var type = take.Effect.Type;
        var done = type.Members.FirstOrDefault(static row => row.Effect == Effect.TaskDone);
        if (done is not null)
        {
            context.Report(
                Spans.Of(take.Operation),
                type.IsRuntime ? DiagnosticSeverity.Error : null,
                [],
                ImmutableDictionary<string, string?>.Empty.Add(DoneProperty, done.Name),
                NameOf(take.Operation),
                Missing);
        }
    }

    private static void ReportSkipped(IInvocationOperation call, MemberEffect effect, SkippedMark skipped, RuleContext context) => context.Report(
        Spans.Of(call),
        skipped.Way == SkipWay.Exception ? DiagnosticSeverity.Info : null,
        [skipped.Take.GetLocation()],
        ImmutableDictionary<string, string?>.Empty.Add(DoneProperty, effect.Name),
        NameOf(call),
        skipped.Way switch { SkipWay.Jump => Jump, SkipWay.Handled => Swallowed, _ => Thrown });

    private static string NameOf(IOperation call) => (call as IInvocationOperation)?.Instance?.Syntax is ExpressionSyntax { Span.Length: <= 40 } queue ? queue.ToString() : "queue";
}
