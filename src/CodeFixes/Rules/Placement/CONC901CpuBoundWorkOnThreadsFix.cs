using System.Collections.Immutable;
using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Placement;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Placement;

/// <summary>Makes the loop that starts the threads, and the one that joins them, one parallel loop; gives the requests of a pool of threads to one of processes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC901CpuBoundWorkOnThreadsFix))]
[Shared]
public sealed class CONC901CpuBoundWorkOnThreadsFix() : ConcurrencyCodeFix("CONC901")
{
    internal const string Key = "CONC901_UseParallelLoop";
    internal const string PoolKey = "CONC901_UseProcessPool";

    /// <summary>One after the other: the first may add the using directive that the next one needs too.</summary>
    private static readonly FixAllProvider All = FixAllProvider.Create(static async (context, document, diagnostics) =>
        await FixAsync(document, diagnostics, context.CodeActionEquivalenceKey, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    private protected override FixAllProvider FixAll => All;

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        if (ParallelLoop.Of(model, target.Node) is { } loop)
        {
            Register(context, target, $"Use {loop.Name}", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(loop.Apply(target.Root))));
        }
        else if (CanCross(target.Diagnostic)
            && PoolSwap.Apply(target.Root, target.Node, model) is { } swapped
            && context.Document.WithSyntaxRoot(swapped) is var changed
            && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, "Use a ProcessPool", PoolKey, _ => Task.FromResult(changed));
        }
    }

    private static bool CanCross(Diagnostic diagnostic) => diagnostic.Properties.ContainsKey(CONC901CpuBoundWorkOnThreadsAnalyzer.CanCrossProperty);

    private static async Task<Document?> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, string? key, CancellationToken cancellationToken)
    {
        var marks = new List<SyntaxAnnotation>();
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
        {
            return document;
        }

        foreach (var nodes in diagnostics.Where(diagnostic => key != PoolKey || CanCross(diagnostic)).Select(diagnostic => root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)).Distinct().GroupBy(static node => node.Span).ToList())
        {
            var mark = new SyntaxAnnotation();
            marks.Add(mark);
            root = root.ReplaceNode(root.FindNode(nodes.Key, getInnermostNodeForTie: true), root.FindNode(nodes.Key, getInnermostNodeForTie: true).WithAdditionalAnnotations(mark));
        }

        foreach (var mark in marks)
        {
            document = document.WithSyntaxRoot(root);
            var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
            root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            if (root.GetAnnotatedNodes(mark).FirstOrDefault() is { } node)
            {
                root = key == PoolKey ? PoolSwap.Apply(root, node, model!) ?? root : ParallelLoop.Of(model!, node)?.Apply(root) ?? root;
            }
        }

        return document.WithSyntaxRoot(root);
    }
}
