using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>A lock or using statement that takes the place of an acquire and its releases, where the language allows one.</summary>
internal sealed class ScopeGuard
{
    private readonly Func<SyntaxNode, SyntaxNode> apply;

    private ScopeGuard(string title, Func<SyntaxNode, SyntaxNode> apply)
    {
        Title = title;
        this.apply = apply;
    }

    public string Title { get; }

    /// <returns>Null where the region awaits or yields, where the acquire can fail, or where the lock has no such form.</returns>
    public static ScopeGuard? Of(GuardedRegion region, string? primitive, SemanticModel model)
    {
        if (region.Into is not null || region.Acquire is not ExpressionStatementSyntax || region.Call.Expression is not MemberAccessExpressionSyntax access)
        {
            return null;
        }

        var arguments = region.Call.ArgumentList.Arguments;
        var isInterrupted = region.Statements.Any(IsInterrupted);
        return primitive switch
        {
            "Monitor" when !isInterrupted && arguments.Count == 1 => Lock(region, arguments[0].Expression),
            "Lock" when !isInterrupted && access.Name.Identifier.ValueText == "Enter" && HasLockPattern(model) => Lock(region, access.Expression),
            "Lock" when !isInterrupted && access.Name.Identifier.ValueText == "EnterScope" => Using(region, region.Call),
            _ when !isInterrupted && arguments.Count == 0 && access.Name.Identifier.ValueText is "Acquire" or "Enter" && HasScope(access, model) =>
                Using(region, region.Call.WithExpression(access.WithName(SyntaxFactory.IdentifierName("Enter")))),
            _ => null,
        };
    }

    public SyntaxNode Apply(SyntaxNode root) => apply(root);

    private static ScopeGuard Lock(GuardedRegion region, ExpressionSyntax gate) =>
        new("Use a lock statement", root => RegionGuard.WithLock(root, region, gate));

    private static ScopeGuard Using(GuardedRegion region, ExpressionSyntax scope) =>
        new("Use a using statement", root => RegionGuard.WithUsing(root, region, scope));

    /// <summary>Before C# 13 a lock statement takes a System.Threading.Lock for any object.</summary>
    private static bool HasLockPattern(SemanticModel model) =>
        model.SyntaxTree.Options is CSharpParseOptions options && (int)options.LanguageVersion >= 1300;

    private static bool HasScope(MemberAccessExpressionSyntax access, SemanticModel model)
    {
        for (var type = model.GetTypeInfo(access.Expression).Type; type is not null; type = type.BaseType)
        {
            if (type.ContainingNamespace?.ToDisplayString() == "ConcurrencyAnalyzers.Runtime"
                && type.GetMembers("Enter").OfType<IMethodSymbol>().Any(static method => method.Parameters.All(static parameter => parameter.IsOptional) && !method.ReturnsVoid))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInterrupted(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
            .Any(static node => node is AwaitExpressionSyntax or YieldStatementSyntax or ForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } or UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 });
}
