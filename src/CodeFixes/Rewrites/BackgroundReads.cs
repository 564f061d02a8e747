using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Starts to read the streams of a process before a statement, and takes the text from the tasks afterwards.</summary>
internal static class BackgroundReads
{
    /// <param name="root">The root of the document.</param>
    /// <param name="wait">The statement that waits.</param>
    /// <param name="process">The process, as the code names it.</param>
    /// <param name="reads">The streams where they are read, after the wait.</param>
    /// <param name="letters">For each read, O for the output and E for the error stream.</param>
    /// <param name="unread">The members that drain the streams that nobody reads.</param>
    /// <returns>Null where one of the reads takes something else than text, or stands where the wait's surroundings cannot be seen.</returns>
    public static SyntaxNode? Apply(SyntaxNode root, StatementSyntax wait, string process, IReadOnlyList<ExpressionSyntax> reads, string letters, IReadOnlyList<string> unread)
    {
        if (HomeOf(wait, process, reads) is not { } home)
        {
            return null;
        }

        var function = Functions.Around(wait);
        var isAsync = Functions.IsAsync(function);
        var taken = new List<string>();
        var early = new List<string>();
        var late = new Dictionary<StatementSyntax, List<string>>();
        var values = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (var stream in reads.Select((read, index) => (Read: read, Letter: letters[index])).GroupBy(static one => one.Letter, static one => one.Read))
        {
            var name = FreeName(stream.Key == 'O' ? "outputTask" : "errorTask");
            if (stream.ToList() is [var only] && WholeRead(only) is { } text)
            {
                early.Add($"var {name} = {only.WithoutTrivia()}.ReadToEndAsync{ArgumentsOf(only)};");
                values.Add(text, Value(name, text, isAsync));
                continue;
            }

            // Whoever goes through the stream line by line goes through the text.
            var reader = FreeName(stream.Key == 'O' ? "outputReader" : "errorReader");
            if (FirstIn(home, stream) is not { } place || !stream.All(read => AddPart(read, reader, values)))
            {
                return null;
            }

            early.Add($"var {name} = {stream.First().WithoutTrivia()}.ReadToEndAsync();");
            late[place] = late.TryGetValue(place, out var others) ? others : [];
            late[place].Add($"var {reader} = new global::System.IO.StringReader({(isAsync ? $"await {name}" : $"{name}.GetAwaiter().GetResult()")});");
        }

        early.AddRange(unread.Select(member => $"{process}.{member}();"));
        late[home] = [.. early, .. late.TryGetValue(home, out var both) ? both : []];
        return Insert(root, values, late);

        string FreeName(string name)
        {
            taken.Add(Functions.FreeName(function, name, taken));
            return taken[taken.Count - 1];
        }
    }

    private static SyntaxNode Insert(SyntaxNode root, Dictionary<SyntaxNode, SyntaxNode> values, Dictionary<StatementSyntax, List<string>> added)
    {
        var marks = added.Keys.ToDictionary(static place => place, static _ => new SyntaxAnnotation());
        root = root.ReplaceNodes(
            values.Keys.Concat(added.Keys),
            (original, rewritten) => original is StatementSyntax place && marks.TryGetValue(place, out var mark) ? rewritten.WithAdditionalAnnotations(mark) : values[original]);
        foreach (var place in added)
        {
            foreach (var statement in place.Value)
            {
                root = StatementInsertion.Before(root, (StatementSyntax)root.GetAnnotatedNodes(marks[place.Key]).Single(), Simplified(statement));
            }
        }

        return root;
    }

