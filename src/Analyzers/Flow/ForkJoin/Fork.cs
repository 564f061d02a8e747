using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>A body that one operation of the parent starts on another thread.</summary>
internal sealed class Fork(IOperation start, IOperation creation, IOperation? handle, BodyEffects effects)
{
    public IOperation Start { get; } = start;

    /// <summary>The operation that creates the handle; the start itself where one call does both.</summary>
    public IOperation Creation { get; } = creation;

    /// <summary>The expression that is started; null where the start creates the handle.</summary>
    public IOperation? Handle { get; } = handle;

    public BodyEffects Effects { get; } = effects;

    /// <summary>The variables and fields that may hold the handle, or a collection with it.</summary>
    public ImmutableHashSet<ISymbol> Holders { get; init; } = ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default);

    /// <summary>The creation runs again and again: there are many handles.</summary>
    public bool IsRepeated { get; init; }

    public bool IsTask { get; init; }

    public bool IsHeldByField => Holders.Any(static holder => holder is IFieldSymbol or IPropertySymbol);

    /// <summary>The writes that a reader without synchronisation may see half done or not at all.</summary>
    public IEnumerable<Access> Writes => Effects.Accesses.Where(static access => access is { IsWrite: true, IsAtomic: false });
}
