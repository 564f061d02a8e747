using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Joins threads or awaits tasks, single ones or all of a collection, in front of a statement.</summary>
internal sealed record JoinInsertion(StatementSyntax Before, ISymbol Handle, StatementSyntax Join)
{
    /// <param name="model">The semantic model of the document.</param>
    /// <param name="start">What starts the thread.</param>
    /// <param name="read">What needs its result.</param>
    /// <param name="name">The variable that holds the thread, or the threads.</param>
    /// <returns>Null where the handle cannot be joined between the two.</returns>
    public static JoinInsertion? Between(SemanticModel model, SyntaxNode start, SyntaxNode read, string name)
    {
        if (InsertionPlace.Between(start, read) is not { } before || HandleAt(model, before, name) is not var (symbol, type))
        {
            return null;
        }

        var join = ElementOf(type) is { } element
            ? OfMany(model, before, name, element)
            : OfOne(before, name, type);
        return join is null ? null : new(before, symbol, join is ForEachStatementSyntax ? join.WithAdditionalAnnotations(Formatter.Annotation) : join);
    }

    /// <summary>The statement that joins the handle, or all handles of the collection, where it follows another statement.</summary>
    /// <returns>Null where the handle cannot be joined there.</returns>
    public static StatementSyntax? After(SemanticModel model, StatementSyntax last, string name)
    {
        if (HandleAt(model, last, name, isBehind: true) is not var (_, type))
        {
            return null;
        }

        var join = ElementOf(type) is { } element ? OfMany(model, last, name, element) : OfOne(last, name, type);
        return join is ForEachStatementSyntax ? join.WithAdditionalAnnotations(Formatter.Annotation) : join;
    }

    private static (ISymbol Symbol, ITypeSymbol Type)? HandleAt(SemanticModel model, StatementSyntax before, string name, bool isBehind = false)
    {
        foreach (var symbol in model.LookupSymbols(before.SpanStart, name: name))
        {
            switch (symbol)
            {
                case ILocalSymbol local when isBehind ? IsAssignedBehind(model, before, local) : IsAssigned(model, before, local):
                    return (local, local.Type);

                case IParameterSymbol parameter:
                    return (parameter, parameter.Type);

                case IFieldSymbol field:
                    return (field, field.Type);

                case IPropertySymbol property:
                    return (property, property.Type);
            }
        }

        return null;
    }

    private static bool IsAssigned(SemanticModel model, StatementSyntax before, ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.All(reference => reference.Span.End <= before.SpanStart)
        && model.AnalyzeDataFlow(before) is { Succeeded: true } flow
        && flow.DefinitelyAssignedOnEntry.Contains(local);

    private static bool IsAssignedBehind(SemanticModel model, StatementSyntax last, ILocalSymbol local) =>
        model.AnalyzeDataFlow(last) is { Succeeded: true } flow && flow.DefinitelyAssignedOnExit.Contains(local);

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: 1 } named when !IsTask(named) && named.AllInterfaces.Any(static face => face.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) => named.TypeArguments[0],
        _ => null,
    };

    private static StatementSyntax? OfOne(StatementSyntax before, string name, ITypeSymbol type) =>
        !IsTask(type) ? SyntaxFactory.ParseStatement($"{name}.Join();")
        : !IsInAsyncFunction(before) ? SyntaxFactory.ParseStatement($"{name}.Wait();")
        : IsInLock(before) ? null
        : Await(SyntaxFactory.IdentifierName(name));

    private static StatementSyntax? OfMany(SemanticModel model, StatementSyntax before, string name, ITypeSymbol element)
    {
        if (IsTask(element) && IsInAsyncFunction(before))
        {
            var knowsTask = model.LookupNamespacesAndTypes(before.SpanStart, name: "Task").Any();
            return IsInLock(before) || !knowsTask ? null : AwaitAll(name);
        }

        var variable = FreeName(model, before, IsTask(element) ? "task" : "thread");
        return Loop(variable, name, IsTask(element) ? "Wait" : "Join");
    }

    /// <summary><c>await Task.WhenAll(tasks);</c></summary>
    public static StatementSyntax AwaitAll(string tasks) => Await(SyntaxFactory.ParseExpression($"Task.WhenAll({tasks})"));

    /// <summary>The parser takes <c>await t;</c> for a declaration where no async function is around it.</summary>
    private static ExpressionStatementSyntax Await(ExpressionSyntax task) =>
        SyntaxFactory.ExpressionStatement(SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), task));

    private static ForEachStatementSyntax Loop(string variable, string collection, string method) => SyntaxFactory.ForEachStatement(
        SyntaxFactory.IdentifierName("var"),
        SyntaxFactory.Identifier(variable),
        SyntaxFactory.IdentifierName(collection),
        SyntaxFactory.Block(SyntaxFactory.ParseStatement($"{variable}.{method}();")));

    /// <summary>Neither a symbol that can be seen here nor one that the rest of the function declares.</summary>
    private static string FreeName(SemanticModel model, StatementSyntax before, string wanted)
    {
        var function = before.Ancestors().First(static node => node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax);
        var taken = new HashSet<string>(
            function.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken) && IsDeclaredWithoutScopeOfItsOwn(token)).Select(static token => token.ValueText),
            StringComparer.Ordinal);
        var name = wanted;
        for (var number = 2; taken.Contains(name) || model.LookupSymbols(before.SpanStart, name: name).Any(static symbol => symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol); number++)
        {
            name = wanted + number;
        }

        return name;
    }

    /// <summary>Two loops one after the other may use the same name.</summary>
    private static bool IsDeclaredWithoutScopeOfItsOwn(SyntaxToken token) => token.Parent switch
    {
        VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Parent: var block } } => block?.Parent is not (CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax),
        SingleVariableDesignationSyntax or ParameterSyntax or LocalFunctionStatementSyntax => true,
        _ => false,
    };

    private static bool IsTask(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInAsyncFunction(SyntaxNode node)
    {
        foreach (var ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.RawKind != 0;

                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);

                case GlobalStatementSyntax:
                    return true;

                case MemberDeclarationSyntax member:
                    return member.Modifiers.Any(SyntaxKind.AsyncKeyword);
            }
        }

        return false;
    }

    private static bool IsInLock(SyntaxNode node) => node.Ancestors()
        .TakeWhile(static ancestor => ancestor is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
        .Any(static ancestor => ancestor is LockStatementSyntax);
}
