using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>What another process of the program runs: a method of the same type, with copies of the arguments.</summary>
internal static class RemoteBodies
{
    /// <summary>The member has another process run a delegate.</summary>
    public static bool IsRemote(PrimitiveType type, MemberEffect member) =>
        type is { IsRuntime: true, Kind: PrimitiveKind.Process or PrimitiveKind.Pool } && (type.Traits & PrimitiveTraits.CrossProcess) != 0 && member.BodyParameters.Count > 0;

    /// <summary>The body that the call has another process run, its parameters mapped to what is given for them.</summary>
    public static WorkBody? Of(IInvocationOperation call, Body context)
    {
        if (context.Model.EffectOf(call) is not { } effect || !IsRemote(effect.Type, effect)
            || call.ArgumentFor(effect.BodyParameter)?.Value is not { } target
            || BodyFinder.OfDelegate(target, context) is not { } started)
        {
            return null;
        }

        var map = started.Map;
        var given = call.Arguments.Where(argument => argument.Parameter?.Ordinal > effect.BodyParameter).OrderBy(static argument => argument.Parameter!.Ordinal).ToList();
        foreach (var parameter in started.Body.Method?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty)
        {
            // What a pool maps over are not the elements' own names.
            var isOwn = parameter.Ordinal < given.Count && given[parameter.Ordinal].Parameter!.OriginalDefinition.Type.TypeKind == TypeKind.TypeParameter;
            map = map.With(parameter, isOwn ? AccessPaths.Of(given[parameter.Ordinal].Value, context) : null);
        }

        return WorkBody.Of(started with { Map = map });
    }

    /// <summary>The body and all of the type that it calls, however indirectly.</summary>
    public static IReadOnlyCollection<Body> ReachedFrom(Body body)
    {
        var reached = new HashSet<Body> { body };
        var pending = new Stack<Body>(reached);
        while (pending.Count > 0 && reached.Count < MaxBodies)
        {
            var current = pending.Pop();
            foreach (var operation in current.Operations.All)
            {
                if (CallSite.Of(operation, current) is { } call && reached.Add(call.Callee))
                {
                    pending.Push(call.Callee);
                }
            }

            foreach (var nested in current.Nested)
            {
                if (reached.Add(nested))
                {
                    pending.Push(nested);
                }
            }
        }

        return reached;
    }

    private const int MaxBodies = 64;
}
