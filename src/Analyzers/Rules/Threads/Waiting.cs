using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>A loop, or a <c>SpinWait.SpinUntil</c> without a limit, that goes on until something is so.</summary>
/// <param name="Condition">What it asks in each round.</param>
/// <param name="WhileTrue">It goes on as long as the answer is yes.</param>
/// <param name="Body">What it does in each round; null where that is nothing but to wait a little.</param>
internal sealed record Waiting(IOperation Condition, bool WhileTrue, IOperation? Body)
{
    public static Waiting? Of(IOperation operation) => operation switch
    {
        IWhileLoopOperation { Condition: { } condition } loop => new(condition, !loop.ConditionIsUntil, loop.Body),
        IExpressionStatementOperation
        {
            Operation: IInvocationOperation
            {
                TargetMethod: { Name: nameof(SpinWait.SpinUntil), ContainingType.Name: nameof(SpinWait) },
                Arguments: [{ Value: IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } answer }] } } }],
            },
        } => new(answer, WhileTrue: false, null),
        _ => null,
    };

    /// <summary>It stands in a function that can await.</summary>
    public bool IsAsync => FunctionAround() switch
    {
        BaseMethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),

        // A program without a class is asynchronous as soon as it awaits.
        _ => Body?.Syntax.DescendantNodesAndSelf().Any(static node => node is AwaitExpressionSyntax) == true,
    };

    private SyntaxNode? FunctionAround() => Condition.Syntax.Ancestors()
        .SkipWhile(node => Body is null && node is not StatementSyntax)
        .FirstOrDefault(static node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax);
}
