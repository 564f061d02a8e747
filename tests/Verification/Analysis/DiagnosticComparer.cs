using System.Globalization;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Says how an actual diagnostic differs from an expected one.</summary>
internal static class DiagnosticComparer
{
    public static bool Matches(DiagnosticResult expected, Diagnostic actual) => !Differences(expected, actual).Any();

    /// <summary>The differences in words; none if the diagnostic is the expected one.</summary>
    public static IEnumerable<string> Differences(DiagnosticResult expected, Diagnostic actual)
    {
        if (expected.Id != actual.Id)
        {
            yield return $"id: expected {expected.Id}, found {actual.Id}";
        }

        foreach (var difference in LocationDifferences(expected, actual))
        {
            yield return difference;
        }

        if (!expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) && expected.Severity != actual.Severity)
        {
            yield return $"severity: expected {expected.Severity}, found {actual.Severity}";
        }

        if (expected.Message is { } message && message != actual.GetMessage(CultureInfo.InvariantCulture))
        {
            yield return $"message: expected '{message}', found '{actual.GetMessage(CultureInfo.InvariantCulture)}'";
        }

        if (expected.IsSuppressed is { } suppressed && suppressed != actual.IsSuppressed)
        {
            yield return suppressed ? "suppression: expected a suppressed diagnostic" : "suppression: expected a diagnostic that is not suppressed";
        }
    }

    private static IEnumerable<string> LocationDifferences(DiagnosticResult expected, Diagnostic actual)
    {
        if (!expected.HasLocation)
        {
            return actual.Location == Location.None
                ? []
                : [$"location: expected none, found {DiagnosticText.Place(actual.Location)}"];
        }

        var main = Difference("location", expected.Spans[0], actual.Location);
        return expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations) ? main : main.Concat(AdditionalDifferences(expected, actual));
    }

    private static IEnumerable<string> AdditionalDifferences(DiagnosticResult expected, Diagnostic actual)
    {
        var expectedCount = expected.Spans.Length - 1;
        return expectedCount != actual.AdditionalLocations.Count
            ? [$"additional locations: expected {expectedCount}, found {actual.AdditionalLocations.Count}"
                + string.Concat(actual.AdditionalLocations.Select(location => " " + DiagnosticText.Place(location)))]
            : actual.AdditionalLocations.SelectMany((location, index) =>
                Difference($"additional location {index + 1}", expected.Spans[index + 1], location));
    }

    private static IEnumerable<string> Difference(string what, DiagnosticLocation expected, Location actual)
    {
        var span = actual.GetLineSpan();
        var same = span.Path == expected.Span.Path
            && span.StartLinePosition == expected.Span.StartLinePosition
            && (expected.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength) || span.EndLinePosition == expected.Span.EndLinePosition);
        return same ? [] : [$"{what}: expected {DiagnosticText.Place(expected)}, found {DiagnosticText.Place(actual)}"];
    }
}
