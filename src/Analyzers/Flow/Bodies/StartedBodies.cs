using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Finds the delegates of a body that run on other threads, whatever starts them.</summary>
internal static class StartedBodies
{
    /// <summary>The known bodies behind all delegates that the body and its lambdas hand to threads, tasks, pools, timers and parallel loops.</summary>
    public static IEnumerable<Body> Of(Body body) => Of(body, static _ => true);

    /// <summary>Those that primitives of some kinds run.</summary>
    public static IEnumerable<Body> Of(Body body, Func<PrimitiveKind, bool> isMeant)
    {
        foreach (var context in body.SelfAndNested)
        {
            foreach (var operation in context.Operations.All)
            {
                var arguments = operation switch
                {
                    IInvocationOperation call => call.Arguments,
                    IObjectCreationOperation creation => creation.Arguments,
                    _ => default,
                };
                if (arguments.IsDefaultOrEmpty || Calls.EffectOf(operation, context) is not { BodyParameters.Count: > 0 } effect || !IsStarter(effect.Type.Kind) || !isMeant(effect.Type.Kind))
                {
                    continue;
                }

                foreach (var argument in arguments)
                {
                    if (argument.Parameter is { } parameter && effect.BodyParameters.Contains(parameter.Ordinal) && BodyFinder.OfDelegate(argument.Value, context) is { } started)
                    {
                        yield return started.Body;
                    }
                }
            }
        }
    }

    private static bool IsStarter(PrimitiveKind kind) => kind is PrimitiveKind.Thread or PrimitiveKind.Task or PrimitiveKind.Factory or PrimitiveKind.Parallel or PrimitiveKind.Pool or PrimitiveKind.Timer;
}
