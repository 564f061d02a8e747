using System.Globalization;

namespace ConcurrencyAnalyzers.Model;

/// <summary>Where a line of a table stands, and how its words are read; an error says file, line and what to write instead.</summary>
internal readonly record struct TableLine(string Source, int Number)
{
    public T Keyword<T>(string word, string what)
        where T : struct, Enum =>
        Keywords<T>.TryParse(word, out var value)
            ? value
            : throw Malformed($"no {what} is called '{word}'; there are {Keywords<T>.List}");

    public int Ordinal(string option, string value) =>
        TryParse(value, out var ordinal) ? ordinal : throw Malformed($"'{option}={value}' wants the ordinal of a parameter, counted from 0");

    public IReadOnlyList<int> Ordinals(string option, string value)
    {
        if (TryParse(value, out var single))
        {
            return [single];
        }

        var line = this;
        return [.. value.Split(',').Select(part => line.Ordinal(option, part))];
    }

    public int Version(string option) =>
        TryParse(option.Substring("since=".Length), out var version)
            ? version
            : throw Malformed($"'{option}' wants the major version of .NET that brought it, as in since=9");

    public FormatException Malformed(string why) => new($"{Source}, line {Number}: {why}.");

    private static bool TryParse(string value, out int number) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
