using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Analyzers.Tests.Corpus;

/// <summary>Spoils source code in the ways an editor sees it while somebody types. The same seed spoils it in the same way.</summary>
internal sealed class Mutator(int seed)
{
    private const int MaxEdits = 3;

    private readonly Random random = new(seed);

    public string Mutate(SyntaxTree tree)
    {
        var root = tree.GetRoot();
        return random.Next(5) switch
        {
            0 => Truncate(root),
            1 => DeleteTokens(root),
            2 => SwapTokens(root),
            3 => DoubleStatement(root),
            _ => DeleteStatement(root),
        };
    }

    private string Truncate(SyntaxNode root) => root.ToFullString()[..random.Next(root.FullSpan.Length + 1)];

    private string DeleteTokens(SyntaxNode root) => Edit(root, (_, _) => "");

    private string SwapTokens(SyntaxNode root) => Edit(root, (tokens, _) => Pick(tokens).Text);

    private string Edit(SyntaxNode root, Func<IReadOnlyList<SyntaxToken>, SyntaxToken, string> replacement)
    {
        var tokens = root.DescendantTokens().ToList();
        if (tokens.Count == 0)
        {
            return root.ToFullString();
        }

        var text = root.ToFullString();
        var victims = Enumerable.Range(0, 1 + random.Next(MaxEdits)).Select(_ => Pick(tokens)).Distinct();
        foreach (var token in victims.OrderByDescending(token => token.SpanStart))
        {
            text = text[..token.SpanStart] + replacement(tokens, token) + text[token.Span.End..];
        }

        return text;
    }

    private string DoubleStatement(SyntaxNode root) => EditStatement(root, statement => statement.ToFullString() + statement.ToFullString());

    private string DeleteStatement(SyntaxNode root) => EditStatement(root, _ => "");

    private string EditStatement(SyntaxNode root, Func<StatementSyntax, string> replacement)
    {
        var statements = root.DescendantNodes().OfType<StatementSyntax>().Where(statement => statement.Parent is BlockSyntax).ToList();
        if (statements.Count == 0)
        {
            return Truncate(root);
        }

        var statement = Pick(statements);
        var text = root.ToFullString();
        return text[..statement.FullSpan.Start] + replacement(statement) + text[statement.FullSpan.End..];
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
