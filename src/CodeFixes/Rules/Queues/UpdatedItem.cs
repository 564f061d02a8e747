using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Queues;

/// <summary>
/// An item gets a value made of its old one if it is there, and a first one otherwise: <c>m[k] = m.TryGetValue(k, out var n) ? n + 1 : 1;</c>, or the same with
/// <c>if</c> and <c>else</c>, is one call of <c>AddOrUpdate</c>.
/// </summary>
/// <param name="Whole">The statement.</param>
/// <param name="Item">The item.</param>
/// <param name="Changed">What it becomes if it is there.</param>
/// <param name="First">What it becomes otherwise.</param>
/// <param name="Old">The variable that has the old value; null where the item itself is read.</param>
internal sealed record UpdatedItem(StatementSyntax Whole, ElementAccessExpressionSyntax Item, ExpressionSyntax Changed, ExpressionSyntax First, string? Old)
{
    /// <param name="check">The question whether the item is there.</param>
    public static UpdatedItem? In(ExpressionSyntax check)
    {
        var old = check is InvocationExpressionSyntax { ArgumentList.Arguments: [_, { Expression: DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax variable } }] } ? variable.Identifier.ValueText : null;
        if (check is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 2 } && old is null)
        {
            return null;
        }

        var found = check.Parent switch
        {
            ConditionalExpressionSyntax { Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: ElementAccessExpressionSyntax item, Parent: ExpressionStatementSyntax statement } } choice when choice.Condition == check =>
                new UpdatedItem(statement, item, choice.WhenTrue, choice.WhenFalse, old),
            IfStatementSyntax { Else.Statement: var otherwise } choice when choice.Condition == check && Single(choice.Statement) is var (changed, value) && Single(otherwise) is var (first, start) && changed.ToString() == first.ToString() =>
                new UpdatedItem(choice, changed, value, start, old),
            _ => null,
        };

        // The first value is made in any case now, and the new one perhaps several times.
        return found is { Item.ArgumentList.Arguments.Count: 1, Whole: { ContainsDirectives: false } whole } && !Lines.HasInnerComments(whole) && IsPlain(found.First) && !found.Changed.DescendantNodesAndSelf().Any(static node => node is AwaitExpressionSyntax or AssignmentExpressionSyntax or InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)
            ? found
            : null;
    }

    public SyntaxNode Rewrite(SyntaxNode root)
    {
        var function = Functions.Around(Whole);
        var old = Old ?? Functions.FreeName(function, "old", []);
        var item = Item.ToString();
        var changed = Changed.ReplaceNodes(
            Changed.DescendantNodesAndSelf().OfType<ElementAccessExpressionSyntax>().Where(access => access.ToString() == item),
            (original, _) => SyntaxFactory.IdentifierName(old).WithTriviaFrom(original));
        var call = SyntaxFactory.ParseStatement($"{Item.Expression.WithoutTrivia()}.AddOrUpdate({Item.ArgumentList.Arguments[0].WithoutTrivia()}, {First.WithoutTrivia()}, (_, {old}) => {changed.WithoutTrivia()});");
        return root.ReplaceNode(Whole, call.WithTriviaFrom(Whole));
    }

    private static (ElementAccessExpressionSyntax Item, ExpressionSyntax Value)? Single(StatementSyntax branch) =>
        (branch is BlockSyntax { Statements: [var only] } ? only : branch) is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: ElementAccessExpressionSyntax item, Right: var value } }
            ? (item, value)
            : null;

    private static bool IsPlain(ExpressionSyntax value) => value is LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax };
}
