using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Completes an object in a local, and gives it to the field when it is done.</summary>
internal static class LatePublication
{
    /// <param name="root">The document's.</param>
    /// <param name="assignment">The write that gives the unfinished object to the field.</param>
    /// <param name="model">The document's.</param>
    /// <returns>Null where code that the statements call may look at the field, or where they leave the block.</returns>
    public static SyntaxNode? Apply(SyntaxNode root, AssignmentExpressionSyntax assignment, SemanticModel model)
    {
        if (assignment.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax block } statement
            || model.GetSymbolInfo(assignment.Left).Symbol is not IFieldSymbol field
            || statement.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member
            || FreeName(field, member, model, statement.SpanStart) is not { } name)
        {
            return null;
        }

        var index = block.Statements.IndexOf(statement);
        var following = block.Statements.Skip(index + 1).ToList();
        var last = following.FindLastIndex(next => UsesOf(next, field, model).Count > 0);
        if (last < 0)
        {
            return null;
        }

        var completing = following.Take(last + 1).ToList();
        if (completing.Any(next => IsLeft(next) || RunsOwnCode(next, model)))
        {
            return null;
        }

        var lineEnd = LineEnding.Of(root);
        var uses = completing.SelectMany(next => UsesOf(next, field, model)).ToList();
        var local = SyntaxFactory.IdentifierName(name);
        var made = new List<StatementSyntax> { Declaration(statement, assignment, field, name, model) };
        made.AddRange(completing.Select(next => next.ReplaceNodes(uses.Where(use => next.Span.Contains(use.Span)), (use, _) => local.WithTriviaFrom(use))));
        var indentation = statement.GetLeadingTrivia().Where(static part => part.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().Take(1);
        var isInLine = statement.GetFirstToken().GetPreviousToken().TrailingTrivia.All(static part => !part.IsKind(SyntaxKind.EndOfLineTrivia));
        var published = SyntaxFactory.ExpressionStatement(assignment.WithLeft(assignment.Left.WithoutLeadingTrivia()).WithRight(local))
            .WithLeadingTrivia(indentation)
            .WithTrailingTrivia(isInLine ? SyntaxFactory.Space : lineEnd);
        made.Add(published);
        return root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(block.Statements.Take(index).Concat(made).Concat(following.Skip(last + 1)))));
    }

    private static LocalDeclarationStatementSyntax Declaration(ExpressionStatementSyntax statement, AssignmentExpressionSyntax assignment, IFieldSymbol field, string name, SemanticModel model)
    {
        var type = assignment.Right is not ImplicitObjectCreationExpressionSyntax && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(assignment.Right).Type, field.Type)
            ? "var"
            : field.Type.WithNullableAnnotation(NullableAnnotation.None).ToMinimalDisplayString(model, statement.SpanStart);
        var declaration = (LocalDeclarationStatementSyntax)SyntaxFactory.ParseStatement($"{type} {name} = 0;");
        var value = declaration.DescendantNodes().OfType<LiteralExpressionSyntax>().First();
        return declaration.ReplaceNode(value, assignment.Right.WithoutTrailingTrivia()).WithTriviaFrom(statement);
    }

    /// <summary>The name of the field without its prefix.</summary>
    private static string? FreeName(IFieldSymbol field, MemberDeclarationSyntax member, SemanticModel model, int position)
    {
        var bare = field.Name.StartsWith("m_", StringComparison.Ordinal) || field.Name.StartsWith("s_", StringComparison.Ordinal) ? field.Name.Substring(2) : field.Name.TrimStart('_');
        bare = bare.Length == 0 ? "made" : char.ToLowerInvariant(bare[0]) + bare.Substring(1);
        return new[] { bare, "made", bare + "2" }.FirstOrDefault(name =>
            SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None
            && model.LookupSymbols(position, name: name).IsEmpty
            && !member.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name));
    }

    private static List<ExpressionSyntax> UsesOf(SyntaxNode node, IFieldSymbol field, SemanticModel model) =>
        [.. node.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == field.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, field))
            .Select(static name => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? (ExpressionSyntax)access : name)];

    private static bool IsLeft(StatementSyntax statement) => statement.DescendantNodesAndSelf().Any(static node => node is ReturnStatementSyntax or YieldStatementSyntax or GotoStatementSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax);

    /// <summary>A method without a receiver, or of this very object, may ask for the field.</summary>
    private static bool RunsOwnCode(StatementSyntax statement, SemanticModel model) => statement.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
        call.Expression is not MemberAccessExpressionSyntax { Expression: not (ThisExpressionSyntax or BaseExpressionSyntax) }
        && model.GetSymbolInfo(call).Symbol is not IMethodSymbol { IsStatic: true });
}
