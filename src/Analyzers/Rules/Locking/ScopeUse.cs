using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>Asks what becomes of the scope object that an acquire returns.</summary>
internal static class ScopeUse
{
    /// <summary>Whether the scope is dropped, or kept in a local of which nothing but members is used.</summary>
    public static bool StaysIn(IOperation enter, Body body)
    {
        var value = enter;
        while (value.Parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation or IMemberReferenceOperation
            or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask" })
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IExpressionStatementOperation => true,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => IsOnlyReceiver(local.Local, body),
            _ => false,
        };
    }

    private static bool IsOnlyReceiver(ILocalSymbol local, Body body) =>
        body.Outermost.SelfAndNested.SelectMany(static inner => inner.Operations.All)
            .OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
            .All(static reference => reference.Parent is IInvocationOperation or IMemberReferenceOperation or ISimpleAssignmentOperation { Target: ILocalReferenceOperation }
                or IConversionOperation { Parent: IInvocationOperation });
}
