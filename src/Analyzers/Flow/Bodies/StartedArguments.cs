using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>What is given, beside the delegate, to whoever starts it: <c>Create(Work, queue)</c>.</summary>
internal static class StartedArguments
{
    /// <summary>The parameter of the started body that the argument becomes; null where it is none, or the body is not known.</summary>
    public static (IParameterSymbol Parameter, Body Body)? ParameterFor(IArgumentOperation argument, Body context)
    {
        if (argument is not { Parameter: { } own, Parent: IInvocationOperation call } || !IsHandedOn(own)
            || Calls.EffectOf(call, context) is not { BodyParameter: >= 0 and var target } || own.Ordinal <= target
            || call.ArgumentFor(target)?.Value is not { } value
            || BodyFinder.OfDelegate(value, context)?.Body is not { Method: { } method } body)
        {
            return null;
        }

        var index = call.Arguments.Count(other => other.Parameter is { } before && before.Ordinal > target && before.Ordinal < own.Ordinal && IsHandedOn(before));
        return index < method.Parameters.Length && SymbolEqualityComparer.Default.Equals(method.Parameters[index].Type, own.Type) ? (method.Parameters[index], body) : null;
    }

    private static bool IsHandedOn(IParameterSymbol parameter) => parameter.OriginalDefinition.Type is ITypeParameterSymbol;
}
