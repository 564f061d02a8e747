using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The life of a kind of handles, in data: the states in the order in which it goes through them, and what each effect does.</summary>
internal sealed class HandleProtocol
{
    private static readonly HandleStates[] ThreadLife = [HandleStates.New, HandleStates.Running, HandleStates.Joined];
    private static readonly HandleStates[] PoolLife = [HandleStates.Open, HandleStates.Closed, HandleStates.Joined];
    private static readonly HandleStates[] MeetingLife = [HandleStates.Open, HandleStates.Closed, HandleStates.Disposed];

    private static readonly Dictionary<PrimitiveKind, HandleProtocol> Protocols = new()
    {
        [PrimitiveKind.Thread] = new(ThreadLife,
        [
            new(Effect.Create, HandleStates.New),
            new(Effect.CreateStarted, HandleStates.Running),
            new(Effect.Start, HandleStates.Running),
            new(Effect.Run, Any),
            new(Effect.Join, HandleStates.Joined),
            new(Effect.QueryAlive, Any),
            new(Effect.Stop, Any),
        ]),
        [PrimitiveKind.Process] = new(ThreadLife,
        [
            new(Effect.Create, HandleStates.New),
            new(Effect.CreateStarted, HandleStates.Running),
            new(Effect.Start, HandleStates.Running),
            new(Effect.Run, Any),
            new(Effect.Join, HandleStates.Joined),
            new(Effect.QueryAlive, Any),
            new(Effect.Stop, Any),
            new(Effect.Dispose, Any),
        ],
        noted: [Effect.Configure, Effect.ReadResult, Effect.OpenStream, Effect.Drain, Effect.Subscribe]),
        [PrimitiveKind.Task] = new(ThreadLife,
        [
            new(Effect.Create, HandleStates.New),
            new(Effect.CreateStarted, HandleStates.Running),
            new(Effect.Submit, HandleStates.Running),
            new(Effect.Start, HandleStates.Running),
            new(Effect.Run, HandleStates.Joined),
            new(Effect.Join, HandleStates.Joined),
            new(Effect.QueryAlive, Any),
        ]),
        [PrimitiveKind.PendingResult] = new(ThreadLife,
        [
            new(Effect.CreateStarted, HandleStates.Running),
            new(Effect.Submit, HandleStates.Running),
            new(Effect.Join, HandleStates.Joined),
            new(Effect.QueryAlive, Any),
            new(Effect.Stop, Any),
        ]),
        [PrimitiveKind.Pool] = new(PoolLife,
        [
            new(Effect.Create, HandleStates.Open),
            new(Effect.CreateStarted, HandleStates.Open),
            new(Effect.Close, HandleStates.Closed),
            new(Effect.Stop, HandleStates.Closed),
            new(Effect.Join, HandleStates.Joined),
            new(Effect.QueryAlive, Any),
            new(Effect.Dispose, HandleStates.Joined),
        ]),
        [PrimitiveKind.Queue] = new(PoolLife,
        [
            new(Effect.Create, HandleStates.Open),
            new(Effect.Complete, HandleStates.Closed),
            new(Effect.Close, HandleStates.Closed),
            new(Effect.Dispose, HandleStates.Joined),
        ]),
        [PrimitiveKind.Timer] = new(ThreadLife,
        [
            new(Effect.Create, HandleStates.New | HandleStates.Running),
            new(Effect.CreateStarted, HandleStates.Running),
            new(Effect.Start, HandleStates.Running),
            new(Effect.Stop, Any),
            new(Effect.Dispose, HandleStates.Joined),
        ]),

        // Closed is broken. Whoever has come through it knows that it was open.
        [PrimitiveKind.Barrier] = new(MeetingLife, isRenewable: true, rows:
        [
            new(Effect.Create, HandleStates.Open),
            new(Effect.SignalAndWait, HandleStates.Open),
            new(Effect.TrySignalAndWait, HandleStates.Open),
            new(Effect.AddParticipants, HandleStates.Open),
            new(Effect.RemoveParticipants, HandleStates.Open),
            new(Effect.Stop, HandleStates.Closed),
            new(Effect.Reset, HandleStates.Open),
            new(Effect.Dispose, HandleStates.Disposed),
        ]),

        // Closed is counted down to zero: a wait that returns has seen it.
        [PrimitiveKind.Countdown] = new(MeetingLife, isRenewable: true, rows:
        [
            new(Effect.Create, HandleStates.Open),
            new(Effect.Signal, HandleStates.Open | HandleStates.Closed),
            new(Effect.Wait, HandleStates.Closed),
            new(Effect.TryWait, HandleStates.Open | HandleStates.Closed),
            new(Effect.AddParticipants, HandleStates.Open),
            new(Effect.TryAddParticipants, HandleStates.Open | HandleStates.Closed),
            new(Effect.Reset, HandleStates.Open),
            new(Effect.Dispose, HandleStates.Disposed),
        ]),
    };

    private readonly HandleStates[] life;
    private readonly bool isRenewable;
    private readonly Effect[] noted;
    private readonly Dictionary<Effect, HandleStates> next = [];

    private HandleProtocol(HandleStates[] life, Row[] rows, Effect[]? noted = null, bool isRenewable = false)
    {
        this.life = life;
        this.noted = noted ?? [];
        this.isRenewable = isRenewable;
        foreach (var state in life)
        {
            All |= state;
        }

        foreach (var row in rows)
        {
            next.Add(row.Effect, row.Next & All);
        }
    }

    /// <summary>The kinds that have one.</summary>
    public static IEnumerable<PrimitiveKind> Kinds => Protocols.Keys;

    /// <summary>Any state that the kind has.</summary>
    private const HandleStates Any = (HandleStates)~0;

    public HandleStates All { get; }

    /// <returns>Null where the kind has no life worth following.</returns>
    public static HandleProtocol? Of(PrimitiveKind kind) => Protocols.TryGetValue(kind, out var found) ? found : null;

    public bool Knows(Effect effect) => effect is Effect.TryJoin ? next.ContainsKey(Effect.Join) : next.ContainsKey(effect);

    /// <summary>Whether the effect is remembered, although it changes no state.</summary>
    public bool Notes(Effect effect) => Array.IndexOf(noted, effect) >= 0;

    /// <summary>The states after an effect that has completed; the same states where the effect is none of the protocol's.</summary>
    public HandleStates Next(Effect effect, HandleStates from) => effect switch
    {
        // The user's code decides by the result, so a try may have done its work or not.
        Effect.TryJoin => from | next[Effect.Join],
        _ => next.TryGetValue(effect, out var to) ? to : from,
    };

    /// <summary>The states into which others may have brought the handle in the meantime: further on, or back where a reset makes it as new.</summary>
    public HandleStates Later(HandleStates from)
    {
        if (isRenewable && (from & ~life[life.Length - 1]) != 0)
        {
            return All;
        }

        for (var i = 0; i < life.Length; i++)
        {
            if ((from & life[i]) != 0)
            {
                for (var j = i; j < life.Length; j++)
                {
                    from |= life[j];
                }

                return from;
            }
        }

        return from;
    }

    private readonly record struct Row(Effect Effect, HandleStates Next);
}
