using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Queues;

/// <summary>
/// An item is made and put where there was none: <c>if (!m.TryGetValue(k, out var v)) { v = new(); m[k] = v; }</c> is one call of <c>GetOrAdd</c>.
/// </summary>
/// <param name="Choice">The whole choice.</param>
/// <param name="Collection">The collection.</param>
/// <param name="Key">The key.</param>
/// <param name="Variable">The variable that has the item afterwards, with its type where the choice declares it.</param>
/// <param name="Made">What makes a new item.</param>
internal sealed record MissedItem(IfStatementSyntax Choice, ExpressionSyntax Collection, ExpressionSyntax Key, string Variable, ExpressionSyntax Made)
{
    /// <param name="check">The question whether the item is there.</param>
    public static MissedItem? In(ExpressionSyntax check)
    {
        if (check is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var collection }, ArgumentList.Arguments: [{ Expression: var key }, { Expression: var found }] }
            || check.Parent is not PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: IfStatementSyntax { Else: null, Parent: BlockSyntax, ContainsDirectives: false } choice } not
            || choice.Condition != not || Lines.HasInnerComments(choice))
        {
            return null;
        }

        var (declared, name) = found switch
        {
            DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax single } declaration => ($"{declaration.Type.WithoutTrivia()} {single.Identifier.ValueText}", single.Identifier.ValueText),
            IdentifierNameSyntax variable => (variable.Identifier.ValueText, variable.Identifier.ValueText),
            _ => ("", ""),
        };
        return name.Length > 0 && MadeIn(choice.Statement, $"{collection}[{key}]", name) is { } made
            && !made.DescendantNodesAndSelf().Any(node => node is AwaitExpressionSyntax or AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } || node is IdentifierNameSyntax used && used.Identifier.ValueText == name)
                ? new(choice, collection, key, declared, made)
                : null;
    }

    public SyntaxNode Rewrite(SyntaxNode root, string member) => root.ReplaceNode(
        Choice,
        SyntaxFactory.ParseStatement($"{Variable} = {Collection.WithoutTrivia()}.{member}({Key.WithoutTrivia()}, _ => {Made.WithoutTrivia()});").WithTriviaFrom(Choice));

    /// <summary><c>v = new(); m[k] = v;</c> or <c>m[k] = v = new();</c>, and nothing else.</summary>
    private static ExpressionSyntax? MadeIn(StatementSyntax branch, string item, string name)
    {
        var statements = branch is BlockSyntax block ? block.Statements.ToList() : [branch];
        var writes = statements.Select(static statement => statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment } ? assignment : null).ToList();
        return writes switch
        {
            [{ Left: IdentifierNameSyntax variable, Right: var made }, { Left: ElementAccessExpressionSyntax target, Right: IdentifierNameSyntax put }]
                when variable.Identifier.ValueText == name && put.Identifier.ValueText == name && target.ToString() == item => made,
            [{ Left: ElementAccessExpressionSyntax target, Right: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax variable, Right: var made } }]
                when variable.Identifier.ValueText == name && target.ToString() == item => made,
            _ => null,
        };
    }
}
