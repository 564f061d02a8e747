using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Processes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Processes;

/// <summary>Hands over the call written out, whose arguments are evaluated here, instead of a lambda that captures them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC507CannotCrossFix))]
[Shared]
public sealed class CONC507CannotCrossFix() : ConcurrencyCodeFix("CONC507")
{
    internal const string Key = "CONC507_Call";

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC507CannotCrossAnalyzer.CallProperty) is not { } member
            || target.Node.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 0 } lambda
            || lambda.AsyncKeyword.RawKind != 0
            || OnlyCallOf(lambda) is not { } call
            || lambda.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax creation } list } argument
            || list.Arguments[0] != argument
            || creation.Expression is not MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name })
        {
            return;
        }

        var written = lambda.WithBlock(null).WithExpressionBody(call.WithoutTrivia()).WithTriviaFrom(lambda);
        var root = target.Root.ReplaceNodes([name, (SyntaxNode)lambda], (old, _) => old == name ? SyntaxFactory.IdentifierName(member).WithTriviaFrom(name) : written);
        var changed = context.Document.WithSyntaxRoot(root);
        if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, $"Use '{member}', which evaluates the arguments here", Key, _ => Task.FromResult(changed));
        }
    }

    private static InvocationExpressionSyntax? OnlyCallOf(LambdaExpressionSyntax lambda) => lambda switch
    {
        { ExpressionBody: InvocationExpressionSyntax call } => call,
        { Block.Statements: [ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }] } => call,
        { Block.Statements: [ReturnStatementSyntax { Expression: InvocationExpressionSyntax call }] } => call,
        _ => null,
    };
}
