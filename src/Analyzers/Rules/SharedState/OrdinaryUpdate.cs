using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>An update in several steps of a field that other code of the type treats as shared.</summary>
/// <param name="Place">The field where it is updated.</param>
/// <param name="Field">The field.</param>
/// <param name="In">The body.</param>
/// <param name="Atomic">Where the field is changed through Interlocked; null for one that is only volatile.</param>
internal sealed record OrdinaryUpdate(IOperation Place, IFieldSymbol Field, Body In, IOperation? Atomic)
{
    /// <summary>
    /// Interlocked counts elsewhere, so threads do meet in the field, and this is no method that a base class calls, perhaps under a lock of its own.
    /// An exchange may only publish what one thread alone computes.
    /// </summary>
    public bool IsCertain =>
        Atomic?.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Increment" or "Decrement" or "Add" or "And" or "Or" } }
        && In.Outermost.Method is not { IsOverride: true } and not { DeclaredAccessibility: Accessibility.Protected or Accessibility.ProtectedOrInternal };
}
