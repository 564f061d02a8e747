using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>What is known about a handle at one point of a body.</summary>
/// <param name="Kind">What sort of primitive it is.</param>
/// <param name="States">The states it may be in.</param>
/// <param name="IsEscaped">Whether code that the analysis does not see can reach it too.</param>
/// <param name="Events">What last happened to it.</param>
internal sealed record Handle(PrimitiveKind Kind, HandleStates States, bool IsEscaped, HandleEvents Events)
{
    /// <summary>Nothing is known but its kind.</summary>
    public static Handle Unknown(PrimitiveKind kind) =>
        new(kind, HandleProtocol.Of(kind)?.All ?? HandleStates.None, IsEscaped: true, HandleEvents.None);

    /// <summary>True where the handle is in one of the states for certain.</summary>
    public bool Must(HandleStates states) => States != HandleStates.None && (States & ~states) == 0;

    public bool May(HandleStates states) => (States & states) != 0;

    /// <summary>The operations of this body that may have created it.</summary>
    public IEnumerable<Microsoft.CodeAnalysis.IOperation> Births =>
        Events.Last(Effect.Create).Concat(Events.Last(Effect.CreateStarted)).Concat(Events.Last(Effect.Submit));

    /// <summary>The operations of this body that may have started it.</summary>
    public IEnumerable<Microsoft.CodeAnalysis.IOperation> Starts =>
        Events.Last(Effect.Start).Concat(Events.Last(Effect.CreateStarted)).Concat(Events.Last(Effect.Submit));

    public static Handle? Join(Handle? left, Handle? right) => left is null ? right : right is null ? left : left.Join(right);

    public Handle Join(Handle other) =>
        ReferenceEquals(this, other) ? this : new(Kind, States | other.States, IsEscaped | other.IsEscaped, Events.Union(other.Events));

    public Handle After(Effect effect, Microsoft.CodeAnalysis.IOperation operation) =>
        this with { States = HandleProtocol.Of(Kind)!.Next(effect, States), Events = Events.After(effect, operation) };

    /// <summary>Others may have gone on with it.</summary>
    public Handle Later() => IsEscaped ? this with { States = HandleProtocol.Of(Kind)!.Later(States) } : this;

    public Handle Escaped() => IsEscaped ? this : this with { IsEscaped = true };
}
