using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Keeps each object that a statement makes, however often it runs, in a collection in a field.</summary>
internal static class CollectionField
{
    /// <param name="root">The document's.</param>
    /// <param name="statement">A statement that is nothing but the creation, or the declaration of a local with it.</param>
    /// <param name="creation">The creation.</param>
    /// <param name="name">The field's, if it is free.</param>
    /// <param name="isConcurrent">Several threads may run the statement.</param>
    /// <param name="model">The document's.</param>
    public static SyntaxNode? Add(SyntaxNode root, StatementSyntax statement, BaseObjectCreationExpressionSyntax creation, string name, bool isConcurrent, SemanticModel model)
    {
        var isStatic = StaticContext.IsStatic(statement);
        if (statement.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || !LockField.CanBeAddedTo(type, isStatic)
            || model.GetTypeInfo(creation).Type is not { } created
            || model.Compilation.GetTypeByMetadataName(isConcurrent ? "System.Collections.Concurrent.ConcurrentBag`1" : "System.Collections.Generic.List`1") is not { } collection)
        {
            return null;
        }

        var field = LockField.Hoist(type, model, isStatic, collection.Construct(created), "()", name);
        var lineEnd = SyntaxFactory.EndOfLine(LineEnding.Of(root).ToString());
        root = root.TrackNodes(statement, type);
        var current = root.GetCurrentNode(statement)!;
        if (statement is LocalDeclarationStatementSyntax { Declaration.Variables: [var variable] })
        {
            if (StatementList.Around(current) is not { } list)
            {
                return null;
            }

            var indentation = statement.GetLeadingTrivia().Where(static part => part.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().Take(1);
            var isInLine = !statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
            var added = Addition(field.Name, SyntaxFactory.IdentifierName(variable.Identifier.WithoutTrivia())).WithLeadingTrivia(isInLine ? [] : indentation).WithTrailingTrivia(isInLine ? SyntaxFactory.Space : lineEnd);
            root = list.Replace(root, list.Statements.SelectMany(other => other == current ? [other, added] : new[] { other }));
        }
        else
        {
            root = root.ReplaceNode(current, Addition(field.Name, creation.WithoutTrivia()).WithTriviaFrom(current));
        }

        var holder = root.GetCurrentNode(type)!;
        return root.ReplaceNode(holder, field.AddTo(holder, LineEnding.Of(root)));
    }

    private static ExpressionStatementSyntax Addition(string field, ExpressionSyntax value) => SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(
        SyntaxFactory.ParseExpression(field + ".Add"),
        SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(value)))));
}
