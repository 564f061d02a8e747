using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.CodeFixes;

/// <summary>Marks the nodes that diagnostics are about, so that they are found again after the text around them has changed.</summary>
internal sealed class MarkedPlaces(SyntaxNode root)
{
    private readonly Dictionary<SyntaxNode, SyntaxAnnotation> marks = [];

    /// <returns>The root with all nodes of the diagnostics marked.</returns>
    public SyntaxNode Mark(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var location in diagnostics.SelectMany(static diagnostic => diagnostic.AdditionalLocations.Prepend(diagnostic.Location)))
        {
            if (NodeAt(location) is { } node && !marks.ContainsKey(node))
            {
                marks.Add(node, new SyntaxAnnotation());
            }
        }

        return root.ReplaceNodes(marks.Keys, (original, rewritten) => rewritten.WithAdditionalAnnotations(marks[original]));
    }

    /// <returns>The diagnostic as it would be reported in the changed root; null where one of its places is gone.</returns>
    public Diagnostic? Move(Diagnostic diagnostic, SyntaxNode changedRoot)
    {
        var others = new List<Location>();
        foreach (var other in diagnostic.AdditionalLocations)
        {
            if (Move(other, changedRoot) is not { } moved)
            {
                return null;
            }

            others.Add(moved);
        }

        return Move(diagnostic.Location, changedRoot) is { } location
            ? Diagnostic.Create(diagnostic.Descriptor, location, diagnostic.Severity, others, diagnostic.Properties)
            : null;
    }

    private Location? Move(Location location, SyntaxNode changedRoot) =>
        NodeAt(location) is { } node ? changedRoot.GetAnnotatedNodes(marks[node]).FirstOrDefault()?.GetLocation() : location;

    private SyntaxNode? NodeAt(Location location) =>
        location.SourceTree == root.SyntaxTree ? root.FindNode(location.SourceSpan, getInnermostNodeForTie: true) : null;
}
