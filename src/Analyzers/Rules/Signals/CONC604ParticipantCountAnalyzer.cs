using System.Collections.Immutable;
using System.Globalization;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>CONC604: a barrier or countdown is made for another number of threads than take part.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CONC604ParticipantCountAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>How many take part.</summary>
    internal const string CountProperty = "Count";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC604",
        title: "Participant count differs from the threads started",
        messageFormat: "'{0}' is made for {1}, but {2} take part: {3}",
        category: Category.Signals,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A barrier lets its threads go on when all of its participants have arrived, and a countdown when it has been signalled as often as it was made for. With too few they wait for ever; one signal too many throws, and of the threads that are too many at a barrier the last ones wait for ever.");

    internal static readonly RuleText TooFew = new("CONC604.TooFew", "whoever waits for it waits for ever");
    internal static readonly RuleText TooMany = new("CONC604.TooMany", "one signal too many throws");
    internal static readonly RuleText Crowd = new("CONC604.Crowd", "those too many wait for ever or throw");
    internal static readonly RuleText LeftOver = new("CONC604.LeftOver", "who is left over waits for ever");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        type.Kind is PrimitiveKind.Barrier or PrimitiveKind.Countdown && member is { Effect: Effect.Create, CountParameter: not MemberEffect.Absent }).AndTypeName();

    private static readonly WordSet Names = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) =>
        type.Kind is PrimitiveKind.Barrier or PrimitiveKind.Countdown && member.Effect is Effect.Signal or Effect.SignalAndWait or Effect.TrySignalAndWait));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var body in type.Bodies.Where(static body => body.ContainsAny(Names)).SelectMany(static body => body.SelfAndNested))
        {
            foreach (var meeting in Meeting.In(body))
            {
                if (meeting.Participants is { } actual && meeting.Mismatch is { } consequence)
                {
                    context.Report(
                        meeting.Count.Syntax.GetLocation(),
                        null,
                        meeting.Starts.Select(static start => start.Syntax.GetLocation()),
                        ImmutableDictionary<string, string?>.Empty.Add(CountProperty, actual.ToString(CultureInfo.InvariantCulture)),
                        meeting.Local.Name,
                        meeting.Expected,
                        actual,
                        consequence);
                }
            }
        }
    }
}
