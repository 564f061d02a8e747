using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Gives the requests of a pool of threads, which are made, put and waited for, to a pool of processes.</summary>
internal static class PoolSwap
{
    /// <param name="root">The document's.</param>
    /// <param name="reported">A node of the call that makes the requests.</param>
    /// <param name="model">The document's.</param>
    /// <returns>Null where the pool does anything else, or a comment would be lost.</returns>
    public static SyntaxNode? Apply(SyntaxNode root, SyntaxNode reported, SemanticModel model)
    {
        if (reported.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { ArgumentList.Arguments: { Count: 2 or 3 } arguments, Parent: ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } loop }
            || PoolFedBy(loop) is not { } used
            || model.GetSymbolInfo(used).Symbol is not ILocalSymbol pool
            || StatementList.Around(loop) is not { } list
            || list.Statements.OfType<LocalDeclarationStatementSyntax>().FirstOrDefault(statement => statement.Declaration.Variables is [{ Initializer.Value: BaseObjectCreationExpressionSyntax } variable] && Same(model.GetDeclaredSymbol(variable), pool)) is not { } declaration
            || list.Statements.ElementAtOrDefault(list.IndexOf(loop) + 1) is not { } wait
            || !IsWait(wait, pool, model)
            || UsesOf(pool, list, model) != 2
            || HasComments(loop.WithoutLeadingTrivia()) || HasComments(wait)
            || Consumed(loop, pool.Name, arguments, LineEnding.Of(root).ToString(), model) is not { } consumed)
        {
            return null;
        }

        var lineEnd = LineEnding.Of(root);
        var creation = declaration.Declaration.Variables[0].Initializer!.Value;
        var isVar = declaration.Declaration.Type.IsVar;
        var made = SyntaxFactory.ParseExpression(isVar ? "new ProcessPool()" : "new()").WithTriviaFrom(creation);
        var type = isVar ? declaration.Declaration.Type : SyntaxFactory.IdentifierName("ProcessPool").WithTriviaFrom(declaration.Declaration.Type);
        var swapped = declaration.ReplaceNode(creation, made);
        swapped = swapped.WithDeclaration(swapped.Declaration.WithType(type));
        if (swapped.UsingKeyword.RawKind == 0)
        {
            swapped = swapped.WithoutLeadingTrivia().WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space)).WithLeadingTrivia(declaration.GetLeadingTrivia());
        }

        var statements = list.Statements.Where(statement => statement != wait).Select(statement => statement == declaration ? swapped : statement == loop ? consumed.WithLeadingTrivia(loop.GetLeadingTrivia()).WithTrailingTrivia(wait.GetTrailingTrivia().Count > 0 ? wait.GetTrailingTrivia() : [lineEnd]) : statement);
        return list.Replace(root, statements);
    }

    /// <summary>The pool whose <c>PutRequest</c> is all that the loop calls, with its own variable.</summary>
    private static IdentifierNameSyntax? PoolFedBy(ForEachStatementSyntax loop)
    {
        var only = loop.Statement is BlockSyntax { Statements: [var single] } ? single : loop.Statement;
        return only is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "PutRequest", Expression: IdentifierNameSyntax pool }, ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax request }] } }
            && request.Identifier.ValueText == loop.Identifier.ValueText
                ? pool
                : null;
    }

    private static bool IsWait(StatementSyntax statement, ILocalSymbol pool, SemanticModel model) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait", Expression: IdentifierNameSyntax waited } } }
        && Same(model.GetSymbolInfo(waited).Symbol, pool);

    private static int UsesOf(ILocalSymbol pool, StatementList list, SemanticModel model) =>
        list.Statements.SelectMany(static statement => statement.DescendantNodes()).OfType<IdentifierNameSyntax>().Count(name => name.Identifier.ValueText == pool.Name && Same(model.GetSymbolInfo(name).Symbol, pool));

    /// <summary>A loop over the results that does what the callback did, or the plain call where there is none.</summary>
    private static StatementSyntax? Consumed(ForEachStatementSyntax loop, string pool, SeparatedSyntaxList<ArgumentSyntax> arguments, string lineEnd, SemanticModel model)
    {
        if (arguments.Any(static argument => argument.NameColon is not null))
        {
            return null;
        }

        if (arguments.Count == 2)
        {
            return SyntaxFactory.ParseStatement($"{pool}.Map({arguments[0]}, {arguments[1]});");
        }

        if (arguments[2].Expression is not ParenthesizedLambdaExpressionSyntax { AsyncKeyword.RawKind: 0, ParameterList.Parameters: [var request, var result] } callback
            || callback.DescendantNodes().Any(node => node is ReturnStatementSyntax || (node is IdentifierNameSyntax name && name.Identifier.ValueText == request.Identifier.ValueText))
            || !model.LookupSymbols(loop.SpanStart, name: result.Identifier.ValueText).IsEmpty)
        {
            return null;
        }

        var body = callback.Body is BlockSyntax block ? block.ToString() : $"{{{lineEnd}{callback.Body};{lineEnd}}}";
        return SyntaxFactory.ParseStatement($"foreach (var {result.Identifier} in {pool}.IMapUnordered({arguments[0]}, {arguments[1]})){lineEnd}{body}").WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool HasComments(SyntaxNode node) => node.DescendantTrivia().Any(static trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));

    private static bool Same(ISymbol? left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
