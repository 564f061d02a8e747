namespace ConcurrencyAnalyzers.Model;

/// <summary>One type of the table, with the rows of its members.</summary>
internal sealed class PrimitiveType(string metadataName, PrimitiveKind kind, PrimitiveTraits traits, int since, IReadOnlyList<MemberEffect> members)
{
    private static readonly char[] Separators = ['.', '+'];

    /// <summary>For example <c>System.Collections.Concurrent.BlockingCollection`1</c>.</summary>
    public string MetadataName { get; } = metadataName;

    public PrimitiveKind Kind { get; } = kind;

    public PrimitiveTraits Traits { get; } = traits;

    /// <summary>The first .NET version that has the type, 0 for all that we support.</summary>
    public int Since { get; } = since;

    public IReadOnlyList<MemberEffect> Members { get; } = members;

    public bool IsReentrant => (Traits & PrimitiveTraits.Reentrant) != 0;

    public bool IsNonReentrant => (Traits & PrimitiveTraits.NonReentrant) != 0;

    public bool IsThreadAffine => (Traits & PrimitiveTraits.ThreadAffine) != 0;

    public bool IsRuntime => (Traits & PrimitiveTraits.Runtime) != 0;

    /// <summary>False for ordinary types that are listed because their members block, or break when two threads call them at once.</summary>
    public bool IsPrimitive => Kind is not (PrimitiveKind.Blocking or PrimitiveKind.Unsynchronized);

    /// <summary>Awaiting an instance joins it.</summary>
    public bool IsAwaitable => (Traits & PrimitiveTraits.Awaitable) != 0;

    /// <summary>What <c>new</c> does for a type of the user's that derives from this one: it creates, and the model knows none of the arguments.</summary>
    public MemberEffect DerivedCreation => field ??= new(PrimitiveTableParser.ConstructorName, Effect.Create) { Type = this };

    /// <summary>The name without namespace and arity, as a message should say it.</summary>
    public string SimpleName
    {
        get
        {
            var name = MetadataName.Substring(MetadataName.LastIndexOfAny(Separators) + 1);
            var tick = name.IndexOf('`');
            return tick < 0 ? name : name.Substring(0, tick);
        }
    }

    public override string ToString() => MetadataName;
}
