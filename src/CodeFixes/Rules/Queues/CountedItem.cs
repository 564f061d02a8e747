using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Queues;

/// <summary>
/// The item is changed if it is there, and gets a first value otherwise: <c>if (m.ContainsKey(k)) m[k]++; else m[k] = 1;</c> is one call of <c>AddOrUpdate</c>.
/// </summary>
/// <param name="Choice">The whole choice.</param>
/// <param name="Item">The item, as both branches name it.</param>
/// <param name="First">Its first value.</param>
/// <param name="Change">What is done to the old value: <c>+ 1</c>.</param>
internal sealed record CountedItem(IfStatementSyntax Choice, ElementAccessExpressionSyntax Item, ExpressionSyntax First, string Change)
{
    /// <param name="item">The item in either branch.</param>
    public static CountedItem? In(SyntaxNode item) =>
        item.FirstAncestorOrSelf<IfStatementSyntax>() is { Else: { } otherwise, ContainsDirectives: false } choice && !Lines.HasInnerComments(choice)
        && choice.Condition is InvocationExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: InvocationExpressionSyntax }
        && Single(choice.Statement) is { } one && Single(otherwise.Statement) is { } other
            ? Of(choice, first: other, changing: one) ?? Of(choice, first: one, changing: other)
            : null;

    private static CountedItem? Of(IfStatementSyntax choice, ExpressionStatementSyntax first, ExpressionStatementSyntax changing) =>
        first.Expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: ElementAccessExpressionSyntax { ArgumentList.Arguments.Count: 1 } access } assignment
        && ChangeOf(changing.Expression, access.ToString()) is { } change
            ? new(choice, access, assignment.Right, change)
            : null;

    public SyntaxNode Rewrite(SyntaxNode root)
    {
        var old = Functions.FreeName(Functions.Around(Choice), "old", []);
        var key = Item.ArgumentList.Arguments[0].WithoutTrivia();
        var call = SyntaxFactory.ParseStatement($"{Item.Expression.WithoutTrivia()}.AddOrUpdate({key}, {First.WithoutTrivia()}, (_, {old}) => {old} {Change});");
        return root.ReplaceNode(Choice, call.WithTriviaFrom(Choice));
    }

    private static ExpressionStatementSyntax? Single(StatementSyntax branch) => branch switch
    {
        ExpressionStatementSyntax statement => statement,
        BlockSyntax { Statements: [ExpressionStatementSyntax statement] } => statement,
        _ => null,
    };

    private static string? ChangeOf(ExpressionSyntax expression, string item) => expression switch
    {
        PostfixUnaryExpressionSyntax unary when unary.Operand.ToString() == item => unary.IsKind(SyntaxKind.PostIncrementExpression) ? "+ 1" : unary.IsKind(SyntaxKind.PostDecrementExpression) ? "- 1" : null,
        PrefixUnaryExpressionSyntax unary when unary.Operand.ToString() == item => unary.IsKind(SyntaxKind.PreIncrementExpression) ? "+ 1" : unary.IsKind(SyntaxKind.PreDecrementExpression) ? "- 1" : null,
        AssignmentExpressionSyntax { Right: LiteralExpressionSyntax or IdentifierNameSyntax } assignment when assignment.Left.ToString() == item => assignment.Kind() switch
        {
            SyntaxKind.AddAssignmentExpression => $"+ {assignment.Right}",
            SyntaxKind.SubtractAssignmentExpression => $"- {assignment.Right}",
            _ => null,
        },
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax { Right: LiteralExpressionSyntax or IdentifierNameSyntax } sum } assignment
            when assignment.Left.ToString() == item && sum.Left.ToString() == item && sum.Kind() is SyntaxKind.AddExpression or SyntaxKind.SubtractExpression => $"{sum.OperatorToken.Text} {sum.Right}",
        _ => null,
    };
}
