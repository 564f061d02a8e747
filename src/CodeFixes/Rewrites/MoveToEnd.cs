using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Moves a statement behind all others of its list, where these neither use nor change what it is about.</summary>
internal sealed class MoveToEnd
{
    private readonly ExpressionStatementSyntax moved;
    private readonly StatementList list;

    private MoveToEnd(ExpressionStatementSyntax moved, StatementList list)
    {
        this.moved = moved;
        this.list = list;
    }

    /// <returns>Null where the move would change more than the order.</returns>
    public static MoveToEnd? Of(ExpressionStatementSyntax statement, SemanticModel model)
    {
        if (StatementList.Around(statement) is not { } list)
        {
            return null;
        }

        var following = list.Statements.Skip(list.IndexOf(statement) + 1).ToList();
        var isSafe = following.Count > 0
            && !statement.ContainsDirectives
            && following.TrueForAll(static next => !next.ContainsDirectives && !LeavesEarly(next));
        var named = NamesIn(statement, model);
        return isSafe && !following.SelectMany(next => NamesIn(next, model)).Any(name => named.Contains(name, SymbolEqualityComparer.Default)) ? new(statement, list) : null;
    }

    public SyntaxNode Apply(SyntaxNode root)
    {
        var statements = list.Statements.ToList();
        var index = list.IndexOf(moved);
        if (Lines.IsInLine(moved))
        {
            // On one line each takes the white space of the place that it gets.
            var last = statements[statements.Count - 1];
            statements[statements.Count - 1] = last.WithTrailingTrivia(moved.GetTrailingTrivia());
            statements.Add(moved.WithTrailingTrivia(last.GetTrailingTrivia()));
            statements.RemoveAt(index);
        }
        else
        {
            // The empty lines above it stay where they are; at the end it is set off by none.
            var (gap, own) = Lines.Split(moved.GetLeadingTrivia());
            var next = statements[index + 1];
            statements[index + 1] = next.WithLeadingTrivia(gap.AddRange(Lines.Split(next.GetLeadingTrivia()).Own));
            statements.Add(moved.WithLeadingTrivia(own));
            statements.RemoveAt(index);
        }

        return list.Replace(root, statements);
    }

    private static bool LeavesEarly(StatementSyntax statement) => statement.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
        .Any(static node => node is ReturnStatementSyntax or GotoStatementSyntax or LabeledStatementSyntax or ThrowStatementSyntax);

    /// <summary>The variables and fields that the statement names itself, not in lambdas, which run later anyway.</summary>
    private static List<ISymbol> NamesIn(StatementSyntax statement, SemanticModel model) =>
        [.. statement.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax).OfType<IdentifierNameSyntax>()
            .Select(name => model.GetSymbolInfo(name).Symbol)
            .OfType<ISymbol>()
            .Where(static symbol => symbol is ILocalSymbol or IFieldSymbol or IPropertySymbol or IParameterSymbol { RefKind: not RefKind.None })];
}
