using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Processes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Processes;

/// <summary>Disposes of the process at the end of its scope; a worker process is waited for there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC503ProcessAbandonedFix))]
[Shared]
public sealed class CONC503ProcessAbandonedFix() : ConcurrencyCodeFix("CONC503")
{
    internal const string UsingKey = "CONC503_Using";
    internal const string WaitKey = "CONC503_Wait";

    /// <summary>Two processes of one block get a wait each at its end.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        var wait = target.Property(CONC503ProcessAbandonedAnalyzer.WaitProperty);
        if (target.Other(0)?.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Declaration.Variables: [var variable], Parent: BlockSyntax or GlobalStatementSyntax } declaration)
        {
            return;
        }

        var root = wait is null ? WithUsing(target.Root, declaration) : WithWait(target, variable.Identifier.ValueText, wait);
        if (root is null)
        {
            return;
        }

        var changed = context.Document.WithSyntaxRoot(root);
        if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, wait is null ? "Dispose of it at the end of its scope" : $"Call '{wait}' at the end", wait is null ? UsingKey : WaitKey, _ => Task.FromResult(changed));
        }
    }

    private static SyntaxNode? WithUsing(SyntaxNode root, LocalDeclarationStatementSyntax declaration) =>
        declaration.UsingKeyword.RawKind != 0 || declaration.AwaitKeyword.RawKind != 0 ? null : root.ReplaceNode(
            declaration,
            declaration.WithoutLeadingTrivia()
                .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
                .WithLeadingTrivia(declaration.GetLeadingTrivia()));

    /// <summary>At the end of the block in which the process is started, before what leaves it.</summary>
    private static SyntaxNode? WithWait(FixTarget target, string process, string wait)
    {
        // In a loop the wait would let the processes run one after the other.
        if (target.Node.FirstAncestorOrSelf<StatementSyntax>() is not { ContainsDirectives: false } start || start is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax) || StatementList.Around(start) is not { } list
            || start.Ancestors().TakeWhile(node => node != Functions.Around(start)).Any(static node => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax))
        {
            return null;
        }

        var last = list.Statements[list.Statements.Count - 1];
        var added = SyntaxFactory.ParseStatement($"{process}.{wait}();");
        if (list.Statements.FirstOrDefault(statement => IsEndOf(process, statement)) is { } end)
        {
            return StatementInsertion.Before(target.Root, end, added);
        }

        if (last is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax)
        {
            return StatementInsertion.Before(target.Root, last, added);
        }

        var isInLine = Lines.IsInLine(last);
        var statements = list.Statements.ToList();
        if (isInLine)
        {
            statements[statements.Count - 1] = last.WithTrailingTrivia(SyntaxFactory.Space);
            statements.Add(added.WithTrailingTrivia(last.GetTrailingTrivia()));
        }
        else
        {
            statements.Add(added.WithLeadingTrivia(Lines.Indentation(last)).WithTrailingTrivia(SyntaxFactory.EndOfLine(LineEnding.Of(target.Root).ToString())));
        }

        return list.Replace(target.Root, statements);
    }

    /// <summary>What has been disposed of cannot be waited for any more.</summary>
    private static bool IsEndOf(string process, StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose", Expression: IdentifierNameSyntax name } } }
        && name.Identifier.ValueText == process;
}
