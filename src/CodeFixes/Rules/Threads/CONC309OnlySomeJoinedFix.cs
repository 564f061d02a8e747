using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Keeps all threads in a list and joins each of them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC309OnlySomeJoinedFix))]
[Shared]
public sealed class CONC309OnlySomeJoinedFix() : ConcurrencyCodeFix("CONC309")
{
    internal const string Key = "CONC309_JoinAll";

    internal const string EachKey = "CONC309_JoinEach";

    /// <summary>Two loops of one method need lists of different names.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC309OnlySomeJoinedAnalyzer.CollectionProperty) is { } collection)
        {
            if (JoinEach(target, collection) is { } joined)
            {
                Register(context, target, $"Wait for all of '{collection}'", EachKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(joined)));
            }

            return;
        }

        if (JoinOf(target.Node) is { } join
            && target.Other(0)?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } start
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && ThreadCollection.Of(join, start, model) is { } threads)
        {
            Register(context, target, join is AwaitExpressionSyntax ? "Await all tasks of the loop" : "Join all threads of the loop", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(threads.Apply(target.Root))));
        }
    }

    private static ExpressionSyntax? JoinOf(SyntaxNode node) =>
        (ExpressionSyntax?)node.AncestorsAndSelf().TakeWhile(static ancestor => ancestor is not StatementSyntax).FirstOrDefault(static ancestor => ancestor is InvocationExpressionSyntax or AwaitExpressionSyntax);

    private static SyntaxNode? JoinEach(FixTarget target, string collection)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Parent: ExpressionStatementSyntax statement, Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax join }, ArgumentList.Arguments.Count: 0 })
        {
            return null;
        }

        var name = SyntaxFactory.IdentifierName(Functions.FreeName(Functions.Around(statement), join.Identifier.ValueText == "Wait" ? "task" : "thread", []));
        var loop = SyntaxFactory.ForEachStatement(
            SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space),
            name.Identifier.WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.IdentifierName(collection).WithLeadingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Block(MethodCall.Statement(name, join.Identifier.ValueText)));
        return target.Root.ReplaceNode(statement, loop.WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
    }
}
