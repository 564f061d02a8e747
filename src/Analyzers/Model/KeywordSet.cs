using System.Text;

namespace ConcurrencyAnalyzers.Model;

/// <summary>The words of the table format for the values of one enum: try-acquire is <see cref="Effect.TryAcquire"/>.</summary>
/// <remarks>Not generic over the enum: the table is read when a compiler starts, and every instantiation would be compiled anew.</remarks>
internal sealed class KeywordSet
{
    public static readonly KeywordSet Effects = new(typeof(Effect), "effect");
    public static readonly KeywordSet Kinds = new(typeof(PrimitiveKind), "kind");
    public static readonly KeywordSet Traits = new(typeof(PrimitiveTraits), "trait");
    public static readonly KeywordSet Modes = new(typeof(LockMode), "mode");
    public static readonly KeywordSet LateSettings = new(typeof(LateSetting), "late setting");
    public static readonly KeywordSet Streams = new(typeof(ProcessStreams), "stream");

    private readonly Dictionary<string, int> values;

    private KeywordSet(Type type, string what)
    {
        What = what;
        var names = Enum.GetNames(type);
        var numbers = Enum.GetValues(type);
        values = new(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            values.Add(WordOf(names[i]), (int)numbers.GetValue(i)!);
        }
    }

    /// <summary>What the enum's values are, for messages.</summary>
    public string What { get; }

    public IEnumerable<string> Words => values.Keys.OrderBy(static word => word, StringComparer.Ordinal);

    public bool TryGetValue(string word, out int value) => values.TryGetValue(word, out value);

    private static string WordOf(string name)
    {
        var word = new StringBuilder(name.Length + 4);
        foreach (var character in name)
        {
            if (char.IsUpper(character) && word.Length > 0)
            {
                word.Append('-');
            }

            word.Append(char.ToLowerInvariant(character));
        }

        return word.ToString();
    }
}
