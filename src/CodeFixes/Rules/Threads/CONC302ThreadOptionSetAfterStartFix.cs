using System.Collections.Immutable;
using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Sets the option before the start.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC302ThreadOptionSetAfterStartFix))]
[Shared]
public sealed class CONC302ThreadOptionSetAfterStartFix() : ConcurrencyCodeFix("CONC302")
{
    internal const string Key = "CONC302_SetBeforeStart";

    /// <summary>Several options that follow one start go to the same place, so they are moved one after the other.</summary>
    private protected override FixAllProvider FixAll => FixAllProvider.Create(static async (context, document, diagnostics) =>
        await MoveAllAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model && MoveOf(target, model) is not null)
        {
            Register(context, target, "Set it before the start", Key, token => MoveAllAsync(context.Document, ImmutableArray.Create(target.Diagnostic), token));
        }
    }

    private static async Task<Document> MoveAllAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return document;
        }

        var moves = diagnostics
            .OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
            .Select(diagnostic => MoveOf(new FixTarget(root, root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), diagnostic), model))
            .OfType<StatementMove>()
            .ToList();
        return document.WithSyntaxRoot(moves.Aggregate(root.TrackNodes(moves.SelectMany(static move => move.Nodes).Distinct()), static (current, move) => move.Apply(current)));
    }

    private static StatementMove? MoveOf(FixTarget target, SemanticModel model)
    {
        // With several starts there is no one place that comes before all of them.
        if (target.Diagnostic.AdditionalLocations.Count != 1
            || target.Other(0)?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Expression: var started } } start
            || StatementOf(start) is not { } place
            || target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement)
        {
            return null;
        }

        return StatementMove.Of(statement, place, expression => IsFixed(expression, target.Node, started, model), model);
    }

    private static StatementSyntax? StatementOf(InvocationExpressionSyntax start) => start.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax } } statement } => statement,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax statement } } } => statement,
        _ => null,
    };

    /// <summary>Whether the statement sets the option, of what is started by the same name, to a value that does not depend on the place.</summary>
    private static bool IsFixed(ExpressionSyntax expression, SyntaxNode option, ExpressionSyntax started, SemanticModel model) => expression switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: MemberAccessExpressionSyntax left } assignment =>
            left.Name == option && IsOptionOf(left.Expression, started) && FixedValues.IsFixed(assignment.Right, model),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax method } call =>
            method.Name == option && IsOptionOf(method.Expression, started) && call.ArgumentList.Arguments.All(argument => FixedValues.IsFixed(argument.Expression, model)),
        _ => false,
    };

    private static bool IsOptionOf(ExpressionSyntax owner, ExpressionSyntax started) =>
        SyntaxFactory.AreEquivalent(owner, started)
            ? IsPath(started)
            : owner is MemberAccessExpressionSyntax { Expression: var inner } && IsOptionOf(inner, started);

    /// <summary>Variables, members and elements only; each of them is looked at whether something writes it.</summary>
    private static bool IsPath(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax access => IsPath(access.Expression),
        ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax or IdentifierNameSyntax }] } element => IsPath(element.Expression),
        _ => false,
    };
}
