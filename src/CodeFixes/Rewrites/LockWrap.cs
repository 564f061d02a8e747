using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Puts the statement around an expression into a <c>lock</c>, or into what takes another sort of lock.</summary>
internal static class LockWrap
{
    /// <summary>The statement that can be locked as a whole; a lambda's or member's expression body becomes one first.</summary>
    public static SyntaxNode? StatementOf(ExpressionSyntax expression) => expression.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        AnonymousFunctionExpressionSyntax { ExpressionBody: { } body } lambda when body == expression => lambda,
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.SetAccessorDeclaration } } arrow => arrow.Parent,
        _ => null,
    };

    /// <summary>The smallest statement around a use that can run under a lock as a whole, or the member whose expression body it stands in.</summary>
    public static SyntaxNode? Around(SyntaxNode use)
    {
        for (var node = use; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case ExpressionStatementSyntax or ReturnStatementSyntax or CommonForEachStatementSyntax:
                case LocalDeclarationStatementSyntax { IsConst: false, UsingKeyword.RawKind: 0, Declaration.Variables.Count: 1, Parent: BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax }:
                    return node;

                case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax }:
                    return node.Parent;

                case StatementSyntax or AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The statement under a lock on the expression.</summary>
    public static StatementSyntax Lock(StatementSyntax statement, ExpressionSyntax gate, SyntaxTrivia lineEnd) =>
        SyntaxFactory.LockStatement(gate, Block([statement], lineEnd)).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>The tree with the place under a lock; a local that is declared there and used behind it is declared before.</summary>
    /// <param name="root">The document's.</param>
    /// <param name="place">What <see cref="Around"/> found.</param>
    /// <param name="wrap">Makes the locked statements of the bare one.</param>
    /// <param name="model">The document's.</param>
    public static SyntaxNode? Replace(SyntaxNode root, SyntaxNode place, Func<StatementSyntax, IReadOnlyList<StatementSyntax>> wrap, SemanticModel model)
    {
        var lineEnd = LineEnding.Of(root);
        if (place is LocalFunctionStatementSyntax || place is not StatementSyntax statement)
        {
            return Apply(place, wrap, lineEnd) is { } changed ? root.ReplaceNode(place, changed) : null;
        }

        var bare = statement.WithoutTrivia();
        var made = new List<StatementSyntax>();
        if (statement is LocalDeclarationStatementSyntax local)
        {
            var own = StatementList.Around(local)!.Value;
            if (HoistedLocals.Of([local], [.. own.Statements.Skip(own.IndexOf(local) + 1)], model) is not { } hoisted || !hoisted.Declarations.Contains(local))
            {
                return null;
            }

            made.Add(hoisted.DeclarationOf(local).WithTrailingTrivia(lineEnd).WithAdditionalAnnotations(Formatter.Annotation));
            bare = HoistedLocals.AssignmentOf(local).WithoutTrivia();
        }

        made.AddRange(wrap(bare));
        if (made.Count == 1)
        {
            return root.ReplaceNode(statement, made[0].WithTriviaFrom(statement));
        }

        if (StatementList.Around(statement) is not { } list)
        {
            return root.ReplaceNode(statement, Block(made, lineEnd).WithTriviaFrom(statement));
        }

        made[0] = made[0].WithLeadingTrivia(statement.GetLeadingTrivia());
        made[made.Count - 1] = made[made.Count - 1].WithTrailingTrivia(statement.GetTrailingTrivia());
        return list.Replace(root, list.Statements.SelectMany(other => other == statement ? made : [other]));
    }

    /// <param name="place">What <see cref="StatementOf"/> found.</param>
    /// <param name="wrap">Makes the locked statement of the bare one.</param>
    /// <param name="lineEnd">The file's.</param>
    public static SyntaxNode? Apply(SyntaxNode place, Func<StatementSyntax, StatementSyntax> wrap, SyntaxTrivia lineEnd) => place is StatementSyntax statement and not LocalFunctionStatementSyntax
        ? wrap(statement.WithoutTrivia()).WithTriviaFrom(statement)
        : Apply(place, bare => [wrap(bare)], lineEnd);

    private static SyntaxNode? Apply(SyntaxNode place, Func<StatementSyntax, IReadOnlyList<StatementSyntax>> wrap, SyntaxTrivia lineEnd)
    {
        switch (place)
        {
            case LambdaExpressionSyntax { ExpressionBody: { } body } lambda:
                return lambda.WithExpressionBody(null).WithBlock(Block(wrap(StatementFrom(body)), lineEnd).WithTriviaFrom(body)).WithAdditionalAnnotations(Formatter.Annotation);

            case MethodDeclarationSyntax { ExpressionBody: { } arrow } method:
                return Format(method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow, method.SemicolonToken, Yields(method.ReturnType, method.Modifiers))));

            case LocalFunctionStatementSyntax { ExpressionBody: { } arrow } function:
                return Format(function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow, function.SemicolonToken, Yields(function.ReturnType, function.Modifiers))));

            case AccessorDeclarationSyntax { ExpressionBody: { } arrow } accessor:
                return Format(accessor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow, accessor.SemicolonToken, accessor.IsKind(SyntaxKind.GetAccessorDeclaration))));

            case PropertyDeclarationSyntax { ExpressionBody: { } arrow } property:
                return Format(property.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(arrow, property.SemicolonToken)));

            case IndexerDeclarationSyntax { ExpressionBody: { } arrow } indexer:
                return Format(indexer.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(arrow, indexer.SemicolonToken)));

            default:
                return null;
        }

        BlockSyntax Body(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon, bool yields) =>
            Block(wrap(yields ? ReturnOf(arrow.Expression) : StatementFrom(arrow.Expression)), lineEnd).WithTrailingTrivia(semicolon.TrailingTrivia);

        AccessorListSyntax Getter(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon) =>
            SyntaxFactory.AccessorList(SyntaxFactory.SingletonList(SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, Block(wrap(ReturnOf(arrow.Expression)), lineEnd).WithTrailingTrivia(lineEnd))))
                .WithTrailingTrivia(semicolon.TrailingTrivia);

        static SyntaxNode Format(SyntaxNode node) => node.WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool Yields(TypeSyntax returned, SyntaxTokenList modifiers) =>
        returned is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } && !modifiers.Any(SyntaxKind.AsyncKeyword);

    private static ReturnStatementSyntax ReturnOf(ExpressionSyntax expression) => SyntaxFactory.ReturnStatement(
        SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), expression.WithoutTrivia(), SyntaxFactory.Token(SyntaxKind.SemicolonToken));

    private static ExpressionStatementSyntax StatementFrom(ExpressionSyntax expression) => SyntaxFactory.ExpressionStatement(expression.WithoutTrivia());

    /// <summary>The statements in braces, each on a line of its own.</summary>
    public static BlockSyntax Block(IReadOnlyList<StatementSyntax> statements, SyntaxTrivia lineEnd) =>
        SyntaxFactory.Block(statements.Select(statement => statement.WithTrailingTrivia(lineEnd))).WithAdditionalAnnotations(Formatter.Annotation);
}