    private static StatementSyntax Simplified(string text)
    {
        var statement = SyntaxFactory.ParseStatement(text);
        return statement.ReplaceNodes(
            statement.DescendantNodes().OfType<ObjectCreationExpressionSyntax>().Select(static creation => creation.Type),
            static (_, type) => type.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation));
    }

    /// <summary>The statement beside the wait, or around it, with the first of the reads.</summary>
    private static StatementSyntax? FirstIn(StatementSyntax home, IEnumerable<ExpressionSyntax> reads)
    {
        var first = reads.OrderBy(static read => read.SpanStart).First();
        var place = first.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault(statement => InsertionPlace.IsInList(statement) && InsertionPlace.ContainerOf(statement) == InsertionPlace.ContainerOf(home));
        return place is null || place == home ? null : place;
    }

    /// <summary>Replaces one use of the stream by the same use of a reader of its text.</summary>
    private static bool AddPart(ExpressionSyntax read, string reader, Dictionary<SyntaxNode, SyntaxNode> values)
    {
        if (read.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } use)
        {
            return false;
        }

        if (name == "EndOfStream" && use.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } question && question.Parent is WhileStatementSyntax or IfStatementSyntax)
        {
            values.Add(question, SyntaxFactory.ParseExpression($"{reader}.Peek() >= 0").WithTriviaFrom(question));
            return true;
        }

        values.Add(read, SyntaxFactory.IdentifierName(reader).WithTriviaFrom(read));
        return name is "ReadLine" or "ReadLineAsync" or "ReadToEnd" or "ReadToEndAsync" or "Read" or "Peek";
    }

    /// <summary>A token that the read is given is given to the task as well.</summary>
    private static ArgumentListSyntax ArgumentsOf(ExpressionSyntax stream) => ((InvocationExpressionSyntax)stream.Parent!.Parent!).ArgumentList.WithoutTrivia();

    /// <summary>The call that takes all of the stream's text, with its await.</summary>
    private static ExpressionSyntax? WholeRead(ExpressionSyntax stream)
    {
        if (stream.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call, Name.Identifier.ValueText: var name }
            || call.ArgumentList.Arguments.Any(static argument => argument.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax)))
        {
            return null;
        }

        return name switch
        {
            "ReadToEnd" => call,
            "ReadToEndAsync" => call.Parent switch
            {
                AwaitExpressionSyntax wait => wait,
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax wait } } => wait,
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } => null,
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result => result,
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter", Parent: InvocationExpressionSyntax { Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult", Parent: InvocationExpressionSyntax result } } } => result,

                // The task itself, which somebody waits for later.
                _ => call,
            },
            _ => null,
        };
    }

    private static ExpressionSyntax Value(string task, ExpressionSyntax text, bool isAsync)
    {
        var value = SyntaxFactory.ParseExpression(text switch
        {
            AwaitExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }, ArgumentList: var arguments } } => $"await {task}.ConfigureAwait{arguments}",
            AwaitExpressionSyntax => $"await {task}",
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadToEndAsync" } } => task,
            MemberAccessExpressionSyntax when !isAsync => $"{task}.Result",
            _ when isAsync => $"await {task}",
            _ => $"{task}.GetAwaiter().GetResult()",
        });
        if (value is AwaitExpressionSyntax && text is not AwaitExpressionSyntax && text.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax)
        {
            value = SyntaxFactory.ParenthesizedExpression(value);
        }

        return value.WithTriviaFrom(text);
    }

    /// <summary>The statement around the wait that stands in the list from which all reads can be seen.</summary>
    private static StatementSyntax? HomeOf(StatementSyntax wait, string process, IReadOnlyList<ExpressionSyntax> reads)
    {
        for (SyntaxNode? node = wait; node is not null; node = node.Parent)
        {
            switch (node)
            {
                // In front of a statement that starts the process there is none yet.
                case StatementSyntax and not (BlockSyntax or IfStatementSyntax) when node != wait && (MayStart(node) || !HasOneName(process)):
                    return null;

                case StatementSyntax statement when InsertionPlace.IsInList(statement) && reads.All(read => InsertionPlace.ContainerOf(statement).Span.Contains(read.Span)):
                    return statement;

                case StatementSyntax or ElseClauseSyntax:
                    continue;

                default:
                    return null;
            }
        }

        return null;
    }

    private static bool MayStart(SyntaxNode statement) => statement.DescendantNodes().Any(static node => node is SimpleNameSyntax { Identifier.ValueText: "Start" });

    /// <summary>An element, or what a call yields, may be another process in each round of a loop.</summary>
    private static bool HasOneName(string process) => process.All(static character => char.IsLetterOrDigit(character) || character is '_' or '.' or '!');
}
