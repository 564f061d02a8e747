using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>Whether a ReaderWriterLockSlim was made with LockRecursionPolicy.SupportsRecursion.</summary>
internal static class RecursionPolicies
{
    /// <returns>Null where it is not known of every object that the holder may have.</returns>
    public static bool? Of(AccessPath key, TypeFacts type)
    {
        if (type.Analysis(static facts => new LockUses(facts)).Of(key) is not { Values.Count: > 0 } use)
        {
            return null;
        }

        bool? all = null;
        foreach (var value in use.Values)
        {
            var made = value;
            while (made is IConversionOperation { OperatorMethod: null } conversion)
            {
                made = conversion.Operand;
            }

            if (made.ConstantValue is { HasValue: true, Value: null })
            {
                continue;
            }

            if (made is not IObjectCreationOperation { Type.Name: "ReaderWriterLockSlim" } creation || PolicyOf(creation) is not { } policy || (all is { } known && known != policy))
            {
                return null;
            }

            all = policy;
        }

        return all;
    }

    private static bool? PolicyOf(IObjectCreationOperation creation) => creation.Arguments.Length == 0
        ? false
        : creation.Arguments[0].Value.ConstantValue is { HasValue: true, Value: int policy } ? policy == 1 : null;
}
