using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Finds the location that an operation itself reads or writes; its operands are operations of their own.</summary>
internal static class Accesses
{
    public static Access? Of(IOperation operation, Body body) =>
        Plain(operation, body) is { } access ? access.IsWrite && Updates.Is(access, body) ? access with { Kind = access.Kind | AccessKind.Update } : access : null;

    /// <summary>Without the question whether a write is an update.</summary>
    internal static Access? Plain(IOperation operation, Body body) => operation switch
    {
        ILocalReferenceOperation { Local.IsConst: false } local => Variable(local, PathRoot.Local, local.Local, body),
        IParameterReferenceOperation parameter => Variable(parameter, PathRoot.Parameter, parameter.Parameter, body),
        IFieldReferenceOperation { Field.IsConst: false } field when !Usage.IsPartOfVariable(field) => OfField(field, body),
        IPropertyReferenceOperation property => OfProperty(property, body),
        IArrayElementReferenceOperation element => Content(element, element.ArrayReference, Usage.Of(element, body), body),
        IInvocationOperation call => OfCall(call, body),
        IArgumentOperation argument => OfArgument(argument, body),
        _ => null,
    };

    private static Access Variable(IOperation operation, PathRoot root, ISymbol symbol, Body body) =>
        new(new(new(root, symbol, ImmutableArray<ISymbol>.Empty, isStable: true), IsContent: false), Usage.Of(operation, body), operation);

    private static Access? OfField(IFieldReferenceOperation reference, Body body)
    {
        var field = reference.Field;
        return HolderOf(field, reference.Instance, body) is { } path && !IsPerThread(field)
            ? new(new(path, IsContent: false), Usage.Of(reference, body) | (field.IsVolatile ? AccessKind.Atomic : AccessKind.None), reference)
            : null;
    }

    private static Access? OfProperty(IPropertyReferenceOperation reference, Body body)
    {
        var property = reference.Property;
        if (Collections.IsUnsynchronized(reference.Instance?.Type, body.Model))
        {
            return Collections.IsNeutral(property) ? null : Content(reference, reference.Instance!, property.IsIndexer ? Usage.Of(reference, body) : AccessKind.Read, body);
        }

        return !property.IsIndexer && IsPlain(property) && HolderOf(property, reference.Instance, body) is { } path
            ? new(new(path, IsContent: false), Usage.Of(reference, body), reference)
            : null;
    }

    private static Access? OfCall(IInvocationOperation call, Body body)
    {
        if (call.Instance is not { } instance)
        {
            return null;
        }

        var value = body.Definitions.SkipWrappers(instance);
        if (value.Type is IArrayTypeSymbol)
        {
            return call.TargetMethod.Name == "GetEnumerator" ? Content(call, value, AccessKind.Read, body) : null;
        }

        return Collections.IsUnsynchronized(value.Type, body.Model) && !Collections.IsNeutral(call.TargetMethod)
            ? Content(call, value, body.Model.EffectOf(call) is { Effect: Effect.Mutate } ? AccessKind.Read | AccessKind.Write : AccessKind.Read, body)
            : null;
    }

    /// <summary>An array or collection given to a library method that looks at its elements before it returns.</summary>
    private static Access? OfArgument(IArgumentOperation argument, Body body)
    {
        var value = body.Definitions.SkipWrappers(argument.Value);
        return (value.Type is IArrayTypeSymbol || Collections.IsUnsynchronized(value.Type, body.Model))
            && argument.Parent is IInvocationOperation call
            && LibraryCalls.ReadsArguments(call)
            ? Content(argument, value, AccessKind.Read, body)
            : null;
    }

    private static Access? Content(IOperation operation, IOperation holder, AccessKind kind, Body body) =>
        AccessPaths.Of(holder, body) is { } path ? new(new(path, IsContent: true), kind, operation) : null;

    private static AccessPath? HolderOf(ISymbol member, IOperation? instance, Body body)
    {
        if (member.IsStatic)
        {
            return new(PathRoot.Static, member.ContainingType, ImmutableArray.Create(member), member.IsStable());
        }

        return AccessPaths.Of(instance, body) is { IsStable: true } path ? path.Append(member, member.IsStable()) : null;
    }

    /// <summary>Reading and writing it runs no code of the user's.</summary>
    private static bool IsPlain(IPropertySymbol property) =>
        property is { IsVirtual: false, IsAbstract: false, IsOverride: false, ReturnsByRef: false } && property.IsAutoProperty();

    private static bool IsPerThread(IFieldSymbol field) =>
        field.IsStatic && field.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ThreadStaticAttribute");
}
