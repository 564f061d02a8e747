namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Compares a built syntax tree with a parsed one.</summary>
internal sealed class SyntaxTreeComparer(CodeActionValidationMode mode, Type syntaxKinds)
{
    /// <summary>The first difference in words; null if there is none.</summary>
    public string? Difference(SyntaxNode built, SyntaxNode parsed)
    {
        if (mode == CodeActionValidationMode.None)
        {
            return null;
        }

        using var parsedItems = Items(parsed).GetEnumerator();
        foreach (var item in Items(built))
        {
            if (!parsedItems.MoveNext())
            {
                return $"built {Describe(item)}, parsed nothing";
            }

            if (!AreSame(item, parsedItems.Current))
            {
                return $"built {Describe(item)}, parsed {Describe(parsedItems.Current)}";
            }
        }

        return parsedItems.MoveNext() ? $"built nothing, parsed {Describe(parsedItems.Current)}" : null;
    }

    private IEnumerable<SyntaxNodeOrToken> Items(SyntaxNode root) =>
        root.DescendantNodesAndTokensAndSelf(descendIntoTrivia: mode == CodeActionValidationMode.Full);

    private bool AreSame(SyntaxNodeOrToken built, SyntaxNodeOrToken parsed) =>
        built.RawKind == parsed.RawKind
        && (built.IsNode || built.ToString() == parsed.ToString())
        && (mode != CodeActionValidationMode.Full
            || (Trivia(built.GetLeadingTrivia()).SequenceEqual(Trivia(parsed.GetLeadingTrivia()))
                && Trivia(built.GetTrailingTrivia()).SequenceEqual(Trivia(parsed.GetTrailingTrivia()))));

    private static IEnumerable<(int, string)> Trivia(SyntaxTriviaList list) => list.Select(trivia => (trivia.RawKind, trivia.ToFullString()));

    private string Describe(SyntaxNodeOrToken item)
    {
        var line = item.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1;
        return $"{Enum.GetName(syntaxKinds, (ushort)item.RawKind) ?? "unknown"} '{item}' in line {line}";
    }
}
