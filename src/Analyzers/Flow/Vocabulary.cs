using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>Numbers every word that may interest an analysis: the member and type names of the table, and some keywords.</summary>
internal static class Vocabulary
{
    private static readonly string[] Keywords = ["await", "lock", "using", "Interlocked", "Volatile", "AsParallel", "Synchronized", "volatile", "while", "GuardedBy", "RequiresLock", "Any"];

    private static readonly Dictionary<string, int> Numbers = Number();

    /// <summary>Words by their length, first and last character: most identifiers of a source text are ruled out before they are hashed.</summary>
    private static readonly HashSet<int> Shapes = [.. Numbers.Keys.Select(static word => Shape(word.Length, word[0], word[word.Length - 1]))];

    public static int Count => Numbers.Count;

    public static WordSet Set(IEnumerable<string> words)
    {
        var set = new WordSet(Count);
        foreach (var word in words)
        {
            set.Add(Numbers[word]);
        }

        return set;
    }

    public static bool MayContain(int length, char first, char last) => Shapes.Contains(Shape(length, first, last));

    public static bool TryGetNumber(string word, out int number) => Numbers.TryGetValue(word, out number);

    private static int Shape(int length, char first, char last) => (length << 16) ^ (first << 8) ^ last;

    private static Dictionary<string, int> Number()
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = PrimitiveTable.BuiltIn.Names(static (_, member) => member.Effect != Effect.None);
        foreach (var word in names.Concat(PrimitiveTable.BuiltIn.ByMetadataName.Values.Select(static type => type.SimpleName)).Concat(Keywords).Distinct(StringComparer.Ordinal))
        {
            numbers.Add(word, numbers.Count);
        }

        return numbers;
    }
}
