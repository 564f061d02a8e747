using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Waits for the thread, or for all threads of the collection, before the object is released.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC307DisposedWhileUsedFix))]
[Shared]
public sealed class CONC307DisposedWhileUsedFix() : ConcurrencyCodeFix("CONC307")
{
    internal const string Key = "CONC307_JoinBeforeRelease";

    /// <summary>One thread may use several objects of a block.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC307DisposedWhileUsedAnalyzer.HandleProperty) is not { } name
            || target.Other(target.Diagnostic.AdditionalLocations.Count - 1) is not { } start
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        var changed = target.Diagnostic.Properties.ContainsKey(CONC307DisposedWhileUsedAnalyzer.ScopeProperty)
            ? ScopeOf(target.Node) is { } scope ? JoinAtEnd(target.Root, scope, start, name, model) : null
            : JoinBetween(target.Root, start, target.Node, name, model);
        if (changed is not null)
        {
            Register(context, target, $"Wait for '{name}' before", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(changed)));
        }
    }

    private static SyntaxNode? JoinBetween(SyntaxNode root, SyntaxNode start, SyntaxNode place, string name, SemanticModel model) =>
        JoinInsertion.Between(model, start, place, name) is { } insertion && !(StatementList.Around(insertion.Before) is { } list && list.IndexOf(insertion.Before) is > 0 and var index && IsDone(list.Statements[index - 1], insertion.Join))
            ? StatementInsertion.Before(root, insertion.Before, insertion.Join)
            : null;

    /// <summary>Where all findings are fixed, the join may be there for another object.</summary>
    private static bool IsDone(StatementSyntax statement, StatementSyntax join) => SyntaxFactory.AreEquivalent(statement, join);

    /// <summary>The statements at whose end the object is released.</summary>
    private static StatementList? ScopeOf(SyntaxNode variable) => variable.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault() switch
    {
        UsingStatementSyntax { Statement: BlockSyntax { Statements: [var first, ..] } } => StatementList.Around(first),
        LocalDeclarationStatementSyntax declaration => StatementList.Around(declaration),
        _ => null,
    };

    private static SyntaxNode? JoinAtEnd(SyntaxNode root, StatementList scope, SyntaxNode start, string name, SemanticModel model)
    {
        var last = scope.Statements[scope.Statements.Count - 1];
        if (last is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax)
        {
            return JoinBetween(root, start, last, name, model);
        }

        // A way out in the middle would pass the join by.
        var hasExit = scope.Statements.Any(statement => statement.SpanStart > start.SpanStart && statement.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
            .Any(static node => node is ReturnStatementSyntax or GotoStatementSyntax));
        return !hasExit && JoinInsertion.After(model, last, name) is { } join && !IsDone(last, join) ? StatementInsertion.After(root, last, join) : null;
    }
}
