using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Puts some statements of a block into a try whose finally block, or catch block, runs others.</summary>
internal static class FinallyBlock
{
    /// <param name="root">The tree.</param>
    /// <param name="block">The block.</param>
    /// <param name="from">The first statement that goes into the try.</param>
    /// <param name="to">The first one that does not.</param>
    /// <param name="statement">What the finally block does.</param>
    /// <param name="last">A statement that goes away, or -1.</param>
    /// <returns>Null where nothing goes into the try, or something in it is used behind it.</returns>
    public static SyntaxNode? Wrap(SyntaxNode root, BlockSyntax block, int from, int to, string statement, int last = -1) => Wrap(root, block, from, to, "finally", [statement], last);

    /// <param name="root">The tree.</param>
    /// <param name="block">The block.</param>
    /// <param name="from">The first statement that goes into the try.</param>
    /// <param name="to">The first one that does not.</param>
    /// <param name="clause">The head of the finally or catch block.</param>
    /// <param name="handlers">What it does.</param>
    /// <param name="last">A statement that goes away, or -1.</param>
    /// <returns>Null where nothing goes into the try, or something in it is used behind it.</returns>
    public static SyntaxNode? Wrap(SyntaxNode root, BlockSyntax block, int from, int to, string clause, IReadOnlyList<string> handlers, int last = -1)
    {
        var statements = block.Statements.ToList();
        if (from >= to || statements.Skip(from).Take(to - from + 1).Any(static part => part.ContainsDirectives) || IsUsedBehind(statements, from, to))
        {
            return null;
        }

        var lineEnd = LineEnding.Of(root);
        var isInLine = Lines.IsInLine(statements[from]);
        if (isInLine && statements.Skip(from).Take(to - from).Any(HasComments))
        {
            return null;
        }

        var (gap, own) = Lines.Split(statements[from].GetLeadingTrivia());
        var moved = statements.GetRange(from, to - from);
        moved[0] = moved[0].WithLeadingTrivia(own);
        var text = isInLine
            ? $"try {{ {string.Join(" ", moved.Select(static part => part.WithoutTrivia().ToString()))} }} {clause} {{ {string.Join(" ", handlers)} }}"
            : $"try{lineEnd}{{{lineEnd}}}{lineEnd}{clause}{lineEnd}{{{lineEnd}{string.Join(lineEnd.ToString(), handlers)}{lineEnd}}}";
        var guarded = (TryStatementSyntax)SyntaxFactory.ParseStatement(text);
        if (!isInLine)
        {
            guarded = guarded.WithBlock(guarded.Block.WithStatements(SyntaxFactory.List(moved))).WithAdditionalAnnotations(Formatter.Annotation);
        }

        var replaced = last < 0 ? statements[to - 1] : statements[last];
        guarded = guarded
            .WithLeadingTrivia(isInLine ? statements[from].GetLeadingTrivia() : gap.AddRange(Lines.Indentation(statements[from])))
            .WithTrailingTrivia(isInLine ? replaced.GetTrailingTrivia() : SyntaxFactory.TriviaList(lineEnd));
        var kept = statements.Take(from).Append(guarded).Concat(statements.Skip(last < 0 ? to : last + 1));
        return root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(kept)));
    }

    private static bool HasComments(StatementSyntax statement) => statement.DescendantTrivia().Any(static trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia);

    private static bool IsUsedBehind(List<StatementSyntax> statements, int from, int to)
    {
        var declared = HoistedLocals.NamesOf(statements.Skip(from).Take(to - from));
        return statements.Skip(to).SelectMany(HoistedLocals.NamesIn).Any(declared.Contains);
    }
}
