using Microsoft.CodeAnalysis.Text;

namespace Analyzers.Tests.Conventions;

/// <summary>A rule's sample: the same types twice, in two namespaces, wrong in the region <c>Violation</c> and right in the region <c>Fixed</c>.</summary>
internal sealed class SampleFile(string text)
{
    public const string Violation = "Violation";
    public const string Fixed = "Fixed";

    public string Text { get; } = text;

    public static SampleFile Of(RuleEntry rule) => new(Repository.Read(rule.SamplePath));

    /// <summary>The lines of a region, without the lines that delimit it.</summary>
    public TextSpan SpanOf(string region)
    {
        var start = Text.IndexOf($"#region {region}\n", StringComparison.Ordinal);
        var end = start < 0 ? -1 : Text.IndexOf("#endregion", start, StringComparison.Ordinal);
        return end < 0
            ? throw new InvalidOperationException($"The sample has no region '{region}'.")
            : TextSpan.FromBounds(Text.IndexOf('\n', start) + 1, Text.LastIndexOf('\n', end) + 1);
    }

    /// <summary>The file without what the region contains.</summary>
    public string Without(string region)
    {
        var span = SpanOf(region);
        return Text.Remove(span.Start, span.Length);
    }

    /// <summary>The text of a region as it would stand alone: without the indentation that all its lines share.</summary>
    public string TextOf(string region)
    {
        var span = SpanOf(region);
        var lines = Text.Substring(span.Start, span.Length).Trim('\n').Split('\n');
        var indentation = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length < indentation ? "" : line[indentation..].TrimEnd()));
    }
}
