using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Signals;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Signals;

/// <summary>Moves the signal into a finally block; where it is the result of a promise, hands the exception on to that.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC603SignalNotReachedFix))]
[Shared]
public sealed class CONC603SignalNotReachedFix() : ConcurrencyCodeFix("CONC603")
{
    internal const string Key = "CONC603_Finally";
    internal const string FailKey = "CONC603_SetException";

    /// <summary>Two signals of one worker stand in one list of statements.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } signal)
        {
            return;
        }

        var isResult = target.Property(CONC603SignalNotReachedAnalyzer.ResultProperty) is not null;
        var root = isResult ? await HandOnAsync(context, target, signal).ConfigureAwait(false)
            : signal.Parent is ExpressionStatementSyntax statement && target.Other(0) is { } risk ? InLine(target.Root, statement, risk) ?? FinallyMove.Apply(target.Root, statement, risk)
            : null;
        if (root is not null
            && context.Document.WithSyntaxRoot(root) is var changed
            && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, isResult ? "Hand the exception on" : "Move to a finally block", isResult ? FailKey : Key, _ => Task.FromResult(changed));
        }
    }

    /// <summary>A worker in one line stays in one line.</summary>
    private static SyntaxNode? InLine(SyntaxNode root, ExpressionStatementSyntax signal, SyntaxNode risk) =>
        signal.Parent is BlockSyntax block && risk.SpanStart < signal.SpanStart && !block.ToString().Contains('\n')
        && !block.Statements.TakeWhile(other => other != signal).Any(static other => other is TryStatementSyntax or LabeledStatementSyntax or LocalFunctionStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 })
            ? FinallyBlock.Wrap(root, block, 0, block.Statements.IndexOf(signal), signal.WithoutTrivia().ToString(), last: block.Statements.IndexOf(signal))
            : null;

    /// <summary>The worker ends as before; who waits gets the exception too.</summary>
    private static async Task<SyntaxNode?> HandOnAsync(CodeFixContext context, FixTarget target, InvocationExpressionSyntax signal)
    {
        if (signal.Expression is not MemberAccessExpressionSyntax { Expression: var promise } || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var type = model.LookupSymbols(signal.SpanStart, name: nameof(Exception)) is [INamedTypeSymbol { ContainingNamespace.Name: nameof(System) }] ? nameof(Exception) : "System.Exception";
        var name = Functions.FreeName(Functions.Around(signal), "exception", []);
        var clause = $"catch ({type} {name})";
        string[] handlers = [$"{promise.WithoutTrivia()}.TrySetException({name});", "throw;"];
        if (signal.Parent is ExpressionStatementSyntax { Parent: BlockSyntax block } statement)
        {
            return FinallyBlock.Wrap(target.Root, block, 0, block.Statements.IndexOf(statement) + 1, clause, handlers);
        }

        // () => promise.SetResult(Compute())
        if (signal.Parent is not LambdaExpressionSyntax lambda || lambda.DescendantTrivia().Any(static trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.EndOfLineTrivia))
        {
            return null;
        }

        var body = (BlockSyntax)SyntaxFactory.ParseStatement($"{{ try {{ {signal}; }} {clause} {{ {string.Join(" ", handlers)} }} }}");
        return target.Root.ReplaceNode(lambda, lambda.WithBody(body));
    }
}
