using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Puts statements in front of others that stand in a list. The comments of a statement stay with it.</summary>
internal static class OrderedInsertion
{
    /// <param name="root">The document.</param>
    /// <param name="insertions">What to insert before which statement, in this order where a statement has several.</param>
    public static SyntaxNode InsertBefore(SyntaxNode root, IEnumerable<(StatementSyntax Before, StatementSyntax Inserted)> insertions)
    {
        var groups = insertions.GroupBy(static insertion => insertion.Before).ToList();
        var lineEnd = SyntaxFactory.EndOfLine(LineEnding.Of(root).ToString());
        root = root.TrackNodes(groups.Select(static group => group.Key));
        foreach (var group in groups)
        {
            root = Insert(root, root.GetCurrentNode(group.Key)!, group.Select(static insertion => insertion.Inserted), lineEnd);
        }

        return root;
    }

    private static SyntaxNode Insert(SyntaxNode root, StatementSyntax before, IEnumerable<StatementSyntax> inserted, SyntaxTrivia lineEnd)
    {
        var leading = before.GetLeadingTrivia();
        var split = EndOfFirstPart(leading);
        var statements = inserted.Select(statement => statement.WithTrailingTrivia(lineEnd).WithAdditionalAnnotations(Formatter.Annotation)).ToList();
        statements[0] = statements[0].WithLeadingTrivia(leading.Take(split));
        statements.Add(before.WithLeadingTrivia(leading.Skip(split)));
        return before.Parent is GlobalStatementSyntax global
            ? root.ReplaceNode(global, statements.Select(SyntaxFactory.GlobalStatement))
            : root.ReplaceNode(before, statements);
    }

    /// <summary>Blank lines and directives stay in front of what is inserted.</summary>
    private static int EndOfFirstPart(SyntaxTriviaList leading)
    {
        var end = 0;
        var isBlank = true;
        for (var i = 0; i < leading.Count; i++)
        {
            if (leading[i].IsDirective)
            {
                end = i + 1;
            }

            isBlank &= leading[i].IsKind(SyntaxKind.WhitespaceTrivia) || leading[i].IsKind(SyntaxKind.EndOfLineTrivia);
            if (isBlank && leading[i].IsKind(SyntaxKind.EndOfLineTrivia))
            {
                end = i + 1;
            }
        }

        return end;
    }
}
