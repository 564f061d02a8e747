using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>
/// Where the words of the <see cref="Vocabulary"/> stand in one source text. Found by one pass over the characters, without tokens:
/// a word in a comment or a string counts too, which costs a little time and never an answer.
/// </summary>
internal sealed class WordIndex
{
    private readonly int[] positions;
    private readonly int[] words;
    private readonly string characters;

    private WordIndex(string characters, int[] positions, int[] words)
    {
        this.characters = characters;
        this.positions = positions;
        this.words = words;
    }

    public static WordIndex Of(SourceText text)
    {
        var positions = new List<int>();
        var words = new List<int>();
        var characters = text.ToString();
        for (var i = 0; i < characters.Length; i++)
        {
            if (!IsWordCharacter(characters[i]))
            {
                continue;
            }

            var start = i;
            while (i < characters.Length && IsWordCharacter(characters[i]))
            {
                i++;
            }

            if (Vocabulary.MayContain(i - start, characters[start], characters[i - 1])
                && Vocabulary.TryGetNumber(characters.Substring(start, i - start), out var word))
            {
                positions.Add(start);
                words.Add(word);
            }
        }

        return new(characters, [.. positions], [.. words]);
    }

    public bool ContainsAny(WordSet set, TextSpan span)
    {
        var index = Array.BinarySearch(positions, span.Start);
        for (index = index < 0 ? ~index : index; index < positions.Length && positions[index] < span.End; index++)
        {
            if (set.Contains(words[index]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether any word, also one that the vocabulary lacks, stands in the span.</summary>
    public bool Mentions(string word, TextSpan span)
    {
        for (var at = span.Start; (at = characters.IndexOf(word, at, span.End - at, StringComparison.Ordinal)) >= 0; at++)
        {
            var end = at + word.Length;
            if ((at == 0 || !IsWordCharacter(characters[at - 1])) && (end == characters.Length || !IsWordCharacter(characters[end])))
            {
                return true;
            }
        }

        return false;
    }

    public bool Contains(string text, TextSpan span) => characters.IndexOf(text, span.Start, span.Length, StringComparison.Ordinal) >= 0;

    private static bool IsWordCharacter(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' || (c > 127 && char.IsLetterOrDigit(c));
}
