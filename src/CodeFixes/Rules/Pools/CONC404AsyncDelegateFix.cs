using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Pools;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Pools;

/// <summary>Gives the delegate to an API that waits for its task: the unwrapped one, <c>Task.Run</c>, or the asynchronous loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC404AsyncDelegateFix))]
[Shared]
public sealed class CONC404AsyncDelegateFix() : ConcurrencyCodeFix("CONC404")
{
    internal const string UnwrapKey = "CONC404_Unwrap";
    internal const string RunKey = "CONC404_TaskRun";
    internal const string AsyncLoopKey = "CONC404_AsyncLoop";

    private const string TaskNamespace = "System.Threading.Tasks";

    /// <summary>One delegate may stand inside another.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        var (root, title, key) = target.Property(CONC404AsyncDelegateAnalyzer.TakerProperty) switch
        {
            nameof(DelegateTaker.TaskFactory) => (Unwrap(target), "Unwrap the inner task", UnwrapKey),
            nameof(DelegateTaker.Thread) => (RunThreadAsTask(target), "Use Task.Run", RunKey),
            nameof(DelegateTaker.Callback) => (RunItemAsTask(target), "Use Task.Run", RunKey),
            nameof(DelegateTaker.Parallel) => (AwaitLoop(target) ?? AwaitAll(target), "Await the asynchronous work", AsyncLoopKey),
            _ => default,
        };
        if (root is null)
        {
            return;
        }

        var changed = context.Document.WithSyntaxRoot(root);
        if (!await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            changed = context.Document.WithSyntaxRoot(UsingDirectives.Add(root, TaskNamespace, LineEnding.Of(root)));
            if (!await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        Register(context, target, title, key, _ => Task.FromResult(changed));
    }

    private static SyntaxNode? Unwrap(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } start)
        {
            return null;
        }

        var unwrapped = SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, start.WithoutTrailingTrivia(), SyntaxFactory.IdentifierName("Unwrap")));
        return target.Root.ReplaceNode(start, unwrapped.WithTrailingTrivia(start.GetTrailingTrivia()));
    }

    /// <summary>A thread that is started where it is made, and that nobody can join.</summary>
    private static SyntaxNode? RunThreadAsTask(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { Initializer: null, ArgumentList.Arguments: [{ Expression: AnonymousFunctionExpressionSyntax work }] } thread
        && HasNoParameters(work)
        && thread.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Parent: ExpressionStatementSyntax statement } }
            ? target.Root.ReplaceNode(statement, RunAsTask(statement, work))
            : null;

    /// <summary>A work item that does not look at its state.</summary>
    private static SyntaxNode? RunItemAsTask(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { ArgumentList.Arguments: [{ Expression: AnonymousFunctionExpressionSyntax work }], Parent: ExpressionStatementSyntax statement }
        && WithoutParameter(work) is { } plain
            ? target.Root.ReplaceNode(statement, RunAsTask(statement, plain))
            : null;

    private static ExpressionStatementSyntax RunAsTask(ExpressionStatementSyntax statement, AnonymousFunctionExpressionSyntax work)
    {
        var discard = SyntaxFactory.IdentifierName(SyntaxFactory.Identifier(default, SyntaxKind.UnderscoreToken, "_", "_", SyntaxFactory.TriviaList(SyntaxFactory.Space)));
        var assignment = SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            discard,
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space),
            Call("Task.Run", work));
        return statement.WithExpression(assignment).WithTriviaFrom(statement);
    }

    /// <summary>The asynchronous form of the loop hands a token to the delegate, too.</summary>
    private static SyntaxNode? AwaitLoop(FixTarget target)
    {
        if (AwaitableCall(target) is not { Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access } loop
            || loop.ArgumentList.Arguments.LastOrDefault()?.Expression is not LambdaExpressionSyntax body
            || ParameterOf(body) is not { } parameter)
        {
            return null;
        }

        var token = SyntaxFactory.Parameter(SyntaxFactory.Identifier(Functions.FreeName(Functions.Around(loop), "token", [])));
        if (parameter.Type is not null)
        {
            token = token.WithType(SyntaxFactory.ParseTypeName("System.Threading.CancellationToken").WithTrailingTrivia(SyntaxFactory.Space));
        }

        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        var parameters = SyntaxFactory.ParameterList(SyntaxFactory.SeparatedList([parameter.WithoutTrivia(), token], [comma]));
        var lambda = SyntaxFactory.ParenthesizedLambdaExpression(body.AsyncKeyword, parameters.WithTrailingTrivia(SyntaxFactory.Space), body.ArrowToken, body.Body);
        var call = loop
            .WithExpression(access.WithName(SyntaxFactory.IdentifierName(name.Identifier.ValueText + "Async").WithTriviaFrom(name)))
            .WithArgumentList(loop.ArgumentList.ReplaceNode(body, lambda));
        return target.Root.ReplaceNode(loop, Awaited(call, loop));
    }

    /// <summary>Several delegates side by side become as many tasks.</summary>
    private static SyntaxNode? AwaitAll(FixTarget target)
    {
        if (AwaitableCall(target) is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" } } invoke
            || !invoke.ArgumentList.Arguments.All(static argument => argument is { NameColon: null, Expression: AnonymousFunctionExpressionSyntax work } && HasNoParameters(work)))
        {
            return null;
        }

        var list = invoke.ArgumentList.Arguments;
        var tasks = list.Select(static argument => argument.WithExpression(Call("Task.Run", (AnonymousFunctionExpressionSyntax)argument.Expression).WithTriviaFrom(argument.Expression)));
        var call = invoke
            .WithExpression(SyntaxFactory.ParseExpression("Task.WhenAll"))
            .WithArgumentList(invoke.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(tasks, list.GetSeparators())));
        return target.Root.ReplaceNode(invoke, Awaited(call, invoke));
    }

    /// <summary>The call, where it can be awaited: a statement of its own in an asynchronous function.</summary>
    private static InvocationExpressionSyntax? AwaitableCall(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Parent: ExpressionStatementSyntax } call && Functions.IsAsync(Functions.Around(call)) ? call : null;

    private static AwaitExpressionSyntax Awaited(InvocationExpressionSyntax call, InvocationExpressionSyntax original) => SyntaxFactory.AwaitExpression(
        SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithLeadingTrivia(original.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space),
        call.WithLeadingTrivia());

    private static InvocationExpressionSyntax Call(string method, ExpressionSyntax argument) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.ParseExpression(method),
        SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(argument.WithoutTrivia()))));

    private static bool HasNoParameters(AnonymousFunctionExpressionSyntax work) =>
        work is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 0 } or AnonymousMethodExpressionSyntax { ParameterList: null or { Parameters.Count: 0 } };

    private static ParenthesizedLambdaExpressionSyntax? WithoutParameter(AnonymousFunctionExpressionSyntax work)
    {
        if (work is not LambdaExpressionSyntax lambda
            || ParameterOf(lambda) is not { Identifier.ValueText: var name }
            || lambda.Body.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax used && used.Identifier.ValueText == name))
        {
            return null;
        }

        return SyntaxFactory.ParenthesizedLambdaExpression(lambda.AsyncKeyword, SyntaxFactory.ParameterList().WithTrailingTrivia(SyntaxFactory.Space), lambda.ArrowToken, lambda.Body);
    }

    private static ParameterSyntax? ParameterOf(LambdaExpressionSyntax body) => body switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var only] } => only,
        _ => null,
    };
}
