using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>A method or local function that takes a lock first, releases it last, and does its work in between.</summary>
internal sealed class LockedMethod
{
    private LockedMethod(SyntaxNode declaration, BlockSyntax body, SyntaxNode work, SyntaxList<StatementSyntax> statements)
    {
        Declaration = declaration;
        Body = body;
        Work = work;
        Statements = statements;
    }

    /// <summary>A method declaration or local function.</summary>
    public SyntaxNode Declaration { get; }

    public BlockSyntax Body { get; }

    /// <summary>The block or body whose <see cref="Statements"/> run under the lock.</summary>
    public SyntaxNode Work { get; }

    public SyntaxList<StatementSyntax> Statements { get; }

    public string Name => Declaration is MethodDeclarationSyntax method ? method.Identifier.ValueText : ((LocalFunctionStatementSyntax)Declaration).Identifier.ValueText;

    public ParameterListSyntax Parameters => Declaration is MethodDeclarationSyntax method ? method.ParameterList : ((LocalFunctionStatementSyntax)Declaration).ParameterList;

    public TypeParameterListSyntax? TypeParameters => Declaration is MethodDeclarationSyntax method ? method.TypeParameterList : ((LocalFunctionStatementSyntax)Declaration).TypeParameterList;

    public TypeSyntax ReturnType => Declaration is MethodDeclarationSyntax method ? method.ReturnType : ((LocalFunctionStatementSyntax)Declaration).ReturnType;

    public bool IsAsync => Modifiers.Any(SyntaxKind.AsyncKeyword);

    public SyntaxTokenList Modifiers => Declaration is MethodDeclarationSyntax method ? method.Modifiers : ((LocalFunctionStatementSyntax)Declaration).Modifiers;

    /// <param name="acquire">The call in the method that acquires the lock.</param>
    /// <returns>Null where the work cannot be told from the locking.</returns>
    public static LockedMethod? Around(SyntaxNode acquire)
    {
        if (LockedRegion.AcquireStatement(acquire) is not { } first
            || acquire.Ancestors().FirstOrDefault(static node => node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax) is not { } declaration
            || BodyOf(declaration) is not { Statements.Count: > 0 } body
            || body.Statements[0] != first
            || (declaration as MethodDeclarationSyntax)?.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true)
        {
            return null;
        }

        return WorkOf(body, first) is var (work, statements) && statements.Count > 0 && !statements.Any(static statement => Yields(statement))
            ? new(declaration, body, work, statements)
            : null;
    }

    /// <summary>The method that does nothing under the lock but call it with its own arguments: somebody has extracted the work before.</summary>
    public IdentifierNameSyntax? ExtractedCore()
    {
        if (Statements.Count != 1)
        {
            return null;
        }

        var expression = Statements[0] switch
        {
            ReturnStatementSyntax { Expression: { } value } => value,
            ExpressionStatementSyntax { Expression: { } value } => value,
            _ => null,
        };
        while (expression is AwaitExpressionSyntax or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } })
        {
            expression = expression is AwaitExpressionSyntax awaited ? awaited.Expression : ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)expression).Expression).Expression;
        }

        return expression is InvocationExpressionSyntax { Expression: IdentifierNameSyntax name } call
            && call.ArgumentList.Arguments.Select(static argument => argument.Expression.ToString()).SequenceEqual(Parameters.Parameters.Select(static parameter => parameter.Identifier.ValueText))
                ? name
                : null;
    }

    private static BlockSyntax? BodyOf(SyntaxNode declaration) => declaration switch
    {
        MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } method => method.Body,
        LocalFunctionStatementSyntax function => function.Body,
        _ => null,
    };

    private static (SyntaxNode Work, SyntaxList<StatementSyntax> Statements)? WorkOf(BlockSyntax body, StatementSyntax first)
    {
        switch (first)
        {
            case UsingStatementSyntax { Statement: BlockSyntax block } when body.Statements.Count == 1:
                return (block, block.Statements);

            case LocalDeclarationStatementSyntax:
                return (body, SyntaxFactory.List(body.Statements.Skip(1)));
        }

        return body.Statements.Count == 2 && body.Statements[1] is TryStatementSyntax { Catches.Count: 0, Finally.Block.Statements: { Count: 1 } } guarded
            ? (guarded.Block, guarded.Block.Statements)
            : null;
    }

    private static bool Yields(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is YieldStatementSyntax);
}
