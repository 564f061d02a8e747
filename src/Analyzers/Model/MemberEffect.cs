namespace ConcurrencyAnalyzers.Model;

/// <summary>One row of the table: what one member, or some overloads of it, does.</summary>
/// <remarks>Ordinals count the parameters of the member's definition from 0; <see cref="Absent"/> says that there is none.</remarks>
internal sealed record MemberEffect(string Name, Effect Effect)
{
    public const int Absent = -1;

    /// <summary>Parameter types this row is for, simple names; null: any signature that no other row names.</summary>
    public IReadOnlyList<string>? Parameters { get; init; }

    /// <summary>True for the row of a property's getter or setter only; null for methods and whole properties.</summary>
    public bool? IsSetter { get; init; }

    public LockMode Mode { get; init; }

    /// <summary>The parameter that names the primitive; absent: the receiver.</summary>
    public int KeyParameter { get; init; } = Absent;

    /// <summary>The delegate that will run.</summary>
    public int BodyParameter { get; init; } = Absent;

    /// <summary>The timeout: where it is infinite, a try is no try.</summary>
    public int TimeoutParameter { get; init; } = Absent;

    /// <summary>The <c>ref bool</c> that says whether the lock was taken.</summary>
    public int TakenParameter { get; init; } = Absent;

    /// <summary>How many: permits, participants, signals.</summary>
    public int CountParameter { get; init; } = Absent;

    /// <summary>The effect happens when the returned task is awaited.</summary>
    public bool IsAsync { get; init; }

    /// <summary>Returns an object whose disposal undoes the effect.</summary>
    public bool ReturnsScope { get; init; }

    /// <summary>Returns the primitive itself, so calls can be chained.</summary>
    public bool ReturnsReceiver { get; init; }

    /// <summary>The type that the row stands under.</summary>
    public PrimitiveType Type { get; internal set; } = null!;

    public bool IsAnyOverload => Parameters is null;
}
