using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Gives a type a lock of its own and lets everything that locked another object lock that one instead.</summary>
internal static class SeparateLock
{
    /// <summary>For an object that a field or property of the type holds.</summary>
    /// <returns>Null where a use stands where this change cannot reach it.</returns>
    public static Document? ForMember(Document document, SyntaxNode root, SemanticModel model, ISymbol member, CancellationToken cancellationToken)
    {
        if (member.ContainingType is not { DeclaringSyntaxReferences: { Length: 1 } references }
            || references[0].GetSyntax(cancellationToken) is not TypeDeclarationSyntax type
            || type.SyntaxTree != root.SyntaxTree
            || !LockField.CanBeAddedTo(type, member.IsStatic)
            || UsesOf(root, model, member, cancellationToken) is not { Count: > 0 } uses
            || uses.Any(use => !type.Span.Contains(use.Span)))
        {
            return null;
        }

        if (member.DeclaredAccessibility != Accessibility.Private && IsLockedElsewhere(model, root.SyntaxTree, expression => expression.ToString().EndsWith(member.Name, StringComparison.Ordinal)))
        {
            return null;
        }

        var field = LockField.Create(type, model, member.IsStatic, uses.Any(MonitorUses.NeedsObject));
        return Apply(document, root, type, uses, field, []);
    }

    /// <summary>Replaces the expressions, or the last name in those that reach a member, and adds the field.</summary>
    public static Document Apply(Document document, SyntaxNode root, TypeDeclarationSyntax type, IReadOnlyList<ExpressionSyntax> uses, LockField field, IReadOnlyList<SyntaxNode> synchronized)
    {
        var name = SyntaxFactory.IdentifierName(field.Name);
        var nodes = uses.Select(static use => use is MemberAccessExpressionSyntax access ? access.Name : (SyntaxNode)use).Concat(synchronized);
        var lineEnd = LineEnding.Of(root);
        var changed = type.ReplaceNodes(nodes, (original, rewritten) => original is ExpressionSyntax ? name.WithTriviaFrom(original) : SynchronizedMember.Rewrite(rewritten, field.Name, lineEnd));
        return document.WithSyntaxRoot(root.ReplaceNode(type, field.AddTo(changed, lineEnd)));
    }

    /// <summary>Whether some other file of the project has a lock on an expression that could be the same object.</summary>
    public static bool IsLockedElsewhere(SemanticModel model, SyntaxTree except, Func<ExpressionSyntax, bool> mayBeSame) => model.Compilation.SyntaxTrees
        .Where(tree => tree != except)
        .SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<LockStatementSyntax>())
        .Any(statement => mayBeSame(statement.Expression));

    private static List<ExpressionSyntax> UsesOf(SyntaxNode root, SemanticModel model, ISymbol member, CancellationToken cancellationToken) =>
        [.. MonitorUses.In(root, model, cancellationToken).Where(use => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellationToken).Symbol?.OriginalDefinition, member.OriginalDefinition))];
}
