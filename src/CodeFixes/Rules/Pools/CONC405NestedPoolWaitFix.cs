using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Pools;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Pools;

/// <summary>Takes out a wait for all work that nothing follows, or awaits the inner task.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC405NestedPoolWaitFix))]
[Shared]
public sealed class CONC405NestedPoolWaitFix() : ConcurrencyCodeFix("CONC405")
{
    internal const string RemoveKey = "CONC405_RemoveWait";
    internal const string AwaitKey = "CONC405_Await";

    /// <summary>Two waits may stand in one delegate, which becomes asynchronous once.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        var (root, title, key) = target.Property(CONC405NestedPoolWaitAnalyzer.RepairProperty) switch
        {
            CONC405NestedPoolWaitAnalyzer.RemoveRepair => (Remove(target), "Remove the wait: who submits the first work waits for all", RemoveKey),
            CONC405NestedPoolWaitAnalyzer.AwaitRepair => (Await(target), "Await the inner task", AwaitKey),
            _ => default,
        };
        if (root is null)
        {
            return;
        }

        var changed = context.Document.WithSyntaxRoot(root);
        if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, title, key, _ => Task.FromResult(changed));
        }
    }

    /// <summary>What follows the wait may rely on the work that it waits for.</summary>
    private static SyntaxNode? Remove(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Parent: ExpressionStatementSyntax { Parent: BlockSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax } block } wait }
        && block.Statements.Last() == wait
            ? StatementRemoval.Remove(target.Root, [wait])
            : null;

    /// <summary>The delegate of a <c>Task.Run</c> may as well be asynchronous: the task is the same.</summary>
    private static SyntaxNode? Await(FixTarget target)
    {
        if (Waiting(target.Node) is not { } wait
            || Awaited(wait) is not { } awaited
            || Functions.Around(wait) is not LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Run" } } } } } work
            || wait.Ancestors().TakeWhile(node => node != work).Any(static node => node is TryStatementSyntax { Catches.Count: > 0 } or LockStatementSyntax))
        {
            return null;
        }

        var expression = NeedsParentheses(wait) ? (ExpressionSyntax)SyntaxFactory.ParenthesizedExpression(awaited.WithoutTrivia()) : awaited;
        var changed = work.ReplaceNode(wait, expression.WithTriviaFrom(wait));
        if (!Functions.IsAsync(work))
        {
            var keyword = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithLeadingTrivia(changed.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space);
            changed = (LambdaExpressionSyntax)changed.WithLeadingTrivia().WithAsyncKeyword(keyword);
        }

        return target.Root.ReplaceNode(work, changed);
    }

    /// <summary>The whole waiting expression around the name that is underlined.</summary>
    private static ExpressionSyntax? Waiting(SyntaxNode node)
    {
        var access = node.FirstAncestorOrSelf<MemberAccessExpressionSyntax>();
        return access?.Parent is InvocationExpressionSyntax call && call.Expression == access ? call : access;
    }

    private static AwaitExpressionSyntax? Awaited(ExpressionSyntax wait) => wait switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result", Expression: var task } => AwaitOf(task),
        InvocationExpressionSyntax { Parent: ExpressionStatementSyntax, ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait", Expression: var task } } => AwaitOf(task),
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult", Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter", Expression: var task } } } } => AwaitOf(task),
        InvocationExpressionSyntax { Parent: ExpressionStatementSyntax, Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax { Identifier.ValueText: "WaitAll" } name } all } call when call.ArgumentList.Arguments.All(IsTask) =>
            AwaitOf(call.WithExpression(all.WithName(SyntaxFactory.IdentifierName("WhenAll").WithTriviaFrom(name)))),
        _ => null,
    };

    /// <summary>No timeout or token; what is none of both, the compiler checks.</summary>
    private static bool IsTask(ArgumentSyntax argument) => argument.NameColon is null && argument.Expression is not LiteralExpressionSyntax;

    private static AwaitExpressionSyntax AwaitOf(ExpressionSyntax task) => SyntaxFactory.AwaitExpression(
        SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
        task.WithoutTrivia());

    private static bool NeedsParentheses(ExpressionSyntax wait) => wait.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax;
}
