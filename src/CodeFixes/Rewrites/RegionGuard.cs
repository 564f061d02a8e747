using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Puts a region into a block that releases its lock on every way out: try and finally, lock, or using.</summary>
internal static class RegionGuard
{
    /// <summary>Keeps the acquire and puts the release into a finally block.</summary>
    public static SyntaxNode WithFinally(SyntaxNode root, GuardedRegion region, StatementSyntax release) => Apply(root, region, keepsAcquire: true, (block, moved, into) =>
    {
        if (into is not null)
        {
            return into.WithBlock(into.Block.WithStatements(into.Block.Statements.InsertRange(0, block.Statements)));
        }

        var final = SyntaxFactory.FinallyClause(SyntaxFactory.Block(moved ?? Line(release, root)));
        return block.Statements.Count == 1 && block.Statements[0] is TryStatementSyntax { Finally: null } alone
            ? alone.WithFinally(final)
            : SyntaxFactory.TryStatement(block, default, final);
    });

    public static SyntaxNode WithLock(SyntaxNode root, GuardedRegion region, ExpressionSyntax gate) =>
        Apply(root, region, keepsAcquire: false, (block, _, _) => SyntaxFactory.LockStatement(gate.WithoutTrivia(), block));

    public static SyntaxNode WithUsing(SyntaxNode root, GuardedRegion region, ExpressionSyntax scope) =>
        Apply(root, region, keepsAcquire: false, (block, _, _) => SyntaxFactory.UsingStatement(null, scope.WithoutTrivia(), block));

    private static SyntaxNode Apply(SyntaxNode root, GuardedRegion region, bool keepsAcquire, Func<BlockSyntax, StatementSyntax?, TryStatementSyntax?, StatementSyntax> guard)
    {
        var lineEnd = SyntaxFactory.EndOfLine(LineEnding.Of(root).ToString());
        root = root.TrackNodes(region.Statements.Concat(region.InnerReleases).Append(region.Acquire).Concat(region.Release is null ? [] : [region.Release]).Concat(region.Into is null ? [] : [region.Into]).Distinct());
        foreach (var inner in region.InnerReleases)
        {
            root = StatementRemoval.Remove(root, [root.GetCurrentNode(inner)!]);
        }

        var moved = region.Statements.Select(statement => root.GetCurrentNode(statement)!).ToList();
        var list = StatementList.Around(moved[0])!.Value;
        var acquire = root.GetCurrentNode(region.Acquire)!;
        var release = region.Release is null ? null : root.GetCurrentNode(region.Release)!;
        var into = region.Into is null ? null : root.GetCurrentNode(region.Into)!;
        var (gap, _) = Lines.Split(moved[0].GetLeadingTrivia());
        var result = new List<StatementSyntax>();
        foreach (var statement in list.Statements)
        {
            if (statement == acquire && !keepsAcquire)
            {
                continue;
            }

            if (statement == moved[0])
            {
                result.AddRange(region.Hoisted.Declarations.Select(declaration => region.Hoisted.DeclarationOf(declaration).WithTrailingTrivia(lineEnd).WithAdditionalAnnotations(Formatter.Annotation)));
                var block = SyntaxFactory.Block(Content(region, moved));
                if (!keepsAcquire && release is not null)
                {
                    block = block.WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(ReleaseComments(release, lineEnd)));
                }

                var guarded = guard(block, release is null ? null : Line(release, root), into).WithTrailingTrivia(lineEnd).WithAdditionalAnnotations(Formatter.Annotation);
                result.Add(guarded.WithLeadingTrivia(keepsAcquire ? gap : acquire.GetLeadingTrivia().AddRange(Comments(acquire, lineEnd))));
            }
            else if (statement != release && statement != into && !moved.Contains(statement))
            {
                result.Add(statement);
            }
        }

        return list.Replace(root, result);
    }

    private static IEnumerable<StatementSyntax> Content(GuardedRegion region, List<StatementSyntax> moved)
    {
        for (var i = 0; i < moved.Count; i++)
        {
            var statement = region.Statements[i] is LocalDeclarationStatementSyntax original && region.Hoisted.Declarations.Contains(original)
                ? HoistedLocals.AssignmentOf((LocalDeclarationStatementSyntax)moved[i])
                : moved[i];
            yield return i == 0 ? statement.WithLeadingTrivia(Lines.Split(statement.GetLeadingTrivia()).Own) : statement;
        }
    }

    /// <summary>A comment behind the acquire goes above what takes its place.</summary>
    private static IEnumerable<SyntaxTrivia> Comments(StatementSyntax acquire, SyntaxTrivia lineEnd) => CommentsOf(acquire.GetTrailingTrivia(), lineEnd);

    /// <summary>Set off by an empty line: next to a comment behind a statement they would be lined up with it.</summary>
    private static IEnumerable<SyntaxTrivia> ReleaseComments(StatementSyntax release, SyntaxTrivia lineEnd)
    {
        var comments = CommentsOf(release.GetLeadingTrivia().AddRange(release.GetTrailingTrivia()), lineEnd).ToList();
        return comments.Count == 0 ? comments : comments.Prepend(lineEnd);
    }

    /// <summary>Each on a line of its own.</summary>
    private static IEnumerable<SyntaxTrivia> CommentsOf(SyntaxTriviaList trivia, SyntaxTrivia lineEnd) =>
        trivia.Where(static part => part.IsKind(SyntaxKind.SingleLineCommentTrivia) || part.IsKind(SyntaxKind.MultiLineCommentTrivia)).SelectMany(part => new[] { part, lineEnd });

    private static StatementSyntax Line(StatementSyntax release, SyntaxNode root) =>
        release.WithLeadingTrivia(Lines.Split(release.GetLeadingTrivia()).Own).WithTrailingTrivia(release.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? release.GetTrailingTrivia() : [SyntaxFactory.EndOfLine(LineEnding.Of(root).ToString())]);
}
