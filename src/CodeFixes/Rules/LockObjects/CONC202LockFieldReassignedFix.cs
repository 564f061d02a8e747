using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects;

/// <summary>Makes the lock readonly, without the assignments that replace it; where the field holds data, locks a field of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC202LockFieldReassignedFix))]
[Shared]
public sealed class CONC202LockFieldReassignedFix() : ConcurrencyCodeFix("CONC202")
{
    internal const string ReadOnlyKey = "CONC202_MakeReadOnly";
    internal const string KeepKey = "CONC202_KeepFirstLock";
    internal const string SeparateKey = "CONC202_SeparateLock";

    /// <summary>One change repairs all findings about the same field.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        var cancellationToken = context.CancellationToken;
        if (await context.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        var (title, key, changed) = target.Property(CONC202LockFieldReassignedAnalyzer.RepairProperty) switch
        {
            CONC202LockFieldReassignedAnalyzer.MakeReadOnly => ("Make the lock readonly", ReadOnlyKey, MakeReadOnly(target.Root, target.Node.FirstAncestorOrSelf<VariableDeclaratorSyntax>()) is { } root ? context.Document.WithSyntaxRoot(root) : null),
            CONC202LockFieldReassignedAnalyzer.KeepFirst => ("Keep the first lock and make it readonly", KeepKey, KeepFirst(context.Document, target, model)),
            _ => ("Lock a field of its own", SeparateKey, model.GetSymbolInfo(target.Node, cancellationToken).Symbol is IFieldSymbol field ? SeparateLock.ForMember(context.Document, target.Root, model, field, cancellationToken) : null),
        };
        if (changed is not null && await CheckedChange.IsSoundAsync(context.Document, changed, cancellationToken).ConfigureAwait(false))
        {
            Register(context, target, title, key, _ => Task.FromResult(changed));
        }
    }

    private static SyntaxNode? MakeReadOnly(SyntaxNode root, VariableDeclaratorSyntax? declarator)
    {
        if (declarator?.Parent?.Parent is not FieldDeclarationSyntax { Declaration.Variables.Count: 1 } field || field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword))
        {
            return null;
        }

        var keyword = SyntaxFactory.Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (field.Modifiers.Count > 0)
        {
            return root.ReplaceNode(field, field.WithModifiers(field.Modifiers.Add(keyword)));
        }

        var type = field.Declaration.Type;
        var bare = field.WithDeclaration(field.Declaration.WithType(type.WithLeadingTrivia(default(SyntaxTriviaList))));
        return root.ReplaceNode(field, bare.WithModifiers(SyntaxFactory.TokenList(keyword.WithLeadingTrivia(type.GetLeadingTrivia()))));
    }

    /// <summary>Only where each replacement does nothing but make a new lock, and the field has one from the beginning.</summary>
    private static Document? KeepFirst(Document document, FixTarget target, SemanticModel model)
    {
        if (model.GetSymbolInfo(target.Node).Symbol is not IFieldSymbol { DeclaringSyntaxReferences: { Length: 1 } references } field
            || field.DeclaredAccessibility != Accessibility.Private
            || references[0].GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax } declarator
            || declarator.SyntaxTree != target.Root.SyntaxTree)
        {
            return null;
        }

        var statements = new List<StatementSyntax>();
        foreach (var place in Enumerable.Range(0, target.Diagnostic.AdditionalLocations.Count).Select(target.Other).Prepend(target.Node))
        {
            if (place?.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { Right: BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null }, Parent: ExpressionStatementSyntax statement }
                || !StatementRemoval.IsRemovable(statement))
            {
                return null;
            }

            statements.Add(statement);
        }

        var root = target.Root.TrackNodes(statements.Cast<SyntaxNode>().Append(declarator));
        root = MakeReadOnly(root, root.GetCurrentNode(declarator));
        return root is null ? null : document.WithSyntaxRoot(StatementRemoval.Remove(root, [.. statements.Select(statement => root.GetCurrentNode(statement)!)]));
    }
}
