using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Takes statements out of their blocks and hands their comments on to what follows. A finally block that this empties dissolves its try.</summary>
internal static class StatementRemoval
{
    /// <summary>Whether the statement stands in a list, so that the code around it stays well formed without it.</summary>
    public static bool IsRemovable(SyntaxNode statement) => statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax;

    public static SyntaxNode Remove(SyntaxNode root, IEnumerable<StatementSyntax> statements)
    {
        var list = statements.ToList();
        root = root.TrackNodes(list);
        foreach (var statement in list)
        {
            if (root.GetCurrentNode(statement) is { } current)
            {
                root = RemoveOne(root, current);
            }
        }

        return root;
    }

    /// <summary>Puts what a block or single statement contains in the place of the statement around it, comments included.</summary>
    public static SyntaxNode Dissolve(SyntaxNode root, StatementSyntax around, StatementSyntax content)
    {
        var statements = content is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(content);
        if (!CanInline(around, content))
        {
            return root.ReplaceNode(around, content.WithTriviaFrom(around));
        }

        if (statements.Count == 0)
        {
            return RemoveOne(root, around);
        }

        var inlined = statements.Select(static statement => statement.WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation)).ToList();
        inlined[0] = inlined[0].WithLeadingTrivia(around.GetLeadingTrivia().AddRange(Comments(content.GetLeadingTrivia())).AddRange(Comments(statements[0].GetLeadingTrivia())));
        var last = inlined.Count - 1;
        if (content is BlockSyntax { CloseBraceToken: var close } && Comments(close.LeadingTrivia).Count > 0)
        {
            inlined[last] = inlined[last].WithTrailingTrivia(inlined[last].GetTrailingTrivia().AddRange(WithoutLastEndOfLine(Comments(close.LeadingTrivia))).AddRange(EndOfLine(inlined[last])));
        }

        return around.Parent is GlobalStatementSyntax global
            ? root.ReplaceNode(global, inlined.Select(SyntaxFactory.GlobalStatement))
            : root.ReplaceNode(around, inlined);
    }

    private static bool CanInline(StatementSyntax around, StatementSyntax content)
    {
        if (!IsRemovable(around))
        {
            return false;
        }

        // A variable of the inner block must not meet another one of its name in the block around it.
        var declared = new HashSet<string>(Declared(content), StringComparer.Ordinal);
        var container = around.FirstAncestorOrSelf<MemberDeclarationSyntax>(static node => node is not GlobalStatementSyntax) ?? around.SyntaxTree.GetRoot();
        return declared.Count == 0 || Declared(container).Count(declared.Contains) == declared.Count;
    }

    private static IEnumerable<string> Declared(SyntaxNode node) => node.DescendantNodes().Select(static inner => inner switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        _ => null,
    }).Where(static name => name is not null)!;

    private static SyntaxNode RemoveOne(SyntaxNode root, StatementSyntax statement)
    {
        if (statement.Parent is BlockSyntax { Statements.Count: 1, Parent: FinallyClauseSyntax { Parent: TryStatementSyntax { Catches.Count: 0 } dissolved } })
        {
            return Dissolve(root, dissolved, dissolved.Block);
        }

        SyntaxNode removed = statement.Parent is GlobalStatementSyntax global ? global : statement;
        var comments = Comments(removed.GetLeadingTrivia()).AddRange(Comments(removed.GetTrailingTrivia()));
        var next = removed.GetLastToken().GetNextToken();
        if (comments.Count == 0 || next.RawKind == 0)
        {
            return root.RemoveNode(removed, SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
        }

        root = root.TrackNodes(removed);
        next = root.GetCurrentNode(removed)!.GetLastToken().GetNextToken();
        root = root.ReplaceToken(next, next.WithLeadingTrivia(comments.AddRange(next.LeadingTrivia)));
        return root.RemoveNode(root.GetCurrentNode(removed)!, SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
    }

    /// <summary>The lines of the trivia that hold a comment or directive, indentation and line end included.</summary>
    private static SyntaxTriviaList Comments(SyntaxTriviaList trivia)
    {
        var kept = new List<SyntaxTrivia>();
        var line = new List<SyntaxTrivia>();
        var hasComment = false;
        foreach (var part in trivia)
        {
            line.Add(part);
            hasComment |= !part.IsKind(SyntaxKind.WhitespaceTrivia) && !part.IsKind(SyntaxKind.EndOfLineTrivia);
            if (part.IsKind(SyntaxKind.EndOfLineTrivia) || part.HasStructure)
            {
                if (hasComment)
                {
                    kept.AddRange(line);
                }

                line.Clear();
                hasComment = false;
            }
        }

        if (hasComment)
        {
            kept.AddRange(line);
        }

        return SyntaxFactory.TriviaList(kept);
    }

    private static SyntaxTriviaList WithoutLastEndOfLine(SyntaxTriviaList trivia) =>
        trivia.Count > 0 && trivia.Last().IsKind(SyntaxKind.EndOfLineTrivia) ? trivia.RemoveAt(trivia.Count - 1) : trivia;

    private static IEnumerable<SyntaxTrivia> EndOfLine(SyntaxNode node) => node.GetTrailingTrivia().Where(static part => part.IsKind(SyntaxKind.EndOfLineTrivia)).Take(1);
}
