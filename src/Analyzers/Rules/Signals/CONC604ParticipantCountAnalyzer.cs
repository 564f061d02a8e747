using System.Collections.Immutable;
using System.Globalization;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>CONC604: a barrier or countdown is made for another number of threads than take part.</summary>
public sealed class CONC604ParticipantCountAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>How many take part.</summary>
    internal const string CountProperty = "Count";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC604",
        title: "Participant count differs from the threads started",
        messageFormat: "'{0}' {1}: {2}",
        category: Category.Signals,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A barrier lets its threads go on when all of its participants have arrived, and a countdown when it has been signalled as often as it was made for. With too few they wait for ever; one signal too many throws, and of the threads that are too many at a barrier the last ones wait for ever.");

    private static readonly RuleText Numbers = new("CONC604.Numbers", "is made for {0}, but {1} take part");
    private static readonly RuleText Spent = new("CONC604.Spent", "has been signalled as often as it was made for");
    private static readonly RuleText Broken = new("CONC604.Broken", "is broken");
    private static readonly RuleText Disposed = new("CONC604.Disposed", "is disposed of before");
    private static readonly RuleText Throws = new("CONC604.Throws", "'{0}' throws here");

    internal static readonly RuleText TooFew = new("CONC604.TooFew", "whoever waits for it waits for ever");
    internal static readonly RuleText TooMany = new("CONC604.TooMany", "one signal too many throws");
    internal static readonly RuleText Crowd = new("CONC604.Crowd", "those too many wait for ever or throw");
    internal static readonly RuleText LeftOver = new("CONC604.LeftOver", "who is left over waits for ever");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        type.Kind is PrimitiveKind.Barrier or PrimitiveKind.Countdown && member is { Effect: Effect.Create, CountParameter: not MemberEffect.Absent }).AndTypeName();

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var meeting in Meeting.In(type))
        {
            if (meeting.Participants is { } actual && meeting.Mismatch is { } consequence)
            {
                context.Report(
                    meeting.Count.Syntax.GetLocation(),
                    null,
                    meeting.Starts.Select(static start => start.Syntax.GetLocation()),
                    meeting.IsCorrectable ? ImmutableDictionary<string, string?>.Empty.Add(CountProperty, actual.ToString(CultureInfo.InvariantCulture)) : ImmutableDictionary<string, string?>.Empty,
                    meeting.Name.Name,
                    Numbers.With(meeting.Expected, actual),
                    consequence);
            }
        }

        foreach (var late in LateSignal.In(type))
        {
            var (call, effect) = (late.Use.Call, late.Use.Effect);
            context.Report(
                Spans.Of(call),
                null,
                late.Use.Ends.Select(static end => end.Syntax.GetLocation()),
                ImmutableDictionary<string, string?>.Empty,
                call.Instance!.Syntax,
                late.IsDisposed ? Disposed : effect.Type.Kind == PrimitiveKind.Barrier ? Broken : Spent,
                Throws.With(effect.Name));
        }
    }
}
