using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>The statements that acquire a lock and release it again, in one of the shapes that can be taken out of the code.</summary>
internal sealed class LockedRegion
{
    private readonly StatementSyntax acquire;
    private readonly IReadOnlyList<StatementSyntax> releases;

    private LockedRegion(StatementSyntax acquire, IReadOnlyList<StatementSyntax> releases)
    {
        this.acquire = acquire;
        this.releases = releases;
    }

    /// <returns>Null where taking the statements out would leave broken code.</returns>
    public static LockedRegion? Of(StatementSyntax acquire, IReadOnlyList<StatementSyntax> releases) =>
        acquire switch
        {
            UsingStatementSyntax => new(acquire, []),
            LocalDeclarationStatementSyntax => new(acquire, []),
            _ when StatementRemoval.IsRemovable(acquire) && releases.All(StatementRemoval.IsRemovable) => new(acquire, releases),
            _ => null,
        };

    /// <summary>The statement that does nothing but acquire: a call, awaited or not, or a using over the lock's scope.</summary>
    public static StatementSyntax? AcquireStatement(SyntaxNode call)
    {
        var expression = Whole(call);
        return expression.Parent switch
        {
            ExpressionStatementSyntax statement => statement,
            UsingStatementSyntax { Declaration: null } scope => scope,
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: { } holder } } variable } => holder switch
            {
                LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } declaration when !IsUsed(variable, declaration.Parent) => declaration,
                UsingStatementSyntax scope when !IsUsed(variable, scope.Statement) => scope,
                _ => null,
            },
            _ => null,
        };
    }

    public static StatementSyntax? ReleaseStatement(SyntaxNode call) => Whole(call).Parent as ExpressionStatementSyntax;

    public SyntaxNode Remove(SyntaxNode root) => acquire is UsingStatementSyntax scope
        ? StatementRemoval.Dissolve(root, scope, scope.Statement)
        : StatementRemoval.Remove(root, releases.Prepend(acquire));

    /// <summary>The call with its await and <c>ConfigureAwait</c>.</summary>
    private static SyntaxNode Whole(SyntaxNode call)
    {
        var node = call;
        while (node.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax
            || node.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax })
        {
            node = node.Parent is MemberAccessExpressionSyntax access ? access.Parent! : node.Parent!;
        }

        return node;
    }

    private static bool IsUsed(VariableDeclaratorSyntax variable, SyntaxNode? scope) =>
        scope?.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == variable.Identifier.ValueText) ?? false;
}
