using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>How often the body of a loop runs, where the code says so: with numbers that never change, or for the elements of an array whose length is known.</summary>
internal static class LoopRounds
{
    /// <returns>Null where that depends, or something leaves the loop early.</returns>
    public static int? Of(StatementSyntax loop, Body body) => loop switch
    {
        ForStatementSyntax counting when !MayLeave(counting.Statement) => Counted(counting, body),
        ForEachStatementSyntax each when !MayLeave(each.Statement) => Elements(each.Expression, body),
        _ => null,
    };

    /// <summary>The rounds of <c>for (var i = 0; i &lt; 4; i++)</c>.</summary>
    private static int? Counted(ForStatementSyntax loop, Body body) =>
        loop is { Declaration.Variables: [{ Initializer.Value: { } first } variable], Condition: BinaryExpressionSyntax { Left: IdentifierNameSyntax index, Right: var last } condition, Incrementors: [PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression }] }
        && index.Identifier.ValueText == variable.Identifier.ValueText
        && Constant(first, body) is { } from && Constant(last, body) is { } to
            ? condition.Kind() switch
            {
                SyntaxKind.LessThanExpression when to > from => to - from,
                SyntaxKind.LessThanOrEqualExpression when to >= from => to - from + 1,
                _ => null,
            }
            : null;

    private static int? Elements(ExpressionSyntax sequence, Body body) =>
        body.Root.SemanticModel?.GetOperation(sequence) is { } operation ? OfSequence(operation, body) : null;

    /// <summary>How many elements a loop over the value, or a query on it, goes through.</summary>
    public static int? OfSequence(IOperation sequence, Body body) => body.Definitions.Origin(sequence) switch
    {
        IInvocationOperation { TargetMethod: { Name: "Range", ContainingType: { Name: "Enumerable", ContainingNamespace.Name: "Linq" } }, Arguments: [_, { Value: var count }] } => KnownNumber.Of(count, body),
        var array => KnownNumber.LengthOf(array, body),
    };

    private static int? Constant(ExpressionSyntax expression, Body body) =>
        body.Root.SemanticModel?.GetOperation(expression) is { } operation ? KnownNumber.Of(operation, body) : null;

    private static bool MayLeave(StatementSyntax statement) => statement
        .DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
        .Any(static node => node is BreakStatementSyntax or ContinueStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax);
}
