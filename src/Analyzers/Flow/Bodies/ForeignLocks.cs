using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Scopes that keep other threads out, as it seems, though the model does not know them: locks of somebody else's.</summary>
internal static class ForeignLocks
{
    public static bool IsInside(SyntaxNode place) => place.Ancestors().Any(node => node switch
    {
        UsingStatementSyntax scope => MentionsLock(scope.Declaration ?? (SyntaxNode?)scope.Expression),
        BlockSyntax block => block.Statements.TakeWhile(statement => statement.SpanStart < place.SpanStart).Any(static statement => statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } scope && MentionsLock(scope.Declaration)),
        _ => false,
    });

    private static bool MentionsLock(SyntaxNode? resource) =>
        resource?.DescendantTokens().Any(static token => token.ValueText.IndexOf("lock", StringComparison.OrdinalIgnoreCase) >= 0 || token.ValueText.IndexOf("mutex", StringComparison.OrdinalIgnoreCase) >= 0) == true;
}
