using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Waits for the end instead of asking for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC311BusyWaitingFix))]
[Shared]
public sealed class CONC311BusyWaitingFix() : ConcurrencyCodeFix("CONC311")
{
    internal const string Key = "CONC311_Wait";

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC311BusyWaitingAnalyzer.StatementProperty) is { } text)
        {
            await ReplaceAsync(context, target, text).ConfigureAwait(false);
            return;
        }

        if (target.Property(CONC311BusyWaitingAnalyzer.WaitProperty) is not { } wait
            || target.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } loop
            || loop is not (WhileStatementSyntax or DoStatementSyntax)
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        var waits = Enumerable.Range(0, target.Diagnostic.AdditionalLocations.Count).Select(index => WaitFor(target.Other(index), wait, loop, model)).ToList();
        if (!waits.Contains(null) && (waits.Count == 1 || StatementList.Around(loop) is not null))
        {
            Register(context, target, $"Call '{wait}'", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(Replace(target.Root, loop, waits))));
        }
    }

    private static async Task ReplaceAsync(CodeFixContext context, FixTarget target, string text)
    {
        var statement = SyntaxFactory.ParseStatement(text);
        if (target.Node.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault() is not { } loop
            || context.Document.WithSyntaxRoot(Replace(target.Root, loop, [statement])) is var changed
            && !await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var call = statement.DescendantNodes().OfType<InvocationExpressionSyntax>().First().Expression;
        Register(context, target, $"Call '{((MemberAccessExpressionSyntax)call).Name}'", Key, _ => Task.FromResult(changed));
    }

    private static StatementSyntax? WaitFor(SyntaxNode? asked, string wait, StatementSyntax loop, SemanticModel model)
    {
        if (asked is not ExpressionSyntax handle || !MethodCall.IsName(handle) && handle is not (InvocationExpressionSyntax or ElementAccessExpressionSyntax))
        {
            return null;
        }

        var isCollection = handle.FirstAncestorOrSelf<InvocationExpressionSyntax>(call => call.Expression is MemberAccessExpressionSyntax access && access.Expression == handle) is { ArgumentList.Arguments.Count: 1 };
        if (!isCollection)
        {
            return MethodCall.Statement(handle, wait);
        }

        var name = model.LookupSymbols(loop.SpanStart, name: "thread").IsEmpty ? "thread" : "each";
        return SyntaxFactory.ForEachStatement(
            SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Identifier(name).WithTrailingTrivia(SyntaxFactory.Space),
            handle.WithoutTrivia().WithLeadingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Block(MethodCall.Statement(SyntaxFactory.IdentifierName(name), wait))).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static SyntaxNode Replace(SyntaxNode root, StatementSyntax loop, List<StatementSyntax?> waits)
    {
        // Comments of the loop's body are about the wait too.
        var comments = loop.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && !loop.GetLeadingTrivia().Contains(trivia) && !loop.GetTrailingTrivia().Contains(trivia))
            .SelectMany(trivia => new[] { trivia, LineEnding.Of(root) }.Concat(Lines.Indentation(loop)));
        var first = waits[0]!.WithLeadingTrivia(loop.GetLeadingTrivia().AddRange(comments)).WithTrailingTrivia(loop.GetTrailingTrivia());
        var marked = first.WithAdditionalAnnotations(new SyntaxAnnotation("wait"));
        root = root.ReplaceNode(loop, marked);
        for (var i = waits.Count - 1; i > 0; i--)
        {
            root = StatementInsertion.After(root, (StatementSyntax)root.GetAnnotatedNodes("wait").First(), waits[i]!);
        }

        return root;
    }
}
