using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Queues;

/// <summary>How the program gets past the call that marks an item as done.</summary>
internal enum SkipWay
{
    /// <summary>By an exception that leaves the loop.</summary>
    Exception,

    /// <summary>By an exception that somebody handles, to go on with the next item.</summary>
    Handled,

    /// <summary>By a <c>continue</c>.</summary>
    Jump,
}

/// <summary>An item is taken and marked as done further down in the same block, and what stands in between may not get there.</summary>
/// <param name="Take">The statement that takes the item.</param>
/// <param name="Way">How the mark is skipped.</param>
internal sealed record SkippedMark(StatementSyntax Take, SkipWay Way)
{
    /// <returns>Null where the mark is safe, or its item is taken elsewhere.</returns>
    public static SkippedMark? Of(IInvocationOperation mark, Body body)
    {
        if (mark.Syntax.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Parent: BlockSyntax { Parent: not FinallyClauseSyntax } block } statement
            || AccessPaths.Of(mark.Instance, body) is not { } path
            || TakeBefore(statement, block, path, body) is not { } take)
        {
            return null;
        }

        var between = block.Statements.SkipWhile(other => other != take).Skip(1).TakeWhile(other => other != statement).ToList();
        if (between.Any(other => Jumps(other, mark.Syntax)))
        {
            return new(take, SkipWay.Jump);
        }

        if (IsHandled(block) && !MarksInHandler(block, statement) && between.Any(static other => MayThrow(other, null)))
        {
            return new(take, SkipWay.Handled);
        }

        // A worker takes one item after the other; elsewhere an exception ends more than the work on one item.
        var queue = (mark.Instance!.Syntax as ExpressionSyntax)?.ToString();
        return IsInLoop(block) && between.Any(other => MayThrow(other, queue)) ? new(take, SkipWay.Exception) : null;
    }

    private static StatementSyntax? TakeBefore(StatementSyntax mark, BlockSyntax block, AccessPath path, Body body)
    {
        foreach (var call in body.Operations.All.OfType<IInvocationOperation>().Reverse())
        {
            if (body.Model.EffectOf(call) is { Effect: Effect.Take } && path.Equals(AccessPaths.Of(call.Instance, body))
                && block.Statements.TakeWhile(other => other != mark).LastOrDefault(other => other.Span.Contains(call.Syntax.Span)) is { } take and (LocalDeclarationStatementSyntax or ExpressionStatementSyntax))
            {
                return take;
            }
        }

        return null;
    }

    /// <summary>Who marks the item before the jump does not skip that.</summary>
    private static bool Jumps(StatementSyntax statement, SyntaxNode mark) => statement
        .DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax and not (ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax))
        .Any(node => node is ContinueStatementSyntax && !IsMarkedBefore(node, statement, mark));

    private static bool IsMarkedBefore(SyntaxNode jump, StatementSyntax around, SyntaxNode mark) => jump.AncestorsAndSelf()
        .TakeWhile(node => node != around.Parent)
        .Where(static node => node.Parent is BlockSyntax)
        .Any(node => ((BlockSyntax)node.Parent!).Statements.TakeWhile(other => other != node).Any(other => node != around && other is ExpressionStatementSyntax { Expression: var call } && call.ToString() == mark.ToString()));

    /// <remarks>What only asks the queue itself, or marks the item another way, is not the work.</remarks>
    private static bool MayThrow(StatementSyntax statement, string? queue) => statement
        .DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
        .Any(node => node is BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax or ThrowStatementSyntax or ThrowExpressionSyntax
            || (node is InvocationExpressionSyntax call && !IsCallOf(call, queue)));

    /// <summary>The block is that of a try inside of a loop, and a handler does not throw again.</summary>
    private static bool IsHandled(BlockSyntax block) =>
        block.Parent is TryStatementSyntax attempt && attempt.Block == block && attempt.Finally is null
        && attempt.Catches.Any(static handler => !handler.Block.DescendantNodes().Any(static node => node is ThrowStatementSyntax or BreakStatementSyntax or ReturnStatementSyntax))
        && IsInLoop(attempt);

    private static bool IsInLoop(SyntaxNode place) => place.Ancestors()
        .TakeWhile(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax and not MemberDeclarationSyntax)
        .Any(static node => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax);

    private static bool IsCallOf(InvocationExpressionSyntax call, string? queue) =>
        call is { Parent: ExpressionStatementSyntax, Expression: MemberAccessExpressionSyntax { Expression: var receiver } } && receiver.ToString() == queue;

    private static bool MarksInHandler(BlockSyntax block, ExpressionStatementSyntax mark) =>
        ((TryStatementSyntax)block.Parent!).Catches.Any(handler => handler.Block.Statements.Any(statement => statement.ToString() == mark.ToString()));
}
