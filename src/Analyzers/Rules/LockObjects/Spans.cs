using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>Where to underline an operation: the name of what it calls.</summary>
internal static class Spans
{
    public static Location Of(IOperation operation) => NameIn(operation.Syntax).GetLocation();

    private static SyntaxNode NameIn(SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax wait => NameIn(wait.Expression),
        InvocationExpressionSyntax call => NameIn(call.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        ConditionalAccessExpressionSyntax conditional => NameIn(conditional.WhenNotNull),
        _ => node,
    };
}
