using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Placement;

/// <summary>Makes the loop asynchronous, and the calls in it that block, where the method around is asynchronous already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC902BlockingInParallelFix))]
[Shared]
public sealed class CONC902BlockingInParallelFix() : ConcurrencyCodeFix("CONC902")
{
    internal const string Key = "CONC902_UseForEachAsync";

    /// <inheritdoc/>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Parent: ExpressionStatementSyntax } loop
            || loop.Expression is not MemberAccessExpressionSyntax { Name: IdentifierNameSyntax { Identifier.ValueText: "ForEach" or "For" } } access
            || AsyncNameOf(access, model) is not { } asynchronous
            || loop.ArgumentList.Arguments.LastOrDefault()?.Expression is not LambdaExpressionSyntax lambda
            || loop.ArgumentList.Arguments.Count != (asynchronous == "ForAsync" ? 3 : 2)
            || loop.Ancestors().Any(static ancestor => ancestor is LockStatementSyntax or QueryExpressionSyntax)
            || AsyncLambda(lambda, model) is not { } body)
        {
            return;
        }

        var main = AsyncMain.Around(loop, model);
        if (main is null && !IsInAsync(loop, model))
        {
            return;
        }

        var changedLoop = loop
            .WithExpression(access.WithName(SyntaxFactory.IdentifierName(asynchronous)).WithoutLeadingTrivia())
            .WithArgumentList(loop.ArgumentList.ReplaceNode(lambda, body));
        var awaited = SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), changedLoop).WithLeadingTrivia(loop.GetLeadingTrivia());
        var root = main is null ? target.Root.ReplaceNode(loop, awaited) : AsyncMain.Make(target.Root.TrackNodes(loop, main), main, loop, awaited);
        var changed = context.Document.WithSyntaxRoot(root);
        if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, "Use Parallel." + asynchronous, Key, _ => Task.FromResult(changed));
        }
    }

    /// <summary>Parallel.ForAsync is new in .NET 8.</summary>
    private static string? AsyncNameOf(MemberAccessExpressionSyntax access, SemanticModel model)
    {
        var name = access.Name.Identifier.ValueText + "Async";
        return model.GetSymbolInfo(access.Expression).Symbol is INamedTypeSymbol type && !type.GetMembers(name).IsEmpty ? name : null;
    }

    private static bool IsInAsync(SyntaxNode node, SemanticModel model) =>
        model.GetEnclosingSymbol(node.SpanStart) is IMethodSymbol { IsAsync: true }
        || node.AncestorsAndSelf().TakeWhile(static ancestor => ancestor is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static ancestor => ancestor is GlobalStatementSyntax);

    /// <returns>Null where a call that blocks has no asynchronous form, or none can be awaited there.</returns>
    private static ParenthesizedLambdaExpressionSyntax? AsyncLambda(LambdaExpressionSyntax lambda, SemanticModel model)
    {
        var name = lambda switch
        {
            SimpleLambdaExpressionSyntax { AsyncKeyword.RawKind: 0 } simple => simple.Parameter.Identifier.ValueText,
            ParenthesizedLambdaExpressionSyntax { AsyncKeyword.RawKind: 0, ParameterList.Parameters: [{ Type: null } only] } => only.Identifier.ValueText,
            _ => null,
        };
        if (name is null || lambda.DescendantNodes().Any(static node => node is LockStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or CatchClauseSyntax))
        {
            return null;
        }

        var calls = lambda.DescendantNodes().OfType<ExpressionSyntax>().Where(node => WaitedTask(node, model) is not null || (node is InvocationExpressionSyntax call && AsyncNameOf(call, model) is not null)).ToList();
        if (calls.Count == 0)
        {
            return null;
        }

        var body = lambda.Body.ReplaceNodes(calls, (original, rewritten) => WaitedTask(original, model) is not null
            ? Awaited(TaskIn(rewritten), original.Parent, rewritten)
            : Awaited((InvocationExpressionSyntax)rewritten, original.Parent, AsyncNameOf((InvocationExpressionSyntax)original, model)!));
        var token = name == "_" ? "__" : "_";
        var header = (ParenthesizedLambdaExpressionSyntax)SyntaxFactory.ParseExpression($"async ({name}, {token}) => 0");
        return header.WithArrowToken(lambda.ArrowToken).WithBody(body).WithTriviaFrom(lambda);
    }

    /// <summary><c>task.Result</c>, <c>task.Wait()</c> or <c>task.GetAwaiter().GetResult()</c>.</summary>
    private static ExpressionSyntax? WaitedTask(ExpressionSyntax node, SemanticModel model)
    {
        var isWait = node switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result", Parent: not InvocationExpressionSyntax } => true,
            InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } } => true,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult", Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" } } } } => true,
            _ => false,
        };
        return isWait && TaskIn(node) is var task && model.GetTypeInfo(task).Type is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" } ? task : null;
    }

    private static ExpressionSyntax TaskIn(ExpressionSyntax wait)
    {
        var access = (MemberAccessExpressionSyntax)(wait is InvocationExpressionSyntax call ? call.Expression : wait);
        return access is { Name.Identifier.ValueText: "GetResult", Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax awaiter } } ? awaiter.Expression : access.Expression;
    }

    /// <summary>The sibling that returns a task and takes the same arguments.</summary>
    private static string? AsyncNameOf(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (call.Expression is not MemberAccessExpressionSyntax || model.GetSymbolInfo(call).Symbol is not IMethodSymbol { ReducedFrom: null } method)
        {
            return null;
        }

        if (method is { Name: "Sleep", ContainingType: { Name: "Thread", ContainingNamespace.Name: "Threading" } })
        {
            return "Task.Delay";
        }

        return method.ContainingType.GetMembers(method.Name + "Async").OfType<IMethodSymbol>().Any(sibling => Takes(sibling, method)) ? method.Name + "Async" : null;
    }

    private static bool Takes(IMethodSymbol sibling, IMethodSymbol method)
    {
        if (sibling.IsStatic != method.IsStatic || sibling.Parameters.Length < method.Parameters.Length || sibling.ReturnType.Name is not ("Task" or "ValueTask"))
        {
            return false;
        }

        for (var i = 0; i < sibling.Parameters.Length; i++)
        {
            if (i >= method.Parameters.Length ? !sibling.Parameters[i].IsOptional : !SymbolEqualityComparer.Default.Equals(sibling.Parameters[i].Type, method.Parameters[i].Type))
            {
                return false;
            }
        }

        return true;
    }

    private static ExpressionSyntax Awaited(InvocationExpressionSyntax call, SyntaxNode? parent, string name)
    {
        var access = (MemberAccessExpressionSyntax)call.Expression;
        ExpressionSyntax method = name.Contains('.') ? SyntaxFactory.ParseExpression(name) : access.WithName(SyntaxFactory.IdentifierName(name)).WithoutLeadingTrivia();
        return Awaited(call.WithExpression(method), parent, call);
    }

    private static ExpressionSyntax Awaited(ExpressionSyntax task, SyntaxNode? parent, ExpressionSyntax call)
    {
        var awaited = SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), task.WithoutTrivia());
        return parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax
            ? SyntaxFactory.ParenthesizedExpression(awaited).WithTriviaFrom(call)
            : awaited.WithTriviaFrom(call);
    }
}
