using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>A call on a countdown that is through, a barrier that is broken, or either after its disposal: it throws in any run.</summary>
/// <param name="Use">The call.</param>
/// <param name="IsDisposed">Whether the end was its disposal.</param>
internal sealed record LateSignal(LateUse Use, bool IsDisposed)
{
    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) => IsKind(type.Kind) && member.Effect is Effect.Dispose or Effect.Wait or Effect.Stop));

    public static IEnumerable<LateSignal> In(TypeFacts type)
    {
        var flows = type.Analysis(static facts => new HandleFlows(facts));
        foreach (var body in type.Bodies.Where(static outermost => outermost.ContainsAny(Words) || outermost.Mentions("using")).SelectMany(static outermost => outermost.SelfAndNested))
        {
            foreach (var late in LateUse.In(flows.Of(body), type.Model, static effect => IsKind(effect.Type.Kind) && NeedsLife(effect.Effect)))
            {
                var isDisposed = late.Handle.Must(HandleStates.Disposed);
                if (isDisposed || (ThrowsWhenClosed(late.Effect) && (!late.Handle.IsEscaped || IsNeverRenewed(late.Call, body))))
                {
                    yield return new(late, isDisposed);
                }
            }
        }
    }

    private static bool IsKind(PrimitiveKind kind) => kind is PrimitiveKind.Barrier or PrimitiveKind.Countdown;

    private static bool NeedsLife(Effect effect) => effect is Effect.Signal or Effect.SignalAndWait or Effect.TrySignalAndWait or Effect.AddParticipants or Effect.RemoveParticipants or Effect.Wait or Effect.TryWait or Effect.Reset;

    private static bool ThrowsWhenClosed(MemberEffect effect) =>
        effect.Type.Kind == PrimitiveKind.Barrier ? effect.Effect is Effect.SignalAndWait or Effect.TrySignalAndWait : effect.Effect is Effect.Signal or Effect.AddParticipants;

    /// <summary>Other threads have it too, and none of them makes it as new.</summary>
    private static bool IsNeverRenewed(IInvocationOperation call, Body body) =>
        body.Type.Analysis(static facts => new OwnMeetings(facts)).All.Any(own =>
            own.Uses.Any(use => use.Operation == call) && !own.Uses.Any(static use => use.Effect.Effect == Effect.Reset));
}
