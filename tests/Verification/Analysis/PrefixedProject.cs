using System.Collections.Immutable;

using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A project with one line put before each of its sources.</summary>
internal sealed class PrefixedProject
{
    private readonly int _offset;

    private PrefixedProject(Project project, int offset) => (Project, _offset) = (project, offset);

    public Project Project { get; }

    public static async Task<PrefixedProject> CreateAsync(Project project, string line, CancellationToken cancellationToken)
    {
        var solution = project.Solution;
        foreach (var document in project.Documents)
        {
            var text = await document.GetTextAsync(cancellationToken);
            solution = solution.WithDocumentText(document.Id, text.Replace(new TextSpan(0, 0), line));
        }

        return new PrefixedProject(solution.GetProject(project.Id)!, line.Length);
    }

    /// <summary>Those of the original project's diagnostics that the compiler would report here.</summary>
    public async Task<ImmutableArray<Diagnostic>> GetReportedAsync(
        IEnumerable<Diagnostic> originals, CancellationToken cancellationToken)
    {
        var compilation = await Project.GetCompilationAsync(cancellationToken);
        var reported = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var original in originals)
        {
            var moved = Diagnostic.Create(original.Descriptor, await MoveAsync(original.Location, cancellationToken));
            if (CompilationWithAnalyzers.GetEffectiveDiagnostics([moved], compilation!).Any(diagnostic => !diagnostic.IsSuppressed))
            {
                reported.Add(original);
            }
        }

        return reported.ToImmutable();
    }

    // A location that was made by hand names no tree; it stays what it is, out of the reach of pragmas.
    private async Task<Location> MoveAsync(Location location, CancellationToken cancellationToken)
    {
        if (location.SourceTree is not { } tree)
        {
            return location;
        }

        var document = Project.Documents.Single(candidate => candidate.FilePath == tree.FilePath);
        var prefixedTree = await document.GetSyntaxTreeAsync(cancellationToken);
        return Location.Create(prefixedTree!, new TextSpan(location.SourceSpan.Start + _offset, location.SourceSpan.Length));
    }
}
