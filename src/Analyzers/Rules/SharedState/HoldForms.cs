using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Tells the form from the lock's type.</summary>
internal static class HoldForms
{
    /// <returns>Null where no statement holds such a lock.</returns>
    public static HoldForm? Of(AccessPath guard, TypeFacts type, bool isWrite)
    {
        var holder = guard.Holder switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            null => type.Symbol,
            _ => null,
        };
        if (holder is not { IsReferenceType: true })
        {
            return null;
        }

        return type.Model.TypeOf(holder) switch
        {
            null or { IsPrimitive: false } => HoldForm.Statement,
            { MetadataName: "System.Threading.Lock" } => HoldForm.NewLock,
            { MetadataName: "System.Threading.ReaderWriterLockSlim" } => isWrite ? HoldForm.Write : HoldForm.Read,
            { MetadataName: "System.Threading.SemaphoreSlim" } => HoldForm.Semaphore,
            { MetadataName: "System.Threading.Mutex" } => HoldForm.Mutex,
            { IsRuntime: true, SimpleName: "ReentrantLock" } => HoldForm.ReentrantScope,
            { IsRuntime: true, SimpleName: "NonReentrantLock" } => HoldForm.Scope,
            _ => null,
        };
    }
}
