using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Signals;

/// <summary>Makes a loop of the test.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC601WaitOutsideLoopFix))]
[Shared]
public sealed class CONC601WaitOutsideLoopFix() : ConcurrencyCodeFix("CONC601")
{
    internal const string Key = "CONC601_While";

    private protected override Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        // A variable that the condition declares would not be known after a loop; and what else stands in the branch must bear repetition.
        if (target.Other(0)?.FirstAncestorOrSelf<IfStatementSyntax>() is { Else: null } guard
            && !guard.Condition.DescendantNodes().Any(static node => node is SingleVariableDesignationSyntax)
            && (guard.Statement is not BlockSyntax block || block.Statements.All(static statement => statement is ExpressionStatementSyntax)))
        {
            Register(context, target, "Test again in a loop", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(target.Root.ReplaceNode(guard, LoopOf(guard)))));
        }

        return Task.CompletedTask;
    }

    private static WhileStatementSyntax LoopOf(IfStatementSyntax guard) => SyntaxFactory.WhileStatement(
        guard.AttributeLists,
        SyntaxFactory.Token(SyntaxKind.WhileKeyword).WithTriviaFrom(guard.IfKeyword),
        guard.OpenParenToken,
        guard.Condition,
        guard.CloseParenToken,
        guard.Statement);
}
