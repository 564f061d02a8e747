using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Makes a private field of a local: the declaration becomes an assignment, and all uses name the field.</summary>
internal static class PlainField
{
    /// <returns>Null where the type can have no such field, or the statement is not alone.</returns>
    public static SyntaxNode? FromLocal(SyntaxNode root, LocalDeclarationStatementSyntax statement, SemanticModel model)
    {
        if (statement is not { UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer: { } initializer } variable] }
            || model.GetDeclaredSymbol(variable) is not ILocalSymbol local
            || statement.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        var value = initializer.Value is ImplicitObjectCreationExpressionSyntax ? initializer.Value : initializer.Value.WithoutTrailingTrivia();
        var uses = UsesOf(local, type, model);
        return Add(root, type, statement, value, uses, local.Type, local.Name, model);
    }

    /// <summary>The same for a value that is not even kept in a local.</summary>
    public static SyntaxNode? FromStatement(SyntaxNode root, ExpressionStatementSyntax statement, ExpressionSyntax value, string name, SemanticModel model) =>
        statement.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && model.GetTypeInfo(value).Type is { } created
            ? Add(root, type, statement, value.WithoutTrivia(), [], created, name, model)
            : null;

    /// <summary>The same for the body of a member that is nothing but the value.</summary>
    public static SyntaxNode? FromExpression(SyntaxNode root, ExpressionSyntax value, string name, SemanticModel model)
    {
        if (value.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not (ClassDeclarationSyntax or RecordDeclarationSyntax) || model.GetTypeInfo(value).Type is not { } created)
        {
            return null;
        }

        var type = value.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        var field = LockField.Variable(type, model, StaticContext.IsStatic(value), created, name, value.SpanStart);
        root = root.TrackNodes(value, type);
        root = root.ReplaceNode(root.GetCurrentNode(value)!, Assignment(SyntaxFactory.IdentifierName(field.Name), value.WithoutTrivia()).WithTriviaFrom(value));
        var holder = root.GetCurrentNode(type)!;
        return root.ReplaceNode(holder, field.AddTo(holder, LineEnding.Of(root)));
    }

    private static AssignmentExpressionSyntax Assignment(ExpressionSyntax name, ExpressionSyntax value) => SyntaxFactory.AssignmentExpression(
        SyntaxKind.SimpleAssignmentExpression,
        name,
        SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
        value);

    private static SyntaxNode? Add(SyntaxNode root, TypeDeclarationSyntax type, StatementSyntax statement, ExpressionSyntax value, List<IdentifierNameSyntax> uses, ITypeSymbol fieldType, string wanted, SemanticModel model)
    {
        var isStatic = StaticContext.IsStatic(statement);
        if (type is not (ClassDeclarationSyntax or RecordDeclarationSyntax) || type.Members.Count == 0)
        {
            return null;
        }

        var field = LockField.Variable(type, model, isStatic, fieldType, wanted, statement.SpanStart);
        var name = SyntaxFactory.IdentifierName(field.Name);
        var assignment = Assignment(name, value);
        root = root.TrackNodes(uses.Cast<SyntaxNode>().Append(statement).Append(type));
        root = root.ReplaceNodes(uses.Select(use => root.GetCurrentNode(use)!), (original, _) => name.WithTriviaFrom(original));
        var current = root.GetCurrentNode(statement)!;
        root = root.ReplaceNode(current, SyntaxFactory.ExpressionStatement(assignment).WithTriviaFrom(current));
        var holder = root.GetCurrentNode(type)!;
        return root.ReplaceNode(holder, field.AddTo(holder, LineEnding.Of(root)));
    }

    private static List<IdentifierNameSyntax> UsesOf(ILocalSymbol local, TypeDeclarationSyntax type, SemanticModel model) =>
        [.. type.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, local))];
}
