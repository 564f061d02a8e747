using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>What stands around a statement on its lines: empty lines, comments, indentation.</summary>
internal static class Lines
{
    /// <summary>The leading trivia in two parts: the empty lines, which separate it from what comes before, and the statement's own comments and indentation.</summary>
    public static (SyntaxTriviaList Gap, SyntaxTriviaList Own) Split(SyntaxTriviaList leading)
    {
        var end = 0;
        for (var i = 0; i < leading.Count; i++)
        {
            if (leading[i].IsKind(SyntaxKind.EndOfLineTrivia))
            {
                end = i + 1;
            }
            else if (!leading[i].IsKind(SyntaxKind.WhitespaceTrivia))
            {
                break;
            }
        }

        return (SyntaxFactory.TriviaList(leading.Take(end)), SyntaxFactory.TriviaList(leading.Skip(end)));
    }

    /// <summary>The white space before the statement on its line.</summary>
    public static SyntaxTriviaList Indentation(StatementSyntax statement)
    {
        var leading = statement.GetLeadingTrivia();
        return leading.Count > 0 && leading[leading.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(leading[leading.Count - 1]) : default;
    }

    /// <summary>Whether another token stands before the statement on its line.</summary>
    public static bool IsInLine(StatementSyntax statement) =>
        statement.GetFirstToken().GetPreviousToken() is { RawKind: not 0 } previous
        && !previous.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
        && !statement.GetLeadingTrivia().Any(SyntaxKind.EndOfLineTrivia);

    /// <summary>Comments between the first and the last token, which a statement that is written anew would lose.</summary>
    public static bool HasInnerComments(StatementSyntax statement) => statement.DescendantTrivia().Any(trivia =>
        trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        && trivia.SpanStart >= statement.SpanStart && trivia.Span.End <= statement.Span.End);
}
