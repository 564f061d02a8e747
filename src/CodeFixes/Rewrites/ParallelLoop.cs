using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Makes a <see cref="ThreadLoop"/> one call of <c>Parallel.For</c> or <c>Parallel.ForEach</c>.</summary>
internal sealed class ParallelLoop
{
    private const string TasksNamespace = "System.Threading.Tasks";

    private readonly ThreadLoop threads;
    private readonly string method;
    private readonly string arguments;
    private readonly SyntaxToken variable;
    private readonly IReadOnlyList<StatementSyntax> work;
    private readonly bool needsUsing;

    private ParallelLoop(ThreadLoop threads, string method, string arguments, SyntaxToken variable, IReadOnlyList<StatementSyntax> work, bool needsUsing)
    {
        this.threads = threads;
        this.method = method;
        this.arguments = arguments;
        this.variable = variable;
        this.work = work;
        this.needsUsing = needsUsing;
    }

    /// <summary>Parallel.For or Parallel.ForEach.</summary>
    public string Name => "Parallel." + method;

    /// <returns>Null where the loop is no plain one, or its meaning would change.</returns>
    public static ParallelLoop? Of(SemanticModel model, SyntaxNode reported)
    {
        if (ThreadLoop.Of(model, reported) is not { } threads || UsingNeededAt(model, threads.Loop) is not { } needsUsing)
        {
            return null;
        }

        var variable = threads.Loop is ForStatementSyntax { Declaration.Variables: [var index] } ? index.Identifier : (threads.Loop as ForEachStatementSyntax)?.Identifier ?? default;
        var arguments = threads.Loop switch
        {
            ForStatementSyntax loop => For(loop, threads, model),
            ForEachStatementSyntax loop => ForEach(loop, model),
            _ => null,
        };
        return arguments is not null && ThreadWork.Of(threads, variable.ValueText, model) is { } work
            ? new(threads, threads.Loop is ForStatementSyntax ? "For" : "ForEach", arguments, variable, work, needsUsing)
            : null;
    }

    public SyntaxNode Apply(SyntaxNode root)
    {
        var lineEnd = SyntaxFactory.EndOfLine(LineEnding.Of(root).ToString());
        // The formatter leaves the braces of a lambda where they are.
        var end = lineEnd + threads.Loop.GetLeadingTrivia().LastOrDefault(static part => part.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        var statement = SyntaxFactory.ParseStatement($"{Name}({arguments}, {variable.Text} =>{end}{{{end}}});");
        var block = statement.DescendantNodes().OfType<BlockSyntax>().First();
        statement = statement.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(Body(lineEnd))))
            .WithLeadingTrivia(LeadingTrivia())
            .WithTrailingTrivia(lineEnd)
            .WithAdditionalAnnotations(Formatter.Annotation);
        root = root.TrackNodes(threads.Around.Append(threads.Loop));
        root = root.ReplaceNode(root.GetCurrentNode(threads.Loop)!, statement);
        if (IsDeclaredJustBefore)
        {
            var declaration = root.GetCurrentNode(threads.Around[0])!;
            root = root.ReplaceNode(declaration, declaration.WithLeadingTrivia());
        }

