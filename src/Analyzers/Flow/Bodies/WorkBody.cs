using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>The body in which the work of something started stands: its own, or that of the method that it does nothing but call.</summary>
/// <param name="Body">The body.</param>
/// <param name="Map">What a path of the body is to the one that starts it.</param>
internal sealed record WorkBody(Body Body, Func<AccessPath, AccessPath?> Map)
{
    /// <summary>The statements that run one after the other; null where the body is an expression.</summary>
    public SyntaxList<StatementSyntax>? Statements => StatementsOf(Body);

    public static WorkBody Of(StartedBody started)
    {
        if (OnlyExpressionOf(started.Body) is { } expression && !WorksInArguments(expression))
        {
            foreach (var operation in started.Body.Operations.All)
            {
                if (operation.Syntax == expression && CallSite.Of(operation, started.Body) is { } call)
                {
                    return new(call.Callee, path => call.InCaller(path) is { } inLambda ? started.Map.Map(inLambda) : null);
                }
            }
        }

        return new(started.Body, started.Map.Map);
    }

    /// <summary>What is computed for the call is work as well, and not in the method that is called.</summary>
    private static bool WorksInArguments(ExpressionSyntax call) =>
        call is InvocationExpressionSyntax { ArgumentList: var given }
        && given.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax).Any(static node => node is InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression });

    private static SyntaxList<StatementSyntax>? StatementsOf(Body body) => body.Syntax switch
    {
        AnonymousFunctionExpressionSyntax { Block: { } block } => block.Statements,
        LocalFunctionStatementSyntax { Body: { } block } => block.Statements,
        MethodDeclarationSyntax { Body: { } block } => block.Statements,
        BlockSyntax block => block.Statements,
        _ => null,
    };

    private static ExpressionSyntax? OnlyExpressionOf(Body body)
    {
        var only = body.Syntax is AnonymousFunctionExpressionSyntax { ExpressionBody: { } arrow } ? arrow
            : StatementsOf(body) is [ExpressionStatementSyntax single] ? single.Expression
            : body.Syntax as ExpressionSyntax;
        return only is AwaitExpressionSyntax wait ? wait.Expression : only;
    }
}
