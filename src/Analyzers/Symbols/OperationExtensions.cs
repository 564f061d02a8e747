using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Symbols;

internal static class OperationExtensions
{
    /// <summary>The value with the conversions and parentheses around it.</summary>
    public static IOperation Converted(this IOperation value)
    {
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value;
    }

    /// <summary>The argument for the parameter with the ordinal, whatever order the call names them in.</summary>
    public static IArgumentOperation? ArgumentFor(this IInvocationOperation call, int ordinal)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
            {
                return argument;
            }
        }

        return null;
    }

    public static bool IsBase(this IInstanceReferenceOperation instance) => instance.Syntax is BaseExpressionSyntax;
}
