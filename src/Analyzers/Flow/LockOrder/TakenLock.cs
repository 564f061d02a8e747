using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>An acquire of a lock that is named by its declaration.</summary>
internal sealed record TakenLock(ISymbol Lock, LockMode Mode, IOperation Site)
{
    /// <summary>With the type, since two types are concerned.</summary>
    public override string ToString() => Lock is INamedTypeSymbol type ? type.Name : Lock.ContainingType.Name + "." + Lock.Name;
}
