using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>A method or accessor with <c>[MethodImpl(MethodImplOptions.Synchronized)]</c>, which locks its object for as long as it runs.</summary>
internal static class SynchronizedMember
{
    private const string Option = "Synchronized";

    public static bool IsSynchronized(SyntaxNode member) => AttributeOf(member) is not null;

    /// <summary>Whether the attribute says nothing else, and the member has a body that a <c>lock</c> can go into.</summary>
    public static bool CanRewrite(SyntaxNode member) =>
        AttributeOf(member) is { ArgumentList.Arguments: { Count: 1 } arguments }
        && arguments[0].Expression is MemberAccessExpressionSyntax or IdentifierNameSyntax
        && member is MethodDeclarationSyntax or AccessorDeclarationSyntax
        && (BlockOf(member) is not null || ArrowOf(member) is not null);

    /// <summary>The member without the attribute, its body under a lock.</summary>
    public static SyntaxNode Rewrite(SyntaxNode member, string lockName, SyntaxTrivia lineEnd)
    {
        var body = BlockOf(member) ?? SyntaxFactory.Block(Statement(member));
        var statement = SyntaxFactory.LockStatement(SyntaxFactory.IdentifierName(lockName), SyntaxFactory.Block(body.Statements).WithCloseBraceToken(
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(body.CloseBraceToken.LeadingTrivia.Where(static part => !part.IsKind(SyntaxKind.WhitespaceTrivia)))));
        var block = SyntaxFactory.Block(statement).WithTrailingTrivia(member.GetTrailingTrivia());
        var leading = member.GetLeadingTrivia();
        SyntaxNode changed = member switch
        {
            MethodDeclarationSyntax method => method.WithAttributeLists(Without(method.AttributeLists)).WithExpressionBody(null).WithSemicolonToken(default).WithBody(block)
                .WithParameterList(method.ParameterList.WithTrailingTrivia(BlockOf(member) is null ? SyntaxFactory.TriviaList(SyntaxFactory.ElasticMarker) : method.ParameterList.GetTrailingTrivia())),
            AccessorDeclarationSyntax accessor => accessor.WithAttributeLists(Without(accessor.AttributeLists)).WithExpressionBody(null).WithSemicolonToken(default).WithBody(block),
            _ => member,
        };
        return changed.WithLeadingTrivia(leading).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static StatementSyntax Statement(SyntaxNode member)
    {
        var value = ArrowOf(member)!.Expression;
        var isVoid = member is MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } }
            || (member is AccessorDeclarationSyntax accessor && !accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return isVoid ? SyntaxFactory.ExpressionStatement(value) : SyntaxFactory.ReturnStatement(value.WithLeadingTrivia(SyntaxFactory.Space));
    }

    private static SyntaxList<AttributeListSyntax> Without(SyntaxList<AttributeListSyntax> lists)
    {
        foreach (var list in lists)
        {
            if (list.Attributes.FirstOrDefault(IsIt) is { } attribute)
            {
                return list.Attributes.Count == 1 ? lists.Remove(list) : lists.Replace(list, list.WithAttributes(list.Attributes.Remove(attribute)));
            }
        }

        return lists;
    }

    private static AttributeSyntax? AttributeOf(SyntaxNode member) => (member switch
    {
        MethodDeclarationSyntax method => method.AttributeLists,
        AccessorDeclarationSyntax accessor => accessor.AttributeLists,
        _ => default,
    }).SelectMany(static list => list.Attributes).FirstOrDefault(IsIt);

    private static bool IsIt(AttributeSyntax attribute) =>
        attribute.Name.ToString().Contains("MethodImpl")
        && attribute.DescendantNodes().OfType<IdentifierNameSyntax>().Any(static name => name.Identifier.ValueText == Option);

    private static BlockSyntax? BlockOf(SyntaxNode member) => member switch
    {
        MethodDeclarationSyntax method => method.Body,
        AccessorDeclarationSyntax accessor => accessor.Body,
        _ => null,
    };

    private static ArrowExpressionClauseSyntax? ArrowOf(SyntaxNode member) => member switch
    {
        MethodDeclarationSyntax method => method.ExpressionBody,
        AccessorDeclarationSyntax accessor => accessor.ExpressionBody,
        _ => null,
    };
}
