using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Conditions that let only one of many threads get to a place.</summary>
internal static class Alternation
{
    private static readonly HashSet<string> Pauses = new(StringComparer.Ordinal) { "Sleep", "Yield", "SpinWait", "SpinOnce", "SpinUntil", "Delay" };

    /// <summary><c>if (id == 0) total += n;</c>: each thread may have a number of its own, and one of them that one.</summary>
    public static bool IsForOneOf(IOperation update)
    {
        for (var node = update.Syntax; node.Parent is { } parent && node is not MemberDeclarationSyntax; node = parent)
        {
            if (parent is IfStatementSyntax choice && choice.Condition != node && choice.Condition.DescendantNodesAndSelf().Any(test => IsIdentity(test, choice)))
            {
                return true;
            }

            if (parent is SwitchSectionSyntax { Parent: SwitchStatementSyntax { Expression: IdentifierNameSyntax } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An empty loop comes first in the same function: the thread waits for its turn.</summary>
    public static bool IsBehindSpin(IOperation update)
    {
        var function = update.Syntax.Ancestors().FirstOrDefault(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax);
        return function is not null && function.DescendantNodes().Any(node => IsSpin(node) && node.SpanStart < update.Syntax.SpanStart && !node.Span.Contains(update.Syntax.Span));
    }

    /// <summary>A bare variable of the function is compared: not what a variable is computed to.</summary>
    private static bool IsIdentity(SyntaxNode test, IfStatementSyntax choice)
    {
        if (test is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equals)
        {
            return test is IsPatternExpressionSyntax { Expression: IdentifierNameSyntax };
        }

        return new[] { equals.Left, equals.Right }.OfType<IdentifierNameSyntax>().Any(name => !IsLoopLocal(name, choice));
    }

    /// <summary>A variable of a loop of the same function has many values in one thread.</summary>
    private static bool IsLoopLocal(IdentifierNameSyntax name, IfStatementSyntax choice) => Places.LoopsAround(choice).Any(loop => loop switch
    {
        ForEachStatementSyntax each => each.Identifier.ValueText == name.Identifier.ValueText,
        ForStatementSyntax { Declaration: { } declaration } => declaration.Variables.Any(variable => variable.Identifier.ValueText == name.Identifier.ValueText),
        _ => false,
    } || loop.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(variable => variable.Identifier.ValueText == name.Identifier.ValueText));

    private static bool IsSpin(SyntaxNode node)
    {
        var body = node switch
        {
            WhileStatementSyntax loop => loop.Statement,
            DoStatementSyntax loop => loop.Statement,
            ForStatementSyntax { Incrementors.Count: 0 } loop => loop.Statement,
            _ => null,
        };
        return body switch
        {
            EmptyStatementSyntax => true,
            BlockSyntax block => block.Statements.All(IsPause),
            StatementSyntax single => IsPause(single),
            null => false,
        };
    }

    private static bool IsPause(StatementSyntax statement)
    {
        var expression = (statement as ExpressionStatementSyntax)?.Expression;
        expression = expression is AwaitExpressionSyntax await ? await.Expression : expression;
        return expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } && Pauses.Contains(name);
    }
}
