using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Analyzes each content of the project once: one fix at a time and the three scopes of Fix All mostly lead to the same.
/// </summary>
internal sealed class SnapshotCache(AnalyzerRunner runner)
{
    private readonly Dictionary<string, Snapshot> _snapshots = [];

    public async Task<Snapshot> GetAsync(Project project, CancellationToken cancellationToken)
    {
        var content = await ContentAsync(project, cancellationToken);
        if (!_snapshots.TryGetValue(content, out var snapshot))
        {
            snapshot = await runner.RunAsync(project, cancellationToken);
            _snapshots.Add(content, snapshot);
        }

        return snapshot;
    }

    private static async Task<string> ContentAsync(Project project, CancellationToken cancellationToken)
    {
        var content = new StringBuilder();
        foreach (var document in project.Documents.Concat(project.AdditionalDocuments).Concat(project.AnalyzerConfigDocuments))
        {
            var text = await document.GetTextAsync(cancellationToken);
            content.Append(document.FilePath ?? document.Name).Append('\0').Append(text).Append('\0');
        }

        return content.ToString();
    }
}
