using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>CONC504: a process is waited for that cannot end, because nobody takes what it puts into a bounded queue or a pipe.</summary>
public sealed class CONC504JoinedBeforeDrainedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>What the fix is called.</summary>
    internal const string TitleProperty = "Title";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC504",
        title: "Child joined before its queue or pipe is drained",
        messageFormat: "'{0}' waits for a process while nobody is at the other end of '{1}': {2}",
        category: Category.Processes,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A queue with a bound, and a pipe, hold so much and no more. A process that puts more waits until somebody takes. A parent that waits for the end of the process first never comes to take, so both wait for ever. Take everything, and wait afterwards. The same holds for a process that waits for items: put them in first.");

    private static readonly RuleText Certain = new("CONC504.Certain", "it puts more than fits in, and this deadlocks");
    private static readonly RuleText Bounded = new("CONC504.Bounded", "once the queue is full, this deadlocks");
    private static readonly RuleText Piped = new("CONC504.Piped", "once about a megabyte lies unread, this deadlocks");

    private static readonly RuleText Starved = new("CONC504.Starved", "it takes what is put in only afterwards, and this deadlocks");

    private static readonly WordSet Names = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(RemoteBodies.IsRemote));

    private protected override Trigger Trigger { get; } = Trigger
        .On(RemoteBodies.IsRemote)
        .And(static (type, member) => ProducerJoins.IsChannel(type, member))
        .And(static (type, member) => type is { IsRuntime: true, Kind: PrimitiveKind.Process } && member.Effect == Effect.Join);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var body in FactoryCallers.Of(type, Names, static kind => kind == PrimitiveKind.Process).SelectMany(static body => body.SelfAndNested))
        {
            foreach (var found in ProducerJoins.In(body))
            {
                var (severity, consequence) = found switch
                {
                    { IsStarved: true } => (DiagnosticSeverity.Error, Starved),
                    { IsPipe: true } => ((DiagnosticSeverity?)DiagnosticSeverity.Info, Piped),
                    { IsCertain: true } => (DiagnosticSeverity.Error, Certain),
                    _ => (null, Bounded),
                };
                context.Report(
                    Spans.Of(found.Join),
                    severity,
                    found.Later.Select(static later => later.Syntax.GetLocation()),
                    ImmutableDictionary<string, string?>.Empty.Add(TitleProperty, found.IsStarved ? "Wait afterwards" : "Take everything first"),
                    Spans.Of(found.Join).SourceTree!.GetText(context.CancellationToken).ToString(Spans.Of(found.Join).SourceSpan),
                    found.Channel.Name,
                    consequence);
            }
        }
    }
}
