namespace Analyzers.Tests.Conventions.Generated;

/// <summary>Parts of a hand-written page that are generated; they stand between comments that a reader does not see.</summary>
internal static class Markers
{
    private const string End = "<!-- end generated -->";

    /// <summary>Replaces what stands between the markers of the name, everywhere in the page.</summary>
    /// <exception cref="InvalidOperationException">The page does not have the markers.</exception>
    public static string Replace(string page, string name, string content)
    {
        var begin = Begin(name);
        var from = page.IndexOf(begin, StringComparison.Ordinal);
        var to = from < 0 ? -1 : page.IndexOf(End, from, StringComparison.Ordinal);
        return to < 0
            ? throw new InvalidOperationException($"The page has no '{begin}' … '{End}'.")
            : $"{page[..from]}{begin}\n{content.TrimEnd('\n')}\n{page[to..]}";
    }

    public static string Empty(string name) => $"{Begin(name)}\n{End}";

    private static string Begin(string name) => $"<!-- generated: {name} -->";
}
