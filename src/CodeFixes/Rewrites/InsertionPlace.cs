using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Finds where a statement has to go to run between two others.</summary>
internal static class InsertionPlace
{
    /// <summary>After the earlier node and before the later one, in no loop or branch that does not hold both.</summary>
    /// <returns>The statement to insert before; null where there is no such place.</returns>
    public static StatementSyntax? Between(SyntaxNode earlier, SyntaxNode later)
    {
        for (var node = later; node is not null; node = node.Parent)
        {
            if (node is StatementSyntax statement && IsInList(statement) && ContainerOf(statement).Span.Contains(earlier.Span))
            {
                return statement.Span.Contains(earlier.Span) || statement.SpanStart < earlier.SpanStart ? null : statement;
            }

            if (node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            {
                return null;
            }
        }

        return null;
    }

    public static bool IsInList(StatementSyntax statement) => statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax;

    /// <summary>The block, switch section or file in whose list the statement stands.</summary>
    public static SyntaxNode ContainerOf(StatementSyntax statement) => statement.Parent is GlobalStatementSyntax global ? global.Parent! : statement.Parent!;
}
