namespace ConcurrencyAnalyzers.Model;

/// <summary>One row of the table: what one member, or some overloads of it, does.</summary>
/// <remarks>Ordinals count the parameters of the member's definition from 0, an extension method's receiver and a setter's value included;
/// <see cref="Absent"/> says that there is none.</remarks>
internal sealed record MemberEffect(string Name, Effect Effect)
{
    public const int Absent = -1;

    /// <summary>Parameter types this row is for, simple names; null: any signature that no other row names.</summary>
    public IReadOnlyList<string>? Parameters { get; init; }

    /// <summary>True for the row of a property's setter only, false for its getter only; null for methods and whole properties.</summary>
    public bool? IsSetter { get; init; }

    public LockMode Mode { get; init; }

    /// <summary>The parameter that names the primitive; absent: the receiver. A collection: its elements.</summary>
    public int KeyParameter { get; init; } = Absent;

    /// <summary>A second primitive: what WaitHandle.SignalAndWait waits for, the lock of a condition, the work handed to a pool.</summary>
    public int OtherParameter { get; init; } = Absent;

    /// <summary>The delegates that will run on another thread or in another process, the main one first.</summary>
    public IReadOnlyList<int> BodyParameters { get; init; } = Array.Empty<int>();

    /// <summary>The delegate that will run.</summary>
    public int BodyParameter => BodyParameters.Count == 0 ? Absent : BodyParameters[0];

    /// <summary>The delegates that the primitive calls back in this process, during the call or later.</summary>
    public IReadOnlyList<int> CallbackParameters { get; init; } = Array.Empty<int>();

    /// <summary>The timeout: where it is infinite, a try is no try. A timer's delay: where it is infinite, the timer does not start.</summary>
    public int TimeoutParameter { get; init; } = Absent;

    /// <summary>The bool that says whether to wait at all: false is a timeout of zero.</summary>
    public int BlockingParameter { get; init; } = Absent;

    /// <summary>The <c>ref bool</c> that says whether the lock was taken.</summary>
    public int TakenParameter { get; init; } = Absent;

    /// <summary>How many: permits, participants, signals, workers.</summary>
    public int CountParameter { get; init; } = Absent;

    /// <summary>How many at most: permits of a semaphore, items of a queue.</summary>
    public int MaximumParameter { get; init; } = Absent;

    /// <summary>The bool that says whether a mutex is born held, an event born set.</summary>
    public int InitialParameter { get; init; } = Absent;

    /// <summary>What decides how a second acquire by the owner ends: a LockRecursionPolicy, or a SpinLock's owner tracking.</summary>
    public int RecursionParameter { get; init; } = Absent;

    /// <summary>The <c>out</c> parameter whose disposal undoes the effect.</summary>
    public int ScopeParameter { get; init; } = Absent;

    public ProcessStreams Streams { get; init; }

    /// <summary>What becomes of an option that is set after the start.</summary>
    public LateSetting LateSetting { get; init; }

    /// <summary>The effect happens when the returned task is awaited.</summary>
    public bool IsAsync { get; init; }

    /// <summary>Returns an object whose disposal undoes the effect.</summary>
    public bool ReturnsScope { get; init; }

    /// <summary>Returns the primitive itself or a view of it: what is done to the value is done to the receiver.</summary>
    public bool ReturnsReceiver { get; init; }

    /// <summary>Goes on until a stream has ended: until whoever writes it closes it, or exits.</summary>
    public bool IsToEnd { get; init; }

    /// <summary>A question whether something still runs is answered with yes when it has ended.</summary>
    public bool TellsEnd { get; init; }

    /// <summary>The first .NET version that has the member, 0 for as long as its type.</summary>
    public int Since { get; init; }

    /// <summary>The type that the row stands under.</summary>
    public PrimitiveType Type { get; internal set; } = null!;

    public bool IsAnyOverload => Parameters is null;
}