        root = StatementRemoval.Remove(root, threads.Around.Select(old => root.GetCurrentNode(old)!).ToList());
        return needsUsing ? UsingDirectives.Add(root, TasksNamespace, lineEnd) : root;
    }

    /// <summary>The blank lines and comments of the declaration are those of what takes its place.</summary>
    private SyntaxTriviaList LeadingTrivia()
    {
        var own = threads.Loop.GetLeadingTrivia();
        if (!IsDeclaredJustBefore)
        {
            return own;
        }

        var before = threads.Around[0].GetLeadingTrivia();
        var afterBlankLines = own.SkipWhile(static part => part.IsKind(SyntaxKind.EndOfLineTrivia)).ToList();
        return before.Count > 0 && before[before.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) && afterBlankLines.Count > 0 && afterBlankLines[0].IsKind(SyntaxKind.WhitespaceTrivia)
            ? SyntaxFactory.TriviaList(before.Take(before.Count - 1).Concat(afterBlankLines))
            : before.AddRange(afterBlankLines);
    }

    private bool IsDeclaredJustBefore => threads.Around[0].GetLastToken().GetNextToken() == threads.Loop.GetFirstToken();

    private List<StatementSyntax> Body(SyntaxTrivia lineEnd)
    {
        var statements = threads.Kept.Concat(work).Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation)).ToList();
        var comments = threads.Dropped.SelectMany(static statement => Comments(statement.GetLeadingTrivia()).Concat(Comments(statement.GetTrailingTrivia()))).ToList();
        if (comments.Count > 0)
        {
            var first = statements[threads.Kept.Count];
            var lines = comments.SelectMany(comment => new[] { comment, lineEnd });
            statements[threads.Kept.Count] = first.WithLeadingTrivia(SyntaxFactory.TriviaList(lines).AddRange(first.GetLeadingTrivia()));
        }

        return statements;
    }

    private static IEnumerable<SyntaxTrivia> Comments(SyntaxTriviaList trivia) =>
        trivia.Where(static part => part.IsKind(SyntaxKind.SingleLineCommentTrivia) || part.IsKind(SyntaxKind.MultiLineCommentTrivia));

    /// <summary>The bounds; null where they cannot be told.</summary>
    private static string? For(ForStatementSyntax loop, ThreadLoop threads, SemanticModel model)
    {
        if (loop is not { Declaration.Variables: [{ Initializer.Value: { } from } variable], Condition: BinaryExpressionSyntax { Left: IdentifierNameSyntax tested, Right: var bound } condition, Incrementors: [var step] }
            || model.GetDeclaredSymbol(variable) is not ILocalSymbol { Type.SpecialType: SpecialType.System_Int32 }
            || tested.Identifier.ValueText != variable.Identifier.ValueText
            || !IsIncrement(step, variable.Identifier.ValueText)
            || !SimpleExpressions.MayMoveIntoLambda(from, model)
            || !SimpleExpressions.MayMoveIntoLambda(bound, model))
        {
            return null;
        }

        if (bound is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax array } && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(array).Symbol, threads.Threads))
        {
            if (threads.ArraySize is null)
            {
                return null;
            }

            bound = threads.ArraySize;
        }

        var to = condition.Kind() switch
        {
            SyntaxKind.LessThanExpression => bound.ToString(),
            SyntaxKind.LessThanOrEqualExpression => Next(bound),
            _ => null,
        };
        return to is null ? null : $"{from}, {to}";
    }

    private static string Next(ExpressionSyntax bound) =>
        bound is LiteralExpressionSyntax { Token.Value: int and < int.MaxValue and var number } ? (number + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : bound is BinaryExpressionSyntax or CastExpressionSyntax ? $"({bound}) + 1"
        : $"{bound} + 1";

    private static string? ForEach(ForEachStatementSyntax loop, SemanticModel model)
    {
        var info = model.GetForEachStatementInfo(loop);
        var sequence = model.GetTypeInfo(loop.Expression).Type;
        var isSequence = sequence is IArrayTypeSymbol { Rank: 1 }
            || sequence is INamedTypeSymbol named && named.AllInterfaces.Append(named).Any(face => face.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T);
        return loop.AwaitKeyword.RawKind == 0 && info.ElementConversion.IsIdentity && isSequence && sequence is { IsRefLikeType: false } && loop.Type is not RefTypeSyntax
            ? loop.Expression.ToString()
            : null;
    }

    private static bool IsIncrement(ExpressionSyntax step, string variable) => step switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: IdentifierNameSyntax name } => name.Identifier.ValueText == variable,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Operand: IdentifierNameSyntax name } => name.Identifier.ValueText == variable,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: IdentifierNameSyntax name, Right: LiteralExpressionSyntax { Token.Value: 1 } } => name.Identifier.ValueText == variable,
        _ => false,
    };

    /// <returns>Null where the name means something else here.</returns>
    private static bool? UsingNeededAt(SemanticModel model, StatementSyntax loop)
    {
        var known = model.LookupNamespacesAndTypes(loop.SpanStart, name: "Parallel");
        return known.IsEmpty ? true
            : known[0] is INamedTypeSymbol type && type.ContainingNamespace.ToDisplayString() == TasksNamespace ? false
            : null;
    }
}
