using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.CodeFixes;

/// <summary>The place that a fix repairs.</summary>
/// <param name="Root">The root of the document's syntax tree.</param>
/// <param name="Node">The innermost node that the diagnostic's span covers.</param>
/// <param name="Diagnostic">The finding.</param>
internal sealed record FixTarget(SyntaxNode Root, SyntaxNode Node, Diagnostic Diagnostic)
{
    /// <summary>What the rule told its fix under the key; null where it told nothing.</summary>
    public string? Property(string key) => Diagnostic.Properties.TryGetValue(key, out var value) ? value : null;

    /// <summary>The node at one of the finding's other places, if that is in the same document.</summary>
    public SyntaxNode? Other(int index) =>
        index < Diagnostic.AdditionalLocations.Count && Diagnostic.AdditionalLocations[index] is { IsInSource: true } location && location.SourceTree == Root.SyntaxTree
            ? Root.FindNode(location.SourceSpan, getInnermostNodeForTie: true)
            : null;
}
