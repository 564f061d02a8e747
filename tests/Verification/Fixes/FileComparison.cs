using System.Collections.Immutable;

using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Compares the files that a fix left with those that were expected.</summary>
internal static class FileComparison
{
    /// <summary>The differences in words; null if there are none.</summary>
    public static async Task<string?> DifferenceAsync(EvaluatedState expected, Project actual, CancellationToken cancellationToken) =>
        await DifferenceAsync("sources", expected.Sources, actual.Documents, cancellationToken)
        ?? await DifferenceAsync("additional files", expected.AdditionalFiles, actual.AdditionalDocuments, cancellationToken)
        ?? await DifferenceAsync(
            "analyzer config files",
            expected.AnalyzerConfigFiles,
            actual.AnalyzerConfigDocuments.Where(document => !NewLineConfig.IsIn(document)),
            cancellationToken);

    private static async Task<string?> DifferenceAsync(
        string what,
        ImmutableArray<(string filename, SourceText content)> expected,
        IEnumerable<TextDocument> actual,
        CancellationToken cancellationToken)
    {
        var documents = actual.ToList();
        if (documents.Count != expected.Length)
        {
            return $"Expected {expected.Length} {what}, found {documents.Count}: {string.Join(", ", documents.Select(document => document.Name))}";
        }

        foreach (var ((filename, content), document) in expected.Zip(documents))
        {
            if (filename != document.FilePath && Path.GetFileName(filename) != document.Name)
            {
                return $"Expected the file '{filename}', found '{document.FilePath ?? document.Name}'.";
            }

            var text = await document.GetTextAsync(cancellationToken);
            if (!content.ContentEquals(text))
            {
                return $"The content of '{filename}' is not the expected one (- expected, + found):\n{LineDiff.Of(content.ToString(), text.ToString())}";
            }
        }

        return null;
    }
}
