using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Tells a wait that is meant to be the last thing a program does from one after which it should go on.</summary>
internal static class FollowingWork
{
    /// <summary>Statements follow that do more than wait for others, or tidy up.</summary>
    public static bool IsBehind(IOperation wait)
    {
        for (SyntaxNode? node = wait.Syntax; node is not null and not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax); node = node.Parent)
        {
            var following = node switch
            {
                StatementSyntax { Parent: BlockSyntax block } statement => block.Statements.SkipWhile(other => other != statement).Skip(1),
                GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global => unit.Members.OfType<GlobalStatementSyntax>().SkipWhile(other => other != global).Skip(1).Select(static other => other.Statement),
                _ => [],
            };
            if (following.Any(IsWork))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWork(StatementSyntax statement) => statement switch
    {
        LocalFunctionStatementSyntax or EmptyStatementSyntax => false,
        ReturnStatementSyntax { Expression: null or LiteralExpressionSyntax } => false,
        ExpressionStatementSyntax { Expression: var expression } => NameOf(expression) is not ("Join" or "Wait" or "WaitForExit" or "Dispose" or "Close" or "ReadLine" or "ReadKey" or "WaitAll"),
        _ => true,
    };

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        AwaitExpressionSyntax => "Wait",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.Identifier.ValueText,
        _ => null,
    };
}
