using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Pools;

/// <summary>Closes the pool after the work was submitted, or has its variable's scope dispose it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC402PoolUsedAfterCloseFix))]
[Shared]
public sealed class CONC402PoolUsedAfterCloseFix() : ConcurrencyCodeFix("CONC402")
{
    internal const string MoveKey = "CONC402_CloseLater";
    internal const string UsingKey = "CONC402_Using";

    /// <summary>Several late submissions have one close, which moves once.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        var (root, title, key) = target.Diagnostic.AdditionalLocations.Count == 0
            ? (DeclareWithUsing(target), "Declare the pool with 'using'", UsingKey)
            : (LaterEnd.Of(target), "Close the pool afterwards", MoveKey);
        if (root is not null)
        {
            var changed = context.Document.WithSyntaxRoot(root);
            if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
            {
                Register(context, target, title, key, _ => Task.FromResult(changed));
            }
        }
    }

    private static SyntaxNode? DeclareWithUsing(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>(static node => node is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax) is not { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Modifiers.Count: 0 } declaration } } } }
            || declaration.Parent is not (BlockSyntax or GlobalStatementSyntax)
            || target.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 })
        {
            return null;
        }

        var scope = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithLeadingTrivia(declaration.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space);
        return target.Root.ReplaceNode(declaration, declaration.WithoutLeadingTrivia().WithUsingKeyword(scope));
    }
}
