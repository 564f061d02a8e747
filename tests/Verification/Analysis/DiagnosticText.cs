using System.Globalization;
using System.Text;

using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Expected and actual diagnostics as text for failure messages.</summary>
internal static class DiagnosticText
{
    public static string Describe(DiagnosticResult expected) =>
        $"{expected.Id} ({(expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) ? "any severity" : expected.Severity)})"
        + (expected.HasLocation ? " at " + string.Join(" and ", expected.Spans.Select(Place)) : " without location")
        + (expected.Message is { } message ? $": {message}" : "");

    public static string Describe(Diagnostic actual) =>
        $"{actual.Id} ({actual.Severity}{(actual.IsSuppressed ? ", suppressed" : "")})"
        + (actual.Location == Location.None ? " without location" : $" at {Place(actual.Location)}")
        + string.Concat(actual.AdditionalLocations.Select(location => $" and {Place(location)}"))
        + $": {actual.GetMessage(CultureInfo.InvariantCulture)}";

    public static string Place(DiagnosticLocation location) =>
        location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey)
            ? string.Create(CultureInfo.InvariantCulture, $"#{location.Span.StartLinePosition.Character}")
            : Place(location.Span, location.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength));

    public static string Place(Location location) => Place(location.GetLineSpan(), startOnly: false);

    private static string Place(FileLinePositionSpan span, bool startOnly)
    {
        var start = Position(span.StartLinePosition);
        return $"{span.Path}({start}{(startOnly ? "" : $"-{Position(span.EndLinePosition)}")})";
    }

    /// <summary>The line that a span starts on, with carets under the span.</summary>
    public static string Excerpt(SourceText? text, FileLinePositionSpan span)
    {
        if (text is null || span.StartLinePosition.Line >= text.Lines.Count)
        {
            return "";
        }

        var line = text.Lines[span.StartLinePosition.Line].ToString();
        var start = Math.Min(span.StartLinePosition.Character, line.Length);
        var end = span.EndLinePosition.Line == span.StartLinePosition.Line ? span.EndLinePosition.Character : line.Length;

        // Tabs stay tabs, so that the carets stand where the editor shows the span.
        var indent = new StringBuilder();
        foreach (var character in line[..start])
        {
            indent.Append(character == '\t' ? '\t' : ' ');
        }

        var carets = new string('^', Math.Max(1, end - start));
        return $"      {line}\n      {indent}{carets}\n";
    }

    private static string Position(LinePosition position) =>
        string.Create(CultureInfo.InvariantCulture, $"{position.Line + 1},{position.Character + 1}");
}
