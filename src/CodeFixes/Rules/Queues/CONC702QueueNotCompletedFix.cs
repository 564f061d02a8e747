using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Queues;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Queues;

/// <summary>Completes the queue before the wait, or after the last item.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC702QueueNotCompletedFix))]
[Shared]
public sealed class CONC702QueueNotCompletedFix() : ConcurrencyCodeFix("CONC702")
{
    internal const string CompleteKey = "CONC702_CompleteBefore";
    internal const string MoveKey = "CONC702_CompleteLater";

    /// <summary>Two late items have one completion, which moves once.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        var complete = target.Property(CONC702QueueNotCompletedAnalyzer.CompleteProperty);
        var (root, title, key) = complete is null
            ? (LaterEnd.Of(target), "Complete the queue afterwards", MoveKey)
            : (CompleteBefore(target, complete), $"Call '{complete}' before", CompleteKey);
        if (root is not null)
        {
            var changed = context.Document.WithSyntaxRoot(root);
            if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
            {
                Register(context, target, title, key, _ => Task.FromResult(changed));
            }
        }
    }

    /// <summary>A loop over the consumers that does no more than wait for them: the queue is completed once, before it.</summary>
    private static ExpressionSyntax? PlaceOf(ExpressionSyntax wait)
    {
        var loop = wait.Ancestors().TakeWhile(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax))
            .FirstOrDefault(static node => node is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax);
        return loop switch
        {
            null => wait,
            CommonForEachStatementSyntax { Expression: var consuming } when consuming.Span.Contains(wait.Span) => wait,
            CommonForEachStatementSyntax { Statement: ExpressionStatementSyntax or BlockSyntax { Statements.Count: 1 }, Expression: var consumers } when PlaceOf(consumers) == consumers => consumers,
            _ => null,
        };
    }

    private static SyntaxNode? CompleteBefore(FixTarget target, string complete)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } wait)
        {
            return null;
        }

        if (target.Diagnostic.AdditionalLocations.Count == 0)
        {
            return PlaceOf(wait) is { } place ? StatementInsertion.Before(target.Root, place, SyntaxFactory.ParseStatement($"{complete};")) : null;
        }

        // It is completed, but later: that statement comes first now.
        if (target.Other(0)?.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } later || !StatementRemoval.IsRemovable(later))
        {
            return null;
        }

        var root = target.Root.TrackNodes(wait, later);
        root = StatementRemoval.Remove(root, [root.GetCurrentNode(later)!]);
        return StatementInsertion.Before(root, root.GetCurrentNode(wait)!, SyntaxFactory.ParseStatement($"{later.Expression.WithoutTrivia()};"));
    }
}
