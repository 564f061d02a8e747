using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>What <c>this</c> and the parameters of a started body are to the body that has it run.</summary>
internal sealed class PathMap
{
    /// <summary>For a body that shares <c>this</c> and all variables with the one that has it run: a lambda, a local function.</summary>
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

    /// <param name="instance">The object that is <c>this</c> in the body; null where it has no name.</param>
    public static PathMap ForInstance(AccessPath? instance) => instance is { Root: PathRoot.This, Members.IsEmpty: true }
        ? Identity
        : new(keepsThis: false, instance, ImmutableDictionary<ISymbol, AccessPath?>.Empty);

    public PathMap With(IParameterSymbol parameter, AccessPath? argument) => new(keepsThis, instance, parameters.SetItem(parameter, argument));

    /// <returns>Null where the one that has the body run has no name for the object.</returns>
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
}
