using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Signals;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Signals;

/// <summary>Takes the lock around the statement, or around the loop that the wait stands in.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC602SignalWithoutLockFix))]
[Shared]
public sealed class CONC602SignalWithoutLockFix() : ConcurrencyCodeFix("CONC602")
{
    internal const string Key = "CONC602_Lock";

    /// <summary>Two findings may stand in one loop.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC602SignalWithoutLockAnalyzer.LockProperty) is not { } name
            || target.Node.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax call
            || (call.Expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: var value } ? value : call.Expression) is not InvocationExpressionSyntax signal
            || !signal.Expression.Span.Contains(target.Node.Span)
            || call.DescendantNodes().Any(static node => node is AwaitExpressionSyntax or AnonymousFunctionExpressionSyntax))
        {
            return;
        }

        var header = target.Property(CONC602SignalWithoutLockAnalyzer.EnterProperty) is { } enter ? $"using ({name}.{enter}())" : $"lock ({name})";
        if (IsInside(call, header))
        {
            Register(context, target, $"Lock '{name}'", Key, _ => Task.FromResult(context.Document));
            return;
        }

        var locked = LoopAround(call);
        if (locked.ContainsDirectives || locked.DescendantNodes().Any(static node => node is AwaitExpressionSyntax or YieldStatementSyntax))
        {
            return;
        }

        var changed = context.Document.WithSyntaxRoot(target.Root.ReplaceNode(locked, Wrap(header, locked, target.Root)));
        if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, $"Lock '{name}'", Key, _ => Task.FromResult(changed));
        }
    }

    private static StatementSyntax LoopAround(StatementSyntax call) =>
        (call.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent : call.Parent) is WhileStatementSyntax loop ? loop : call;

    private static bool IsInside(SyntaxNode call, string header) => call.Ancestors().Any(node => node switch
    {
        LockStatementSyntax scope => header == $"lock ({scope.Expression})",
        UsingStatementSyntax { Expression: { } expression } => header == $"using ({expression})",
        _ => false,
    });

    private static StatementSyntax Wrap(string header, StatementSyntax statement, SyntaxNode root)
    {
        // What stands in one line with others stays there.
        if (Lines.IsInLine(statement) && !statement.WithoutTrivia().ToString().Contains('\n'))
        {
            return SyntaxFactory.ParseStatement($"{header} {{ {statement.WithoutTrivia()} }}").WithTriviaFrom(statement);
        }

        var lineEnd = SyntaxFactory.TriviaList(LineEnding.Of(root));
        var block = SyntaxFactory.Block(statement.WithLeadingTrivia().WithTrailingTrivia(WithLineEnd(statement.GetTrailingTrivia(), lineEnd)).WithAdditionalAnnotations(Formatter.Annotation));
        block = block
            .WithOpenBraceToken(block.OpenBraceToken.WithLeadingTrivia(lineEnd).WithTrailingTrivia(lineEnd))
            .WithCloseBraceToken(block.CloseBraceToken.WithTrailingTrivia(EndOf(statement.GetTrailingTrivia())));
        var scope = SyntaxFactory.ParseStatement(header + " ;");
        return (scope switch
        {
            LockStatementSyntax gate => (StatementSyntax)gate.WithCloseParenToken(gate.CloseParenToken.WithTrailingTrivia()).WithStatement(block),
            UsingStatementSyntax gate => gate.WithCloseParenToken(gate.CloseParenToken.WithTrailingTrivia()).WithStatement(block),
            _ => statement,
        }).WithLeadingTrivia(statement.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static SyntaxTriviaList WithLineEnd(SyntaxTriviaList trivia, SyntaxTriviaList lineEnd) => trivia.Any(SyntaxKind.EndOfLineTrivia) ? trivia : trivia.AddRange(lineEnd);

    private static SyntaxTriviaList EndOf(SyntaxTriviaList trivia) => SyntaxFactory.TriviaList(trivia.SkipWhile(static part => !part.IsKind(SyntaxKind.EndOfLineTrivia)));
}
