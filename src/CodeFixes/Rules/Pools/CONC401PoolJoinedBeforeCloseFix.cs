using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Pools;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Pools;

/// <summary>Closes the pool before it is joined.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC401PoolJoinedBeforeCloseFix))]
[Shared]
public sealed class CONC401PoolJoinedBeforeCloseFix() : ConcurrencyCodeFix("CONC401")
{
    internal const string Key = "CONC401_CloseBeforeJoin";

    private protected override Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC401PoolJoinedBeforeCloseAnalyzer.CloseProperty) is { } close
            && target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } join
            && PoolOf(join) is { } pool
            && Insert(target.Root, join, pool, close) is { } changed)
        {
            Register(context, target, $"Call '{close}' before", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(changed)));
        }

        return Task.CompletedTask;
    }

    private static SyntaxNode? Insert(SyntaxNode root, InvocationExpressionSyntax join, ExpressionSyntax pool, string close)
    {
        var call = SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, pool.WithoutTrivia(), SyntaxFactory.IdentifierName(close))));
        return StatementInsertion.Before(root, join, call);
    }

    /// <summary>The pool, where it has a name that can be said twice.</summary>
    private static ExpressionSyntax? PoolOf(InvocationExpressionSyntax join)
    {
        var pool = join.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            MemberBindingExpressionSyntax => join.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
        return pool is not null && IsName(pool) ? pool : null;
    }

    private static bool IsName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax access => IsName(access.Expression),
        _ => false,
    };
}
