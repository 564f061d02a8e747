using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Starts before the wait, takes a second start out, or creates a thread for each round of the loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC304WrongStartOrderFix))]
[Shared]
public sealed class CONC304WrongStartOrderFix() : ConcurrencyCodeFix("CONC304")
{
    internal const string StartKey = "CONC304_StartBefore";
    internal const string RemoveKey = "CONC304_RemoveStart";
    internal const string MoveKey = "CONC304_CreateInLoop";

    /// <summary>Statements that follow each other are changed.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Expression: var handle } } call || !MethodCall.IsName(handle))
        {
            return;
        }

        if (target.Property(CONC304WrongStartOrderAnalyzer.StartProperty) is { } start)
        {
            if (StartBefore(target.Root, call, handle, start) is { } started)
            {
                Register(context, target, $"Call '{start}' before", StartKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(started)));
            }
        }
        else if (call.Parent is not ExpressionStatementSyntax statement)
        {
            return;
        }
        else if (target.Property(CONC304WrongStartOrderAnalyzer.SecondProperty) is not null)
        {
            if (target.Diagnostic.AdditionalLocations.Count == 1 && StatementRemoval.IsRemovable(statement))
            {
                Register(context, target, "Remove the second start", RemoveKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(StatementRemoval.Remove(target.Root, [statement]))));
            }
        }
        else if (target.Property(CONC304WrongStartOrderAnalyzer.LoopProperty) is not null
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && CreateInLoop(target.Root, statement, target.Other(0), model) is { } moved)
        {
            Register(context, target, "Create a thread in each round", MoveKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(moved)));
        }
    }

    private static SyntaxNode? StartBefore(SyntaxNode root, InvocationExpressionSyntax join, ExpressionSyntax handle, string start)
    {
        // Of a collection, all must run before the first is waited for.
        if (handle is IdentifierNameSyntax name && join.FirstAncestorOrSelf<ForEachStatementSyntax>() is { Expression: var all } loop && loop.Identifier.ValueText == name.Identifier.ValueText)
        {
            return MethodCall.IsName(all) && !IsStartedLater(loop, handle, start) ? StatementInsertion.Before(root, loop, Loop(loop, name, start)) : null;
        }

        if (LaterStart(join, handle, start) is not { } later)
        {
            return join.FirstAncestorOrSelf<StatementSyntax>() is { } place && IsStartedLater(place, handle, start) ? null
                : StatementInsertion.Before(root, join, MethodCall.Statement(handle, start));
        }

        root = root.TrackNodes(later, join);
        root = StatementRemoval.Remove(root, [root.GetCurrentNode(later)!]);
        return StatementInsertion.Before(root, root.GetCurrentNode(join)!, MethodCall.Statement(handle, start));
    }

    private static ForEachStatementSyntax Loop(ForEachStatementSyntax like, IdentifierNameSyntax name, string start) =>
        SyntaxFactory.ForEachStatement(
            like.Type.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space),
            like.Identifier.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space),
            like.Expression.WithoutTrivia().WithLeadingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Block(MethodCall.Statement(name, start))).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>The statement that starts it too late, in the same list as the wait.</summary>
    private static StatementSyntax? LaterStart(InvocationExpressionSyntax join, ExpressionSyntax handle, string start) =>
        join.Parent is ExpressionStatementSyntax statement && StatementList.Around(statement) is { } list
            ? list.Statements.Skip(list.IndexOf(statement) + 1).FirstOrDefault(other => other is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && IsStart(call, handle, start))
            : null;

    private static bool IsStartedLater(StatementSyntax place, ExpressionSyntax handle, string start) =>
        place.AncestorsAndSelf().LastOrDefault(static node => node is BlockSyntax)?.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Any(call => call.SpanStart > place.SpanStart && IsStart(call, handle, start)) == true;

    private static bool IsStart(InvocationExpressionSyntax call, ExpressionSyntax handle, string start) =>
        call.Expression is MemberAccessExpressionSyntax access && access.Name.Identifier.ValueText == start && SyntaxFactory.AreEquivalent(access.Expression, handle);

    /// <summary>Moves the declaration, and what sets the thread up, into the loop.</summary>
    private static SyntaxNode? CreateInLoop(SyntaxNode root, ExpressionStatementSyntax start, SyntaxNode? birth, SemanticModel model)
    {
        if (start.Parent is not BlockSyntax { Parent: StatementSyntax loop } block
            || birth?.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Declaration.Variables: [{ } variable], UsingKeyword.RawKind: 0 } declaration
            || StatementList.Around(loop) is not { } list
            || list.IndexOf(declaration) is not (>= 0 and var first)
            || model.GetDeclaredSymbol(variable) is not { } symbol)
        {
            return null;
        }

        var last = list.IndexOf(loop);
        var name = SyntaxFactory.IdentifierName(variable.Identifier.WithoutTrivia());
        var moved = list.Statements.Skip(first).Take(last - first).ToList();
        if (!moved.Skip(1).All(statement => Configuration.SetsUp(statement, name)) || IsUsedOutside(symbol, moved.Append(loop).ToList(), root, model))
        {
            return null;
        }

        var inside = moved.Select(static statement => statement.WithAdditionalAnnotations(Formatter.Annotation)).ToList();
        inside[0] = inside[0].WithLeadingTrivia(Lines.Split(inside[0].GetLeadingTrivia()).Own);
        var newLoop = loop.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(inside.Concat(block.Statements))));
        var gap = Lines.Split(declaration.GetLeadingTrivia()).Gap;
        newLoop = newLoop.WithLeadingTrivia(gap.AddRange(Lines.Split(loop.GetLeadingTrivia()).Own));
        return list.Replace(root, list.Statements.Take(first).Append(newLoop).Concat(list.Statements.Skip(last + 1)));
    }

    private static bool IsUsedOutside(ISymbol variable, List<StatementSyntax> inside, SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == variable.Name
            && !inside.Exists(statement => statement.Span.Contains(name.Span))
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, variable));
}
