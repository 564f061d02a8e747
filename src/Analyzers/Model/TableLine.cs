using System.Globalization;

namespace ConcurrencyAnalyzers.Model;

/// <summary>Where a line of a table stands, and how its words are read; an error says file, line and what to write instead.</summary>
internal readonly record struct TableLine(string Source, int Number)
{
    public int Keyword(KeywordSet set, string word) =>
        set.TryGetValue(word, out var value)
            ? value
            : throw Malformed($"no {set.What} is called '{word}'; there are {string.Join(", ", set.Words)}");

    public int Ordinal(string option, string value) =>
        TryParse(value, out var ordinal) ? ordinal : throw Malformed($"'{option}={value}' wants the ordinal of a parameter, counted from 0");

    public int[] Ordinals(string option, string value)
    {
        var parts = value.Split(',');
        var ordinals = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            ordinals[i] = Ordinal(option, parts[i]);
        }

        return ordinals;
    }

    public int Version(string option) =>
        TryParse(option.Substring("since=".Length), out var version)
            ? version
            : throw Malformed($"'{option}' wants the major version of .NET that brought it, as in since=9");

    public FormatException Malformed(string why) => new($"{Source}, line {Number}: {why}.");

    private static bool TryParse(string value, out int number) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
