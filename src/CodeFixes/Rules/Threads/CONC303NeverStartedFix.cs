using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Starts it, after the statements that set it up.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC303NeverStartedFix))]
[Shared]
public sealed class CONC303NeverStartedFix() : ConcurrencyCodeFix("CONC303")
{
    internal const string Key = "CONC303_Start";

    /// <summary>Two objects may be created side by side.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC303NeverStartedAnalyzer.StartProperty) is { } start
            && target.Node.AncestorsAndSelf().FirstOrDefault(static node => node is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax) is ExpressionSyntax birth
            && Append(target.Root, birth, start) is { } changed)
        {
            Register(context, target, $"Call '{start}'", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(changed)));
        }

        return Task.CompletedTask;
    }

    private static SyntaxNode? Append(SyntaxNode root, ExpressionSyntax birth, string start) => birth.Parent switch
    {
        ExpressionStatementSyntax => root.ReplaceNode(birth, MethodCall.Of(birth, start).WithTriviaFrom(birth)),
        AssignmentExpressionSyntax { Left: var left, Parent: ExpressionStatementSyntax statement } assignment when assignment.Right == birth && MethodCall.IsName(left) => After(root, statement, left, start),
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } variable } => After(root, declaration, SyntaxFactory.IdentifierName(variable.Identifier.WithoutTrivia()), start),
        _ => null,
    };

    private static SyntaxNode? After(SyntaxNode root, VariableDeclarationSyntax declaration, ExpressionSyntax name, string start) => declaration.Parent switch
    {
        LocalDeclarationStatementSyntax statement => After(root, statement, name, start),
        UsingStatementSyntax { Statement: BlockSyntax { Statements: { Count: > 0 } statements } } =>
            Configuration.SetsUp(statements[0], name) || statements.Any(statement => Configuration.SetsUp(statement, name))
                ? StatementInsertion.After(root, Configuration.Last(statements, 0, name), MethodCall.Statement(name, start))
                : StatementInsertion.Before(root, statements[0], MethodCall.Statement(name, start)),
        _ => null,
    };

    private static SyntaxNode? After(SyntaxNode root, StatementSyntax statement, ExpressionSyntax name, string start) =>
        StatementList.Around(statement) is { } list
            ? StatementInsertion.After(root, Configuration.Last(list.Statements, list.IndexOf(statement), name), MethodCall.Statement(name, start))
            : null;
}
