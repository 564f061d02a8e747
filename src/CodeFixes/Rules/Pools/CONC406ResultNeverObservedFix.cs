using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Pools;

/// <summary>Waits for the result; in a loop, for all results after it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC406ResultNeverObservedFix))]
[Shared]
public sealed class CONC406ResultNeverObservedFix() : ConcurrencyCodeFix("CONC406")
{
    internal const string WaitKey = "CONC406_Wait";
    internal const string CollectKey = "CONC406_Collect";

    private const string CollectionsNamespace = "System.Collections.Generic";

    /// <summary>Two submissions in one loop get two lists around it.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Parent: ExpressionStatementSyntax statement } submission
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        var loop = OutermostLoop(statement);
        var root = loop is null ? Wait(target.Root, submission) : Collect(target.Root, submission, loop, model);
        if (root is null)
        {
            return;
        }

        var changed = context.Document.WithSyntaxRoot(root);
        if (!await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            changed = context.Document.WithSyntaxRoot(UsingDirectives.Add(root, CollectionsNamespace, LineEnding.Of(root)));
            if (!await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        Register(context, target, loop is null ? "Wait for the result" : "Wait for all results", loop is null ? WaitKey : CollectKey, _ => Task.FromResult(changed));
    }

    private static SyntaxNode Wait(SyntaxNode root, InvocationExpressionSyntax submission) =>
        root.ReplaceNode(submission, Functions.IsAsync(Functions.Around(submission)) ? Awaited(submission) : Got(submission.WithoutTrailingTrivia()).WithTrailingTrivia(submission.GetTrailingTrivia()));

    /// <summary>To wait inside the loop would make the work run one after the other.</summary>
    private static SyntaxNode? Collect(SyntaxNode root, InvocationExpressionSyntax submission, StatementSyntax loop, SemanticModel model)
    {
        if (model.GetTypeInfo(submission).Type is not INamedTypeSymbol type || StatementList.Around(loop) is null || Lines.IsInLine(loop))
        {
            return null;
        }

        var function = Functions.Around(loop);
        var results = Functions.FreeName(function, "results", []);
        var result = Functions.FreeName(function, "result", [results]);
        var wait = Functions.IsAsync(function) ? $"await {result}" : $"{result}.Get()";
        var tracked = root.TrackNodes(submission, loop);
        var current = tracked.GetCurrentNode(submission)!;
        tracked = tracked.ReplaceNode(current, SyntaxFactory.ParseExpression($"{results}.Add({submission.WithoutTrivia()})").WithTriviaFrom(current));
        tracked = StatementInsertion.Before(tracked, tracked.GetCurrentNode(loop)!, SyntaxFactory.ParseStatement($"var {results} = new List<{type.ToMinimalDisplayString(model, loop.SpanStart)}>();"));
        return AddBehind(tracked, tracked.GetCurrentNode(loop)!, $"foreach (var {result} in {results})", $"{wait};");
    }

    private static SyntaxNode? AddBehind(SyntaxNode root, StatementSyntax loop, string head, string body)
    {
        if (StatementList.Around(loop) is not { } list)
        {
            return null;
        }

        var lineEnd = LineEnding.Of(root).ToString();
        var indentation = Lines.Indentation(loop).ToString();
        var added = SyntaxFactory.ParseStatement($"{lineEnd}{indentation}{head}{lineEnd}{indentation}{{{lineEnd}{indentation}    {body}{lineEnd}{indentation}}}{lineEnd}");
        var statements = list.Statements.ToList();
        statements.Insert(list.IndexOf(loop) + 1, added);
        return list.Replace(root, statements);
    }

    private static StatementSyntax? OutermostLoop(StatementSyntax statement) => statement.Ancestors()
        .TakeWhile(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax and not MemberDeclarationSyntax)
        .LastOrDefault(static node => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax) as StatementSyntax;

    private static InvocationExpressionSyntax Got(ExpressionSyntax submission) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, submission, SyntaxFactory.IdentifierName("Get")));

    private static AwaitExpressionSyntax Awaited(InvocationExpressionSyntax submission) => SyntaxFactory.AwaitExpression(
        SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithLeadingTrivia(submission.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space),
        submission.WithLeadingTrivia());
}
