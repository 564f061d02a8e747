using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Moves a statement into a finally block, and what stands before it into the try block.</summary>
internal static class FinallyMove
{
    /// <param name="root">The root of the document.</param>
    /// <param name="last">The statement that must run whatever happens before it.</param>
    /// <param name="risk">What can throw.</param>
    /// <returns>Null where a variable of the try block is needed behind it, or would be disposed of earlier than now.</returns>
    public static SyntaxNode? Apply(SyntaxNode root, StatementSyntax last, SyntaxNode risk)
    {
        if (last.Parent is not BlockSyntax block || last.ContainsDirectives)
        {
            return null;
        }

        var end = block.Statements.IndexOf(last);
        var begin = FirstAfterUsings(block, end);
        var guarded = block.Statements.Skip(begin).Take(end - begin).ToList();
        if (guarded.Count == 0
            || !guarded.Any(statement => statement.Span.Contains(risk.Span))
            || guarded.Exists(static statement => statement.ContainsDirectives || statement is LabeledStatementSyntax or LocalFunctionStatementSyntax)
            || IsNeededLater(guarded, block.Statements.Skip(end)))
        {
            return null;
        }

        var attempt = Attempt(guarded, last, root);
        var statements = block.Statements.Take(begin).Append(attempt).Concat(block.Statements.Skip(end + 1));
        return root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(statements)).WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>A using declaration stays outside: what it holds is disposed of at the end of the block, as before.</summary>
    private static int FirstAfterUsings(BlockSyntax block, int end)
    {
        for (var i = end - 1; i >= 0; i--)
        {
            if (block.Statements[i] is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 })
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static bool IsNeededLater(List<StatementSyntax> guarded, IEnumerable<StatementSyntax> later)
    {
        var declared = new HashSet<string>(guarded.SelectMany(static statement => statement.DescendantNodes()).Select(static node => node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
            _ => "",
        }), StringComparer.Ordinal);
        return later.SelectMany(static statement => statement.DescendantNodes()).OfType<IdentifierNameSyntax>().Any(name => declared.Contains(name.Identifier.ValueText));
    }

    private static TryStatementSyntax Attempt(List<StatementSyntax> guarded, StatementSyntax last, SyntaxNode root)
    {
        var lineEnd = SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(LineEnding.Of(root).ToString()));
        var final = SyntaxFactory.FinallyClause(SyntaxFactory.Block(Line(last, lineEnd)));
        if (guarded is [TryStatementSyntax { Finally: null } alone])
        {
            return alone.WithFinally(final).WithAdditionalAnnotations(Formatter.Annotation);
        }

        var (gap, own) = Lines.Split(guarded[0].GetLeadingTrivia());
        var moved = guarded.Select((statement, index) => Line(index == 0 ? statement.WithLeadingTrivia(own) : statement, lineEnd));
        return SyntaxFactory.TryStatement(SyntaxFactory.Block(moved), default, final)
            .WithLeadingTrivia(gap.AddRange(Lines.Indentation(guarded[0])))
            .WithTrailingTrivia(lineEnd)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The statement at the beginning of a line of its own, and the end of the line behind it.</summary>
    private static StatementSyntax Line(StatementSyntax statement, SyntaxTriviaList lineEnd)
    {
        var own = Lines.Split(statement.GetLeadingTrivia()).Own;
        var trailing = statement.GetTrailingTrivia();
        return statement
            .WithLeadingTrivia(own)
            .WithTrailingTrivia(trailing.Any(SyntaxKind.EndOfLineTrivia) ? trailing : SyntaxFactory.TriviaList(trailing.Where(static part => !part.IsKind(SyntaxKind.WhitespaceTrivia))).AddRange(lineEnd))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
