using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects;

/// <summary>Makes the lock once, in a field that all calls share.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC210LockCreatedPerCallFix))]
[Shared]
public sealed class CONC210LockCreatedPerCallFix() : ConcurrencyCodeFix("CONC210")
{
    internal const string Key = "CONC210_HoistLock";

    /// <summary>Calls that name their lock alike share the field that the first change adds.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || target.Other(0)?.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is not { Initializer: null } creation
            || model.GetTypeInfo(creation).Type is not { } created
            || !HasConstantArguments(creation, model)
            || target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } use
            || use.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return;
        }

        var root = creation.Parent is ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax property } ? KeepInProperty(target.Root, property, creation) : Hoist(target.Root, model, type, use, creation, created);
        if (root is not null && context.Document.WithSyntaxRoot(root) is var changed && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, "Make the lock once, in a field", Key, _ => Task.FromResult(changed));
        }
    }

    private static bool HasConstantArguments(BaseObjectCreationExpressionSyntax creation, SemanticModel model) =>
        creation.ArgumentList?.Arguments.All(argument => model.GetConstantValue(argument.Expression).HasValue) ?? true;

    private static SyntaxNode? KeepInProperty(SyntaxNode root, PropertyDeclarationSyntax property, BaseObjectCreationExpressionSyntax creation)
    {
        if (property.Parent is not ClassDeclarationSyntax)
        {
            return null;
        }

        var accessors = SyntaxFactory.AccessorList(SyntaxFactory.SingletonList(SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration)
                .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(SyntaxFactory.Space))
                .WithLeadingTrivia(SyntaxFactory.Space)))
            .WithTrailingTrivia(SyntaxFactory.Space);
        var initializer = SyntaxFactory.EqualsValueClause(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space), creation.WithoutTrivia());
        var changed = property.WithExpressionBody(null).WithAccessorList(accessors).WithInitializer(initializer);
        return root.ReplaceNode(property, changed);
    }

    private static SyntaxNode? Hoist(SyntaxNode root, SemanticModel model, TypeDeclarationSyntax type, ExpressionSyntax use, BaseObjectCreationExpressionSyntax creation, ITypeSymbol created)
    {
        var isStatic = StaticContext.IsStatic(use);
        if (!LockField.CanBeAddedTo(type, isStatic))
        {
            return null;
        }

        var local = creation.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } ? declarator : null;
        var statement = local?.Parent?.Parent as LocalDeclarationStatementSyntax;
        if (local is not null && (statement is not { UsingKeyword.RawKind: 0, Declaration.Variables.Count: 1 } || !StatementRemoval.IsRemovable(statement)))
        {
            return null;
        }

        var arguments = creation.ArgumentList?.WithoutTrivia().ToString() ?? "()";
        var field = LockField.Hoist(type, model, isStatic, created, arguments, local?.Identifier.ValueText ?? "gate");
        var uses = local is null ? [creation] : UsesOf(local, type, model);
        if (uses is null)
        {
            return null;
        }

        var name = SyntaxFactory.IdentifierName(field.Name);
        root = root.TrackNodes(uses.Cast<SyntaxNode>().Concat(statement is null ? [] : [statement]).Append(type));
        root = root.ReplaceNodes(uses.Select(node => root.GetCurrentNode(node)!), (original, _) => name.WithTriviaFrom(original));
        root = statement is null ? root : StatementRemoval.Remove(root, [root.GetCurrentNode(statement)!]);
        var current = root.GetCurrentNode(type)!;
        return root.ReplaceNode(current, field.AddTo(current, LineEnding.Of(root)));
    }

    /// <returns>Null where the object is disposed of, which a shared one must not be.</returns>
    private static List<ExpressionSyntax>? UsesOf(VariableDeclaratorSyntax local, TypeDeclarationSyntax type, SemanticModel model)
    {
        var symbol = model.GetDeclaredSymbol(local);
        List<ExpressionSyntax> uses = [.. type.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == local.Identifier.ValueText && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, symbol))];
        return uses.Any(static use => use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "Close" } or ConditionalAccessExpressionSyntax) ? null : uses;
    }
}
