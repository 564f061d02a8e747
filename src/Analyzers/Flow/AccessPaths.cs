using System.Collections.Immutable;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>Finds the access path of the object that an expression yields.</summary>
internal static class AccessPaths
{
    private const int MaxLength = 6;

    private static readonly AccessPath This = new(PathRoot.This, null, ImmutableArray<ISymbol>.Empty, isStable: true);

    /// <returns>Null where the expression is no path: a call, an element, a choice between objects.</returns>
    public static AccessPath? Of(IOperation? expression, Body body) => Of(expression, body, MaxLength);

    private static AccessPath? Of(IOperation? expression, Body body, int depth)
    {
        if (expression is null || depth == 0)
        {
            return null;
        }

        switch (body.Definitions.SkipWrappers(expression))
        {
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return This;

            case IFieldReferenceOperation { Field.IsStatic: true } field:
                return Static(field.Field);

            case IFieldReferenceOperation field:
                return Of(field.Instance, body, depth - 1)?.Append(field.Field, field.Field.IsStable());

            case IPropertyReferenceOperation { Property.IsStatic: true, Property.IsIndexer: false } property when property.Property.IsStable():
                return Static(property.Property);

            case IPropertyReferenceOperation { Property.IsIndexer: false } property when property.Property.IsStable():
                return Of(property.Instance, body, depth - 1)?.Append(property.Property, isStable: true);

            case ILocalReferenceOperation local:
                return OfLocal(local.Local, body, depth);

            case IParameterReferenceOperation parameter:
                return new(PathRoot.Parameter, parameter.Parameter, ImmutableArray<ISymbol>.Empty, body.Definitions.WritesTo(parameter.Parameter) == 0);

            default:
                return null;
        }
    }

    private static AccessPath OfLocal(ILocalSymbol local, Body body, int depth)
    {
        // An alias of a stable path is that path. An alias of a field that may change stays a name of its own: it keeps the old object.
        if (body.Definitions.ValueOf(local) is { } value && Of(value, body, depth - 1) is { IsStable: true } alias)
        {
            return alias;
        }

        return new(PathRoot.Local, local, ImmutableArray<ISymbol>.Empty, body.Definitions.WritesTo(local) <= 1);
    }

    private static AccessPath Static(ISymbol member) => new(PathRoot.Static, member.ContainingType, ImmutableArray.Create(member), member.IsStable());
}
