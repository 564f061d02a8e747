using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>CONC506: a wait for a thread, task or process whose body is a loop that nothing ends.</summary>
public sealed class CONC506JoinOfEndlessChildAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The member that ends the child from outside; missing where there is none that is safe.</summary>
    internal const string StopProperty = "Stop";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC506",
        title: "Join on a child that never returns",
        messageFormat: "'{0}' waits for '{1}', whose loop never ends: what follows is never reached",
        category: Category.Processes,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "The body of the thread, task or process is a loop without a way out: no condition, break or return ends it, no token or completed queue, and nothing in it throws. To wait for its end is to wait for ever. Give the loop a token or a last item, or end the process instead of waiting for it.");

    private static readonly WordSet Stops = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) =>
        member.Effect == Effect.Stop && type.Kind is PrimitiveKind.Thread or PrimitiveKind.Process or PrimitiveKind.Task));

    private static readonly WordSet Waits = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(IsWait).Append("await"));

    private protected override Trigger Trigger { get; } = Trigger.On(IsWait, "await").And(static (type, member) => member.BodyParameters.Count > 0 && type.Kind is PrimitiveKind.Thread or PrimitiveKind.Task or PrimitiveKind.Process or PrimitiveKind.Factory);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        // Where the type ends threads or processes by force, it may well mean this one.
        if (!type.Bodies.Any(static body => EndlessLoops.IsThereOne(body.Syntax)) || type.Bodies.Any(static body => body.ContainsAny(Stops)))
        {
            return;
        }

        var waits = new EndlessWaits(type);
        foreach (var body in type.Bodies.Where(static body => body.ContainsAny(Waits)).SelectMany(static body => body.SelfAndNested))
        {
            foreach (var (wait, handle, isProcess) in waits.In(body))
            {
                var stop = isProcess ? type.Model.TypeOf(handle.Type)?.Members.FirstOrDefault(static member => member.Effect == Effect.Stop)?.Name : null;
                context.Report(
                    Spans.Of(wait),
                    null,
                    [],
                    ImmutableDictionary<string, string?>.Empty.Add(StopProperty, stop),
                    wait is IAwaitOperation ? "await" : Spans.Of(wait).SourceTree!.GetText(context.CancellationToken).ToString(Spans.Of(wait).SourceSpan),
                    handle.Syntax);
            }
        }
    }

    private static bool IsWait(PrimitiveType type, MemberEffect member) =>
        member.Effect is Effect.Join or Effect.TryJoin or Effect.JoinAll or Effect.TryJoinAll && type.Kind is PrimitiveKind.Thread or PrimitiveKind.Task or PrimitiveKind.Process;
}
