using System.Collections.Immutable;
using System.Globalization;
using System.Text;

using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Fails a test whose diagnostics are not the expected ones, and says what was expected and what was found.</summary>
internal sealed class DiagnosticReport(IReadOnlyDictionary<string, SourceText> files)
{
    public static async Task<DiagnosticReport> ForAsync(Project project, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, SourceText>();
        foreach (var document in project.Documents.Concat(project.AdditionalDocuments))
        {
            files[document.FilePath ?? document.Name] = await document.GetTextAsync(cancellationToken);
        }

        return new DiagnosticReport(files);
    }

    public void Verify(
        ImmutableArray<DiagnosticResult> expected,
        ImmutableArray<Diagnostic> actual,
        Action<Diagnostic, DiagnosticResult, IVerifier>? verifyPair,
        IVerifier verifier)
    {
        var matcher = new DiagnosticMatcher(expected, actual);
        if (!matcher.IsPerfect)
        {
            verifier.Fail(Format(expected.Length, actual.Length, matcher));
        }

        foreach (var (wanted, found) in matcher.Pairs)
        {
            verifyPair?.Invoke(found, wanted, verifier);
        }
    }

    public string Format(IEnumerable<Diagnostic> diagnostics) => string.Concat(diagnostics.Select(Format));

    private string Format(int expectedCount, int actualCount, DiagnosticMatcher matcher)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Expected {expectedCount} diagnostics, found {actualCount}.\n");
        Append(text, "Expected, but not found", matcher.Missing.Select(missing => Format(missing, matcher.Unexpected)));
        Append(text, "Found, but not expected", matcher.Unexpected.Select(Format));
        Append(text, "As expected", matcher.Pairs.Select(pair => $"  {DiagnosticText.Describe(pair.Actual)}\n"));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IEnumerable<string> entries)
    {
        if (entries.Any())
        {
            text.Append('\n').Append(title).Append(":\n").AppendJoin("", entries);
        }
    }

    private string Format(DiagnosticResult missing, IEnumerable<Diagnostic> candidates)
    {
        var text = $"  {DiagnosticText.Describe(missing)}\n";
        if (missing.HasLocation)
        {
            text += Excerpt(missing.Spans[0].Span);
        }

        var nearest = candidates
            .Where(candidate => candidate.Id == missing.Id)
            .Select(candidate => DiagnosticComparer.Differences(missing, candidate).ToList())
            .MinBy(differences => differences.Count);
        return nearest is null ? text : text + $"      the nearest found one differs in {string.Join("; ", nearest)}\n";
    }

    private string Format(Diagnostic diagnostic) =>
        $"  {DiagnosticText.Describe(diagnostic)}\n{Excerpt(diagnostic.Location.GetLineSpan())}";

    private string Excerpt(FileLinePositionSpan span) =>
        DiagnosticText.Excerpt(span.Path is null ? null : files.GetValueOrDefault(span.Path), span);
}
