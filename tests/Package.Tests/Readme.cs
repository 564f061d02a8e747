using System.Text.RegularExpressions;

namespace Package.Tests;

/// <summary>The examples in the pages that a user reads first.</summary>
internal static partial class Readme
{
    public const string OfPackage = "src/Runtime/package/README.md";

    private const string Import = "using ConcurrencyAnalyzers.Runtime;\n";

    /// <summary>The examples one after the other: the last may end with types, as a file may.</summary>
    public static string Program => Import + string.Concat(ExamplesIn(OfPackage).Select(example => example.Replace(Import, "", StringComparison.Ordinal)));

    /// <summary>What the examples print, as the comments behind the calls tell.</summary>
    public static IReadOnlyList<string> Printed { get; } =
        [.. ExamplesIn(OfPackage).SelectMany(example => Comment().Matches(example)).Select(match => match.Groups["text"].Value.TrimEnd())];

    public static IReadOnlyList<string> ExamplesIn(string page) =>
        [.. Example().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n")).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^Console\.WriteLine\(.*\); *// (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
