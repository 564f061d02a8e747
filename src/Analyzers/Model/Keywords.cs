using System.Text;

namespace ConcurrencyAnalyzers.Model;

/// <summary>The words of the table format for the values of an enum: try-acquire is <see cref="Effect.TryAcquire"/>.</summary>
internal static class Keywords<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values = Read();

    public static bool TryParse(string word, out T value) => Values.TryGetValue(word, out value);

    public static string List => string.Join(", ", Values.Keys.OrderBy(static word => word, StringComparer.Ordinal));

    private static Dictionary<string, T> Read()
    {
        var names = Enum.GetNames(typeof(T));
        var values = (T[])Enum.GetValues(typeof(T));
        var words = new Dictionary<string, T>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            words.Add(WordOf(names[i]), values[i]);
        }

        return words;
    }

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
