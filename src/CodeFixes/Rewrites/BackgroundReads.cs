using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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
    /// <returns>Null where one of the reads does not take the whole text at once.</returns>
    public static SyntaxNode? Apply(SyntaxNode root, StatementSyntax wait, string process, IReadOnlyList<ExpressionSyntax> reads, string letters, IReadOnlyList<string> unread)
    {
        var texts = reads.Select(WholeRead).ToList();
        if (texts.Contains(null) || letters.Distinct().Count() != letters.Length || HomeOf(wait, reads) is not { } home)
        {
            return null;
        }

        var function = Functions.Around(wait);
        var isAsync = Functions.IsAsync(function);
        var taken = new List<string>();
        var statements = new List<string>();
        var values = new Dictionary<SyntaxNode, SyntaxNode>();
        for (var i = 0; i < reads.Count; i++)
        {
            var name = Functions.FreeName(function, letters[i] == 'O' ? "outputTask" : "errorTask", taken);
            taken.Add(name);
            statements.Add($"var {name} = {reads[i].WithoutTrivia()}.ReadToEndAsync{ArgumentsOf(reads[i])};");
            values.Add(texts[i]!, Value(name, texts[i]!, isAsync));
        }

        statements.AddRange(unread.Select(member => $"{process}.{member}();"));
        var mark = new SyntaxAnnotation();
        root = root.ReplaceNodes(values.Keys.Append(home), (original, rewritten) => original == home ? rewritten.WithAdditionalAnnotations(mark) : values[original]);
        foreach (var statement in statements)
        {
            root = StatementInsertion.Before(root, (StatementSyntax)root.GetAnnotatedNodes(mark).Single(), SyntaxFactory.ParseStatement(statement));
        }

        return root;
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
                _ => null,
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
    private static StatementSyntax? HomeOf(StatementSyntax wait, IReadOnlyList<ExpressionSyntax> reads)
    {
        for (SyntaxNode? node = wait; node is not null; node = node.Parent)
        {
            switch (node)
            {
                // Before a loop, or in front of a try, the process may not be running yet.
                case StatementSyntax and not (BlockSyntax or IfStatementSyntax) when node != wait:
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
}
