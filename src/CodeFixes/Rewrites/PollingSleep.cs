using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>A loop under a lock that does nothing but sleep until its condition is false: what it waits for can only change when the lock is let go.</summary>
internal sealed class PollingSleep
{
    private readonly InvocationExpressionSyntax sleep;
    private readonly ExpressionSyntax gate;

    private PollingSleep(InvocationExpressionSyntax sleep, ExpressionSyntax gate)
    {
        this.sleep = sleep;
        this.gate = gate;
    }

    public static PollingSleep? Of(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { ArgumentList.Arguments.Count: 1, Parent: ExpressionStatementSyntax statement } sleep
            || sleep.Expression is not MemberAccessExpressionSyntax)
        {
            return null;
        }

        SyntaxNode? around = statement.Parent is BlockSyntax { Statements.Count: 1 } body ? body.Parent : statement.Parent;
        if (around is not WhileStatementSyntax loop || model.GetConstantValue(loop.Condition, cancellationToken).HasValue)
        {
            return null;
        }

        SyntaxNode? holder = loop.Parent is BlockSyntax block ? block.Parent : loop.Parent;
        return holder is LockStatementSyntax locked
            && !holder.Ancestors().Any(static outer => outer is LockStatementSyntax)
            && locked.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax or ThisExpressionSyntax
            && model.GetTypeInfo(locked.Expression, cancellationToken).Type is not { Name: "Lock", ContainingNamespace.Name: "Threading" }
            ? new(sleep, locked.Expression)
            : null;
    }

    public SyntaxNode Apply(SyntaxNode root)
    {
        var access = (MemberAccessExpressionSyntax)sleep.Expression;
        var monitor = SyntaxFactory.IdentifierName("Monitor");
        ExpressionSyntax type = access.Expression is MemberAccessExpressionSyntax qualified
            ? qualified.WithName(monitor)
            : monitor.WithTriviaFrom(access.Expression);
        var arguments = sleep.ArgumentList.Arguments.Insert(0, SyntaxFactory.Argument(gate.WithoutTrivia()));
        var separated = SyntaxFactory.SeparatedList(arguments, [SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)]);
        return root.ReplaceNode(sleep, sleep
            .WithExpression(access.WithExpression(type).WithName(SyntaxFactory.IdentifierName("Wait")))
            .WithArgumentList(sleep.ArgumentList.WithArguments(separated)));
    }
}
