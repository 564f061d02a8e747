using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>The function that a piece of code is executed in.</summary>
internal static class Functions
{
    /// <returns>The lambda, local function or member; the whole file for top-level statements.</returns>
    public static SyntaxNode Around(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(static ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
            || ancestor is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? node.SyntaxTree.GetRoot();

    public static bool IsAsync(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.RawKind != 0,
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        CompilationUnitSyntax program => program.Members.OfType<GlobalStatementSyntax>().Any(static statement =>
            statement.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax).Any(static node => node is AwaitExpressionSyntax)),
        _ => false,
    };

    /// <summary>A name that nothing in the function has yet.</summary>
    public static string FreeName(SyntaxNode function, string wanted, ICollection<string> taken)
    {
        var member = function.AncestorsAndSelf().LastOrDefault(static node => node is MemberDeclarationSyntax and not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or GlobalStatementSyntax)) ?? function;
        var used = new HashSet<string>(member.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
        used.UnionWith(taken);
        var name = wanted;
        for (var number = 2; used.Contains(name); number++)
        {
            name = wanted + number;
        }

        return name;
    }
}
