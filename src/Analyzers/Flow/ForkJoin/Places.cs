using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Where operations stand in relation to loops and conditions.</summary>
internal static class Places
{
    /// <summary>The loops around a node within its own function, innermost first.</summary>
    public static IEnumerable<StatementSyntax> LoopsAround(SyntaxNode node)
    {
        for (var current = node; current is not null && !IsFunction(current); current = current.Parent)
        {
            if (current != node && IsLoop(current))
            {
                yield return (StatementSyntax)current;
            }
        }
    }

    public static bool IsLoop(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    /// <summary>Something ends the loop early, so it may run only once.</summary>
    public static bool MayEndEarly(StatementSyntax loop) =>
        loop.DescendantNodes(static node => !IsFunction(node)).Any(static node => node is BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax);

    /// <summary>Whoever gets from the earlier node's surroundings to the later node has run the earlier one, unless a loop had nothing to do.</summary>
    public static bool IsCertainBefore(SyntaxNode earlier, SyntaxNode later)
    {
        if (earlier.SpanStart >= later.SpanStart)
        {
            return false;
        }

        for (var node = earlier; node.Parent is { } parent && !parent.FullSpan.Contains(later.FullSpan); node = parent)
        {
            if (IsChoice(node, parent))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Every iteration of the loop runs the node.</summary>
    public static bool IsUnconditionalIn(SyntaxNode node, StatementSyntax loop)
    {
        for (; node != loop && node.Parent is { } parent; node = parent)
        {
            if (IsChoice(node, parent))
            {
                return false;
            }
        }

        return !loop.DescendantNodes(static inner => !IsFunction(inner)).Any(static inner => inner is ContinueStatementSyntax);
    }

    /// <summary>The condition of a loop that holds the node, if it stands in one.</summary>
    public static bool IsInLoopCondition(SyntaxNode node)
    {
        for (; node.Parent is { } parent && !IsFunction(node); node = parent)
        {
            var condition = parent switch
            {
                WhileStatementSyntax loop => loop.Condition,
                DoStatementSyntax loop => loop.Condition,
                ForStatementSyntax loop => loop.Condition,
                _ => null,
            };
            if (condition == node)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The node decides, by itself or as part of a larger condition, which way the program goes.</summary>
    public static bool IsInCondition(SyntaxNode node)
    {
        for (; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case IfStatementSyntax choice:
                    return choice.Condition == node;

                case ConditionalExpressionSyntax choice when choice.Condition == node:
                    return true;

                case StatementSyntax or ArgumentSyntax or AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax:
                    return IsInLoopCondition(node);
            }
        }

        return false;
    }

    public static bool Contains(this SyntaxNode outer, SyntaxNode inner) => outer.SyntaxTree == inner.SyntaxTree && outer.Span.Contains(inner.Span);

    private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax;

    private static bool IsChoice(SyntaxNode node, SyntaxNode parent) => parent switch
    {
        IfStatementSyntax choice => choice.Condition != node,
        ElseClauseSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax or FinallyClauseSyntax => true,
        ConditionalExpressionSyntax choice => choice.Condition != node,
        ConditionalAccessExpressionSyntax access => access.Expression != node,
        AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) && assignment.Right == node,
        BinaryExpressionSyntax binary => binary.Right == node && binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression && binary.Right == node,
        _ => false,
    };
}
