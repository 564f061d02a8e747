using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>A place that acquires a lock, in whichever form.</summary>
/// <param name="Object">The expression that names the lock, without conversions.</param>
/// <param name="Operation">The statement or call.</param>
/// <param name="Effect">The row of the table; null for a <c>lock</c> statement.</param>
/// <param name="IsBoxed">The lock is a value that is boxed for the call.</param>
/// <param name="Body">The outermost body it stands in.</param>
internal sealed record LockUse(IOperation Object, IOperation Operation, MemberEffect? Effect, bool IsBoxed, Body Body)
{
    public PrimitiveType? Primitive => Body.Model.TypeOf(Object.Type);

    /// <summary>Enters the monitor that every object has, whatever else the object is.</summary>
    public bool IsMonitor => Effect is null ? !IsLock(Object.Type) : Effect.Type.SimpleName == nameof(Monitor);

    /// <summary>System.Threading.Lock, for which the <c>lock</c> statement has a meaning of its own.</summary>
    public static bool IsLock(ITypeSymbol? type) => type is { Name: "Lock", ContainingNamespace: { Name: nameof(System.Threading), ContainingNamespace.Name: nameof(System) } };

    /// <summary>A type that is good for nothing but locking.</summary>
    public static bool IsDedicated(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_Object || IsLock(type);
}
