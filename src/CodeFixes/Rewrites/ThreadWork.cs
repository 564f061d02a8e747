using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>What the threads of a <see cref="ThreadLoop"/> do, as statements that can stand in another lambda.</summary>
internal static class ThreadWork
{
    /// <returns>Null where the work depends on being a thread's, or on the variable that the threads share.</returns>
    public static IReadOnlyList<StatementSyntax>? Of(ThreadLoop threads, string variable, SemanticModel model)
    {
        if (TargetOf(threads, model) is not var (target, arguments))
        {
            return null;
        }

        switch (target)
        {
            case AnonymousFunctionExpressionSyntax lambda when arguments.Count == 0:
                return IsSafe(lambda, threads, variable) ? Statements(lambda) : null;

            case IdentifierNameSyntax or MemberAccessExpressionSyntax when model.GetSymbolInfo(target).Symbol is IMethodSymbol { ReturnsByRef: false } method && method.Parameters.Length == arguments.Count:
                return arguments.All(argument => SimpleExpressions.MayMoveIntoLambda(argument, model)) ? [Call(target, arguments)] : null;

            default:
                return null;
        }
    }

    private static (ExpressionSyntax Target, IReadOnlyList<ExpressionSyntax> Arguments)? TargetOf(ThreadLoop threads, SemanticModel model)
    {
        switch (threads.Creation)
        {
            case BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList.Arguments: [{ NameColon: null } only] }:
                return (Unwrapped(only.Expression, model), threads.StartArgument is { } state ? [state] : []);

            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } when threads.StartArgument is null && arguments.All(static argument => argument.NameColon is null):
                return (Unwrapped(arguments[0].Expression, model), arguments.Skip(1).Select(static argument => argument.Expression).ToList());

            default:
                return null;
        }
    }

    /// <summary><c>new ThreadStart(f)</c> is f.</summary>
    private static ExpressionSyntax Unwrapped(ExpressionSyntax target, SemanticModel model) =>
        target is ObjectCreationExpressionSyntax { ArgumentList.Arguments: [var inner] } && model.GetTypeInfo(target).Type?.TypeKind == TypeKind.Delegate ? inner.Expression : target;

    private static bool IsSafe(AnonymousFunctionExpressionSyntax lambda, ThreadLoop threads, string variable)
    {
        var parameters = lambda switch
        {
            ParenthesizedLambdaExpressionSyntax parenthesized => parenthesized.ParameterList.Parameters.Count,
            AnonymousMethodExpressionSyntax anonymous => anonymous.ParameterList?.Parameters.Count ?? 0,
            _ => 1,
        };
        if (parameters > 0 || lambda.AsyncKeyword.RawKind != 0)
        {
            return false;
        }

        // All threads share the variable of a for loop, so with it the work would mean something else in a lambda that has its own.
        var names = lambda.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText).ToList();
        var declared = threads.Kept.OfType<LocalDeclarationStatementSyntax>().SelectMany(static copy => copy.Declaration.Variables).Select(static copy => copy.Identifier.ValueText);
        return !(threads.Loop is ForStatementSyntax && names.Contains(variable))
            && !names.Contains("CurrentThread")
            && !DeclaredIn(lambda).Intersect(declared.Append(variable)).Any();
    }

    private static IEnumerable<string> DeclaredIn(SyntaxNode node) => node.DescendantNodes().Select(static inner => inner switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        _ => "",
    });

    private static SyntaxList<StatementSyntax> Statements(AnonymousFunctionExpressionSyntax lambda) => lambda.Body switch
    {
        BlockSyntax block => WithLastComments(block),
        ExpressionSyntax expression => SyntaxFactory.SingletonList<StatementSyntax>(SyntaxFactory.ExpressionStatement(expression.WithoutTrivia())),
        _ => default,
    };

    private static SyntaxList<StatementSyntax> WithLastComments(BlockSyntax block)
    {
        var last = block.CloseBraceToken.LeadingTrivia;
        if (block.Statements.Count == 0 || !last.Any(static part => part.IsKind(SyntaxKind.SingleLineCommentTrivia) || part.IsKind(SyntaxKind.MultiLineCommentTrivia)))
        {
            return block.Statements;
        }

        var final = block.Statements[block.Statements.Count - 1];
        return block.Statements.Replace(final, final.WithTrailingTrivia(final.GetTrailingTrivia().AddRange(last)));
    }

    private static ExpressionStatementSyntax Call(ExpressionSyntax target, IReadOnlyList<ExpressionSyntax> arguments) => SyntaxFactory.ExpressionStatement(
        SyntaxFactory.InvocationExpression(target.WithoutTrivia(), SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments.Select(static argument => SyntaxFactory.Argument(argument.WithoutTrivia()))))));
}
