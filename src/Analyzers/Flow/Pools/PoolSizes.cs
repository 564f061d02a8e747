using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Pools;

/// <summary>How many threads a pool is made with.</summary>
internal static class PoolSizes
{
    /// <summary>The pool has one thread, and gets no more.</summary>
    public static bool IsOne(PoolWork work)
    {
        var creations = Creations(work).ToList();
        return creations.Count == 1
            && creations[0] is { Constructor: { } constructor } creation
            && work.Context.Model.EffectOf(constructor) is { CountParameter: >= 0 and var count }
            && creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == count)?.Value.ConstantValue is { HasValue: true, Value: 1 }
            && !work.Context.Type.Bodies.SelectMany(static body => BodyOperations.Evaluation(body.Root)).Any(operation =>
                operation is IInvocationOperation call && work.Context.Model.EffectOf(call) is { Effect: Effect.AddParticipants, Type.Kind: PrimitiveKind.Pool });
    }

    /// <summary>The values that the variable or field of the pool is given.</summary>
    private static IEnumerable<IObjectCreationOperation?> Creations(PoolWork work)
    {
        if (work.Pool is not { } pool)
        {
            yield break;
        }

        foreach (var body in work.Context.Type.Bodies.SelectMany(static body => body.SelfAndNested))
        {
            foreach (var assignment in body.Operations.All.OfType<ISimpleAssignmentOperation>())
            {
                if (AccessPaths.Of(assignment.Target, body)?.Equals(pool) == true)
                {
                    yield return body.Definitions.Origin(assignment.Value) as IObjectCreationOperation;
                }
            }
        }
    }
}
