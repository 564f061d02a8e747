using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>How a callee's paths are called by whoever started it all: its <c>this</c> and parameters are objects of the caller.</summary>
internal sealed class PathMap
{
    /// <summary>For a body that shares <c>this</c> and all variables with the one that asks: a lambda, a local function.</summary>
    public static readonly PathMap Identity = new(keepsThis: true, null, ImmutableDictionary<ISymbol, AccessPath?>.Empty);

    private readonly bool keepsThis;
    private readonly AccessPath? instance;
    private readonly ImmutableDictionary<ISymbol, AccessPath?> parameters;

    private PathMap(bool keepsThis, AccessPath? instance, ImmutableDictionary<ISymbol, AccessPath?> parameters)
    {
        this.keepsThis = keepsThis;
        this.instance = instance;
        this.parameters = parameters;
    }

    /// <param name="instance">What <c>this</c> is to the caller; null where that has no name.</param>
    public static PathMap ForInstance(AccessPath? instance) => instance is { Root: PathRoot.This, Members.IsEmpty: true }
        ? Identity
        : new(keepsThis: false, instance, ImmutableDictionary<ISymbol, AccessPath?>.Empty);

    public PathMap With(IParameterSymbol parameter, AccessPath? argument) => new(keepsThis, instance, parameters.SetItem(parameter, argument));

    /// <summary>The map of a method called in a body that has this map.</summary>
    public PathMap Enter(IMethodSymbol method, IOperation? receiver, IEnumerable<IArgumentOperation> arguments, Body caller)
    {
        var map = method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction || method.IsStatic
            ? this
            : ForInstance(PathOf(receiver, caller));
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter)
            {
                map = map.With(parameter.OriginalDefinition, PathOf(argument.Value, caller));
            }
        }

        return map;
    }

    /// <returns>Null where the caller has no name for the object.</returns>
    public AccessPath? Map(AccessPath path)
    {
        switch (path.Root)
        {
            case PathRoot.This:
                return keepsThis ? path : instance is null ? null : path.Rebase(instance);

            case PathRoot.Parameter when parameters.TryGetValue(path.Symbol!, out var argument):
                return argument is null ? null : path.Rebase(argument);

            default:
                return path;
        }
    }

    private AccessPath? PathOf(IOperation? value, Body caller) => value is not null && AccessPaths.Of(value, caller) is { } path ? Map(path) : null;
}
