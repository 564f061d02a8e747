using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Moves a statement down in its list, behind another one, where nothing in between leaves the list.</summary>
internal static class StatementDelay
{
    /// <param name="root">The tree.</param>
    /// <param name="statement">The statement to move.</param>
    /// <param name="behind">A statement further down in the same list.</param>
    /// <returns>The new tree; null where the statement would not run any more on some path.</returns>
    public static SyntaxNode? Behind(SyntaxNode root, StatementSyntax statement, StatementSyntax behind)
    {
        if (StatementList.Around(statement) is not { } list || list.IndexOf(statement) is var from && list.IndexOf(behind) is var to && (from < 0 || to <= from))
        {
            return null;
        }

        for (var i = from; i <= to; i++)
        {
            if (list.Statements[i].ContainsDirectives || LeavesEarly(list.Statements[i]))
            {
                return null;
            }
        }

        var statements = list.Statements.ToList();
        if (Lines.IsInLine(statement) || Lines.IsInLine(statements[from + 1]))
        {
            MoveInLine(statements, from, to);
        }
        else
        {
            // The blank lines before the statement stay where they are; its comments go with it.
            var (gap, own) = Lines.Split(statement.GetLeadingTrivia());
            var (_, nextOwn) = Lines.Split(statements[from + 1].GetLeadingTrivia());
            statements[from + 1] = statements[from + 1].WithLeadingTrivia(gap.AddRange(nextOwn));
            statements.Insert(to + 1, statement.WithLeadingTrivia(own));
            statements.RemoveAt(from);
        }

        return list.Replace(root, statements);
    }

    /// <summary>On one line what separates the statements stays.</summary>
    private static void MoveInLine(List<StatementSyntax> statements, int from, int to)
    {
        var trivia = Enumerable.Range(from, to - from + 1).Select(i => (statements[i].GetLeadingTrivia(), statements[i].GetTrailingTrivia())).ToList();
        var moved = statements[from];
        statements.RemoveAt(from);
        statements.Insert(to, moved);
        for (var i = from; i <= to; i++)
        {
            statements[i] = statements[i].WithLeadingTrivia(trivia[i - from].Item1).WithTrailingTrivia(trivia[i - from].Item2);
        }
    }

    private static bool LeavesEarly(StatementSyntax statement) => statement.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
        .Any(static node => node is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or LabeledStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or YieldStatementSyntax);
}
