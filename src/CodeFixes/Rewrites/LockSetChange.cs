using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Has the Runtime's LockSet take several locks in an order that is the same everywhere.</summary>
internal static class LockSetChange
{
    public const string Title = "Take both with LockSet.AcquireAll";

    private const string Namespace = "ConcurrencyAnalyzers.Runtime";

    /// <returns>The changed document; null where the Runtime is not there, or the result would not compile.</returns>
    public static async Task<Func<Document>?> ForAsync(Document document, SyntaxNode root, IReadOnlyList<NestedLocks> places, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName(Namespace + ".LockSet") is not { } type
            || !places.All(place => place.IsInPlainMethod && IsAccepted(place, model, cancellationToken)))
        {
            return null;
        }

        var position = places[0].Locks[0].SpanStart;
        var isImported = model.LookupNamespacesAndTypes(position, name: "LockSet").Any(found => SymbolEqualityComparer.Default.Equals(found, type));
        return () => document.WithSyntaxRoot(Apply(root, places, isImported));
    }

    private static SyntaxNode Apply(SyntaxNode root, IReadOnlyList<NestedLocks> places, bool isImported)
    {
        // From the last to the first: what stands before a place is not moved by a change at it.
        foreach (var place in places.OrderByDescending(static place => place.Locks[0].SpanStart))
        {
            root = NestedLocks.Of(Find(root, place.Locks[0]), Find(root, place.Locks[1])!)!.TakeTogether(root);
        }

        return isImported ? root : UsingDirectives.Add(root, Namespace, LineEnding.Of(root));
    }

    private static SyntaxNode? Find(SyntaxNode root, SyntaxNode node) => root.FindNode(node.Span, getInnermostNodeForTie: true);

    /// <summary>Two locks of the BCL or two other objects: the compiler warns where a Lock becomes an object.</summary>
    private static bool IsAccepted(NestedLocks place, SemanticModel model, CancellationToken cancellationToken)
    {
        var locks = place.Locks.Count(expression => model.GetTypeInfo(expression, cancellationToken).Type is { Name: "Lock", ContainingNamespace.Name: "Threading" });
        return locks == 0 || locks == place.Locks.Count;
    }
}
