using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Placement;

/// <summary>Finds the call of a body that blocks its thread until a file, the network, a process or the clock answers.</summary>
internal static class Waits
{
    private const int MaxDepth = 6;

    /// <returns>Null where the body does not block for certain, or also computes for long.</returns>
    public static IOperation? BlockingCallOf(Body body) =>
        Find(body, [], MaxDepth) is { } wait && WorkloadClassifier.Of(body) == Workload.Io && !WorkloadClassifier.IsLong(body) ? wait : null;

    private static IOperation? Find(Body body, HashSet<Body> seen, int depth)
    {
        if (depth == 0 || !seen.Add(body))
        {
            return null;
        }

        foreach (var operation in body.Operations.All)
        {
            if (IsBlocking(operation, body))
            {
                return operation;
            }

            if (CallSite.Of(operation, body) is { } call && Find(call.Callee, seen, depth - 1) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }

    private static bool IsBlocking(IOperation operation, Body body) => Calls.EffectOf(operation, body) switch
    {
        { Effect: Effect.Block, IsAsync: false } => true,
        { Effect: Effect.Join, Type.Kind: PrimitiveKind.Process } => true,
        { Effect: Effect.Join, IsAsync: false, Type.Kind: PrimitiveKind.Task or PrimitiveKind.Awaiter } => Waited(operation, body) is { Effect: Effect.Block },
        _ => false,
    };

    /// <summary>What the task does that is waited for: <c>client.GetStringAsync(url).Result</c>.</summary>
    private static MemberEffect? Waited(IOperation join, Body body)
    {
        var value = join switch
        {
            IInvocationOperation call => call.Instance,
            IPropertyReferenceOperation property => property.Instance,
            _ => null,
        };
        while (value is not null)
        {
            value = body.Definitions.Origin(value);
            if (value is not IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "ConfigureAwait", Instance: { } inner })
            {
                break;
            }

            value = inner;
        }

        return value is null ? null : Calls.EffectOf(value, body);
    }
}
