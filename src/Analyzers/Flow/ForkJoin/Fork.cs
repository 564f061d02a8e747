using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>A body that one operation of the parent starts on another thread.</summary>
internal sealed class Fork(IOperation start, IOperation creation, IOperation? handle, BodyEffects effects)
{
    private readonly ImmutableDictionary<ISymbol, IReadOnlyList<IOperation>> held = ImmutableDictionary.Create<ISymbol, IReadOnlyList<IOperation>>(SymbolEqualityComparer.Default);

    public IOperation Start { get; } = start;

    /// <summary>The operation that creates the handle; the start itself where one call does both.</summary>
    public IOperation Creation { get; } = creation;

    /// <summary>The expression that is started; null where the start creates the handle.</summary>
    public IOperation? Handle { get; } = handle;

    public BodyEffects Effects { get; } = effects;

    /// <summary>The variables and fields that may hold the handle, or a collection with it.</summary>
    public ImmutableHashSet<ISymbol> Holders { get; private init; } = ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default);

    /// <summary>For each holder all creations that it may hold.</summary>
    public ImmutableDictionary<ISymbol, IReadOnlyList<IOperation>> Held
    {
        get => held;
        init
        {
            held = value;
            Holders = value.Keys.ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default);
        }
    }

    /// <summary>The call of the method that creates it, where another method of the type does; the writes stand there.</summary>
    public CallSite? Call { get; init; }

    /// <summary>The creation runs again and again: there are many handles.</summary>
    public bool IsRepeated { get; init; }

    public bool IsTask { get; init; }

    /// <summary>It runs in another process and shares nothing with this one but what it is given for the purpose.</summary>
    public bool IsProcess { get; init; }

    public bool IsHeldByField => Holders.Any(static holder => holder is IFieldSymbol or IPropertySymbol);

    /// <summary>The writes that a reader without synchronisation may see half done or not at all.</summary>
    public IEnumerable<Access> Writes => Effects.Accesses.Where(static access => access is { IsWrite: true, IsAtomic: false });
}
