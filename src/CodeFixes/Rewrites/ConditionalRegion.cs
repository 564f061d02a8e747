using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Lets the statements between a try-acquire and its release run only where the lock was taken.</summary>
internal static class ConditionalRegion
{
    /// <param name="root">The root of the document.</param>
    /// <param name="acquire">The statement that drops the result.</param>
    /// <param name="releases">The calls that release the lock in the same function.</param>
    /// <returns>Null where the statements are not one after the other in one list.</returns>
    public static SyntaxNode? Apply(SyntaxNode root, ExpressionStatementSyntax acquire, IReadOnlyList<SyntaxNode> releases)
    {
        if (releases.Count != 1 || StatementList.Around(acquire) is not { } list)
        {
            return null;
        }

        var start = list.IndexOf(acquire);
        var end = start + 1;
        while (end < list.Statements.Count && !list.Statements[end].Span.Contains(releases[0].Span))
        {
            end++;
        }

        if (end == list.Statements.Count)
        {
            return null;
        }

        var last = list.Statements[end];
        var region = list.Statements.Skip(start + 1).Take(end - start).ToList();
        StatementSyntax? content = last switch
        {
            // Statements between the acquire and the try belong to the region as well.
            TryStatementSyntax { Finally: { } ending } when ending.Span.Contains(releases[0].Span) => SyntaxFactory.Block(region.Select(Formatted)),
            ExpressionStatementSyntax release when region.Count > 1 => Guarded([.. region.Take(region.Count - 1).Select(Formatted)], release),
            _ => null,
        };
        if (content is null)
        {
            return null;
        }

        var whole = SyntaxFactory.IfStatement(acquire.Expression.WithoutTrivia(), content)
            .WithLeadingTrivia(acquire.GetLeadingTrivia())
            .WithTrailingTrivia(last.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
        return list.Replace(root, [.. list.Statements.Take(start), whole, .. list.Statements.Skip(end + 1)]);
    }

    private static BlockSyntax Guarded(IReadOnlyList<StatementSyntax> work, ExpressionStatementSyntax release) => SyntaxFactory.Block(
        SyntaxFactory.TryStatement(SyntaxFactory.Block(work), default, SyntaxFactory.FinallyClause(SyntaxFactory.Block(Formatted(release)))));

    private static StatementSyntax Formatted(StatementSyntax statement) => statement.WithAdditionalAnnotations(Formatter.Annotation);
}
