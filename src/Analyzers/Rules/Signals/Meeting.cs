using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>A barrier or countdown that a type keeps to itself, and all who take part in it, as far as they can be counted.</summary>
internal sealed class Meeting
{
    private readonly OwnHandle own;
    private readonly Participation participation;
    private readonly bool isBarrier;
    private readonly bool isRuntime;
    private bool meetsOnce = true;

    private Meeting(OwnHandle own, IOperation count, int expected)
    {
        this.own = own;
        participation = new(own);
        isBarrier = own.Birth.Effect.Type.Kind == PrimitiveKind.Barrier;
        isRuntime = own.Birth.Effect.Type.IsRuntime;
        Count = count;
        Expected = expected;
        Participants = CountAll();
    }

    public ISymbol Name => own.Name;

    /// <summary>The argument that says how many are expected.</summary>
    public IOperation Count { get; }

    public int Expected { get; }

    /// <summary>How many take part; null where that cannot be said.</summary>
    public int? Participants { get; }

    public IEnumerable<IOperation> Starts => participation.Starts;

    /// <summary>What a wrong number leads to; null where the number may be right.</summary>
    public RuleText? Mismatch =>
        Participants is not { } actual || actual == Expected ? null

        // Two threads that call the method at once may be what is meant.
        : participation.IsRepeatable && Expected % actual == 0 ? null
        : actual < Expected ? HasEndlessWait ? CONC604ParticipantCountAnalyzer.TooFew : null
        : !isBarrier ? CONC604ParticipantCountAnalyzer.TooMany
        : actual % Expected == 0 || (isRuntime && !meetsOnce) ? null

        // A Runtime barrier lets one group after the other through; that of .NET notices some of those who come too early.
        : isRuntime ? CONC604ParticipantCountAnalyzer.LeftOver : CONC604ParticipantCountAnalyzer.Crowd;

    /// <summary>Another number is all that it takes: nobody waits once a round for what is made once.</summary>
    public bool IsCorrectable => isBarrier || own.Uses.Where(static use => use.Effect.Effect is Effect.Wait or Effect.TryWait).All(use => participation.RoundsOf(use) == 1);

    private bool HasEndlessWait => isBarrier || own.Uses.Any(static use => use.Effect.Effect is Effect.Wait or Effect.TryWait && use.Operation is IInvocationOperation call && IsUnlimited(call, use.Effect));

    public static IEnumerable<Meeting> In(TypeFacts type)
    {
        foreach (var own in type.Analysis(static facts => new OwnMeetings(facts)).All)
        {
            var effect = own.Birth.Effect;
            if (effect.CountParameter != MemberEffect.Absent
                && own.Birth.Argument(effect.CountParameter) is var (count, body) && KnownNumber.Of(count, body) is > 0 and var expected)
            {
                yield return new(own, count, expected);
            }
        }
    }

    private int? CountAll()
    {
        if (!own.Uses.All(IsCountable))
        {
            return null;
        }

        var total = 0;
        var signals = own.Uses.Where(static use => IsSignal(use.Effect)).ToList();
        foreach (var group in isBarrier ? signals.GroupBy(static use => use.Body).Select(static group => group.First()) : signals)
        {
            if (SignalsOf(group) is not { } each || participation.Of(group) is not { } times)
            {
                return null;
            }

            meetsOnce &= participation.RoundsOf(group) == 1 && signals.Count(other => other.Body == group.Body) == 1;
            total += each * times;
        }

        return total > 0 ? total : null;
    }

    /// <summary>How many of those who are expected one run of the code stands for.</summary>
    private int? SignalsOf(HandleUse use)
    {
        if (isBarrier)
        {
            return own.Uses.Where(other => other.Body == use.Body && IsSignal(other.Effect)).All(Participation.Arrives) ? 1 : null;
        }

        var given = use.Effect.CountParameter == MemberEffect.Absent ? 1
            : ((IInvocationOperation)use.Operation).ArgumentFor(use.Effect.CountParameter) is { } argument ? KnownNumber.Of(argument.Value, use.Body) : 1;
        return given * participation.RoundsOf(use);
    }

    private static bool IsSignal(MemberEffect effect) => effect.Effect is Effect.Signal or Effect.SignalAndWait or Effect.TrySignalAndWait;

    /// <returns>False where the use may change the number of participants, or ends their wait in another way.</returns>
    private static bool IsCountable(HandleUse use) => use.Effect.Effect switch
    {
        Effect.Signal => true,
        Effect.SignalAndWait or Effect.TrySignalAndWait => use.Operation is IInvocationOperation call && IsUnlimited(call, use.Effect),
        Effect.Wait or Effect.TryWait or Effect.Dispose or Effect.None or Effect.Check => true,
        _ => false,
    };

    /// <summary>Who waits for a while only has another plan, and so has who can be cancelled.</summary>
    private static bool IsUnlimited(IInvocationOperation call, MemberEffect effect) =>
        (effect.TimeoutParameter == MemberEffect.Absent || call.ArgumentFor(effect.TimeoutParameter) is null or { IsImplicit: true } || WaitTimes.Of(effect, call) == WaitTime.Infinite)
        && !call.Arguments.Any(static argument => !argument.IsImplicit && argument.Parameter?.Type.Name == nameof(CancellationToken));
}
