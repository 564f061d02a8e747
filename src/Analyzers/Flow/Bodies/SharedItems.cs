using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>The memory that processes share by an object that is handed to each: its value, or its elements.</summary>
internal static class SharedItems
{
    /// <summary>The object that the operation reads or writes; null where it does neither.</summary>
    public static Access? Of(IOperation operation, Body body)
    {
        var instance = operation switch
        {
            IInvocationOperation call => call.Instance,
            IPropertyReferenceOperation property => property.Instance,
            _ => null,
        };
        if (instance is null || Calls.EffectOf(operation, body) is not { } effect || !IsItem(effect) || AccessPaths.Of(instance, body) is not { } path)
        {
            return null;
        }

        var kind = operation is IPropertyReferenceOperation ? Usage.Of(operation, body)
            : effect.Effect == Effect.ReadItem ? AccessKind.Read
            : AccessKind.Read | AccessKind.Write;
        return new(new(path, IsContent: true), kind, operation);
    }

    /// <summary>The member is no more than a read or a write of the memory.</summary>
    public static bool IsItem(MemberEffect effect) => effect.Type.Kind == PrimitiveKind.Shared && effect.Effect is Effect.ReadItem or Effect.WriteItem;
}
