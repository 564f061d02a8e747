using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Lets a wait with a time limit, where it succeeds, be followed by one without: that one waits for the output too.</summary>
internal static class CompletedWait
{
    /// <param name="root">The root of the document.</param>
    /// <param name="wait">The call with the time limit.</param>
    /// <returns>Null where the result of the wait is used in another way than by a plain test.</returns>
    public static SyntaxNode? After(SyntaxNode root, InvocationExpressionSyntax wait)
    {
        if (wait.Expression is not MemberAccessExpressionSyntax { Expression: var process } member || !IsName(process) || wait.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            return null;
        }

        var complete = $"{process.WithoutTrivia()}.{member.Name}();";
        return statement switch
        {
            ExpressionStatementSyntax { Expression: var whole } when whole == wait => Replace(root, statement, $"if ({wait.WithoutTrivia()}){Block(complete, statement, root)}"),
            IfStatementSyntax { Condition: var condition } branch when condition == wait => Replace(root, branch.Statement, WithFirst(branch.Statement, complete)),
            IfStatementSyntax { Condition: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand } } branch when operand == wait => AfterFailure(root, branch, complete),
            LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var value } variable] } when value == wait => InsertAfter(root, statement, $"if ({variable.Identifier.ValueText}){Block(complete, statement, root)}"),
            _ => null,
        };
    }

    /// <summary>A block on lines of its own, unless the code around it shares one line.</summary>
    private static string Block(string content, StatementSyntax place, SyntaxNode root) =>
        Lines.IsInLine(place) ? $" {{ {content} }}" : $" {{ {content} }}".Replace(" ", LineEnding.Of(root).ToString());

    private static bool IsName(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or ThisExpressionSyntax || (expression is MemberAccessExpressionSyntax access && IsName(access.Expression));

    /// <summary>Behind the branch for the time-out, if that leaves or ends the process; otherwise opposite to it.</summary>
    private static SyntaxNode? AfterFailure(SyntaxNode root, IfStatementSyntax branch, string complete)
    {
        if (branch.Else is { Statement: not IfStatementSyntax and var otherwise })
        {
            return Replace(root, otherwise, WithFirst(otherwise, complete));
        }

        if (branch.Else is not null)
        {
            return null;
        }

        var last = branch.Statement is BlockSyntax block ? block.Statements.LastOrDefault() : branch.Statement;
        var stops = last is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax
            || branch.Statement.DescendantNodes().Any(static node => node is SimpleNameSyntax { Identifier.ValueText: "Kill" });
        return stops
            ? InsertAfter(root, branch, complete)
            : root.ReplaceNode(branch, branch.WithElse(SyntaxFactory.ElseClause(SyntaxFactory.ParseStatement(Block(complete, branch, root))).WithAdditionalAnnotations(Formatter.Annotation)));
    }

    private static BlockSyntax WithFirst(StatementSyntax statement, string first) => statement is BlockSyntax block
        ? block.WithStatements(block.Statements.Insert(0, Parse(first)))
        : SyntaxFactory.Block(Parse(first), statement.WithoutTrivia());

    private static SyntaxNode Replace(SyntaxNode root, StatementSyntax old, string with) => Replace(root, old, Parse(with));

    private static SyntaxNode Replace(SyntaxNode root, StatementSyntax old, StatementSyntax with) => root.ReplaceNode(old, with.WithTriviaFrom(old).WithAdditionalAnnotations(Formatter.Annotation));

    private static SyntaxNode? InsertAfter(SyntaxNode root, StatementSyntax statement, string added)
    {
        if (StatementList.Around(statement) is not { } list)
        {
            return null;
        }

        var statements = list.Statements.ToList();
        var index = list.IndexOf(statement);
        var next = index + 1 < statements.Count ? statements[index + 1] : null;
        if (next is not null && Lines.IsInLine(next))
        {
            return StatementInsertion.Before(root, next, Parse(added));
        }

        var lineEnd = SyntaxFactory.TriviaList(LineEnding.Of(root));
        statements.Insert(index + 1, Parse(added).WithLeadingTrivia(Lines.Indentation(statement)).WithTrailingTrivia(lineEnd));
        return list.Replace(root, statements);
    }

    private static StatementSyntax Parse(string statement) => SyntaxFactory.ParseStatement(statement).WithAdditionalAnnotations(Formatter.Annotation);
}
