using System.Collections;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>A set of numbered words of the <see cref="Vocabulary"/>.</summary>
internal sealed class WordSet(int capacity)
{
    private readonly BitArray bits = new(capacity);

    public void Add(int word) => bits[word] = true;

    public bool Contains(int word) => bits[word];
}
