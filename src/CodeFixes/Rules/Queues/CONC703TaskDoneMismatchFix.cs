using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Queues;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Queues;

/// <summary>Marks the item as done in a finally block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC703TaskDoneMismatchFix))]
[Shared]
public sealed class CONC703TaskDoneMismatchFix() : ConcurrencyCodeFix("CONC703")
{
    internal const string Key = "CONC703_MarkInFinally";

    /// <summary>One item may be taken in the work on another.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC703TaskDoneMismatchAnalyzer.DoneProperty) is not { } done
            || target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Expression: var queue } } call)
        {
            return;
        }

        var root = target.Other(0) is { } take
            ? MoveIntoFinally(target.Root, take.FirstAncestorOrSelf<StatementSyntax>()!, call.FirstAncestorOrSelf<ExpressionStatementSyntax>())
            : AddFinally(target.Root, call, $"{queue.WithoutTrivia()}.{done}();");
        if (root is not null)
        {
            var changed = context.Document.WithSyntaxRoot(root);
            if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
            {
                Register(context, target, $"Call '{done}' in a finally block", Key, _ => Task.FromResult(changed));
            }
        }
    }

    /// <summary>What stands between the two statements goes into the try.</summary>
    private static SyntaxNode? MoveIntoFinally(SyntaxNode root, StatementSyntax take, ExpressionStatementSyntax? mark) =>
        mark?.Parent is BlockSyntax block && block.Statements.IndexOf(take) is >= 0 and var from && block.Statements.IndexOf(mark) is var to && to > from + 1
        && !IsMarked(block.Statements.Skip(from + 1).Take(to - from - 1), mark)
            ? FinallyBlock.Wrap(root, block, from + 1, to, TextOf(mark, block.Statements[from + 1]), last: to)
            : null;

    /// <summary>With the comments above and behind it; those of a single line stay at its end.</summary>
    private static string TextOf(ExpressionStatementSyntax mark, StatementSyntax first) =>
        Lines.IsInLine(first) ? mark.WithoutTrivia().ToString() : mark.ToFullString().Trim();

    /// <summary>One way marks the item by itself: with a finally block it would be marked twice.</summary>
    private static bool IsMarked(IEnumerable<StatementSyntax> statements, ExpressionStatementSyntax mark) =>
        statements.SelectMany(static statement => statement.DescendantNodes()).Any(node => node is InvocationExpressionSyntax && node.ToString() == mark.Expression.ToString());

    /// <summary>Everything that is done with the item: the rest of the block, or the body of the loop or branch that the item was taken for.</summary>
    private static SyntaxNode? AddFinally(SyntaxNode root, InvocationExpressionSyntax take, string mark)
    {
        switch (take.FirstAncestorOrSelf<StatementSyntax>())
        {
            case CommonForEachStatementSyntax { Statement: BlockSyntax body } loop when loop.Expression.Contains(take):
                return FinallyBlock.Wrap(root, body, 0, body.Statements.Count, mark);

            case IfStatementSyntax { Statement: BlockSyntax body } branch when branch.Condition.Contains(take):
                return FinallyBlock.Wrap(root, body, 0, body.Statements.Count, mark);

            case WhileStatementSyntax { Statement: BlockSyntax body } loop when loop.Condition.Contains(take):
                return FinallyBlock.Wrap(root, body, 0, body.Statements.Count, mark);

            case LocalDeclarationStatementSyntax { Parent: BlockSyntax block } statement:
                return FinallyBlock.Wrap(root, block, block.Statements.IndexOf(statement) + 1, block.Statements.Count, mark);

            default:
                return null;
        }
    }
}
