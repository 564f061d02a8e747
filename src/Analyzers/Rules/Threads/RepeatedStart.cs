using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>A start that each round of a loop does, on one thread that was created before the loop.</summary>
internal static class RepeatedStart
{
    /// <returns>The creation; null where a second round may not come, or may have another thread.</returns>
    public static IOperation? BirthOf(IInvocationOperation start, Body body)
    {
        if (start.Syntax.Parent is not ExpressionStatementSyntax statement
            || LoopAround(statement) is not { } loop
            || !MayRepeat(loop)
            || body.Definitions.SkipWrappers(start.Instance!) is not ILocalReferenceOperation { Local: var local }
            || body.Definitions.ValueOf(local) is not { } value)
        {
            return null;
        }

        var birth = body.Definitions.SkipWrappers(value);
        return birth is IObjectCreationOperation or IInvocationOperation && birth.Syntax.SpanStart < loop.SpanStart && birth.Syntax.FirstAncestorOrSelf<BlockSyntax>()?.Span.Contains(loop.Span) == true ? birth : null;
    }

    /// <summary>The loop whose every round runs the statement.</summary>
    private static StatementSyntax? LoopAround(StatementSyntax statement)
    {
        var loop = (statement.Parent is BlockSyntax block ? block.Parent : statement.Parent) as StatementSyntax;
        return loop is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax { Condition: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } } ? loop : null;
    }

    /// <summary>No jump leaves the round or passes over the start, and the loop is not one that runs once.</summary>
    private static bool MayRepeat(StatementSyntax loop) =>
        !loop.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax).Any(static node =>
            node is BreakStatementSyntax or ContinueStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or YieldStatementSyntax or TryStatementSyntax)
        && loop is not ForStatementSyntax { Condition: BinaryExpressionSyntax { Right: LiteralExpressionSyntax { Token.ValueText: "1" } } };
}
