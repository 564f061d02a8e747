using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Makes the formatter end lines as the sources do. Without it a test of a fix would depend on the machine, whose line end
/// is the formatter's default.
/// </summary>
internal static class NewLineConfig
{
    private const string FilePath = "/.verification.globalconfig";

    /// <summary>Adds a file with the option, below all other files, where the machine's line end is another one.</summary>
    public static Solution Add(Solution solution, ProjectId id, EvaluatedState state)
    {
        var usesCarriageReturns = state.Sources.Any(file => file.content.ToString().Contains("\r\n", StringComparison.Ordinal));
        if (usesCarriageReturns == (Environment.NewLine == "\r\n"))
        {
            return solution;
        }

        var text = SourceText.From($"is_global = true\nglobal_level = -1000\nend_of_line = {(usesCarriageReturns ? "crlf" : "lf")}\n");
        return solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id, FilePath), Path.GetFileName(FilePath), text, filePath: FilePath);
    }

    public static bool IsIn(TextDocument document) => document.FilePath == FilePath;
}
