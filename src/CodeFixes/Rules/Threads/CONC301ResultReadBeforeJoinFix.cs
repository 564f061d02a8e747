using System.Collections.Immutable;
using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Joins the thread, or all threads of the collection, before the statement that reads what they write.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC301ResultReadBeforeJoinFix))]
[Shared]
public sealed class CONC301ResultReadBeforeJoinFix() : ConcurrencyCodeFix("CONC301")
{
    internal const string Key = "CONC301_JoinBeforeRead";

    /// <summary>Two results of one thread need one join, so the findings of a document are repaired together.</summary>
    private static readonly FixAllProvider All = FixAllProvider.Create(static async (context, document, diagnostics) =>
        await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    private protected override FixAllProvider FixAll => All;

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && InsertionsFor(target, model) is { IsEmpty: false } insertions)
        {
            var names = string.Join(" and ", insertions.Select(static insertion => $"'{insertion.Handle.Name}'"));
            var verb = target.Property(CONC301ResultReadBeforeJoinAnalyzer.KindProperty) == "Task" ? "Wait for" : "Join";
            Register(context, target, $"{verb} {names} first", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(Insert(target.Root, insertions))));
        }
    }

    private static async Task<Document?> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return document;
        }

        var insertions = diagnostics
            .Select(diagnostic => new FixTarget(root, root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), diagnostic))
            .SelectMany(target => InsertionsFor(target, model))
            .OrderBy(static insertion => insertion.Before.SpanStart)
            .ToList();
        return document.WithSyntaxRoot(Insert(root, WithoutRepetitions(insertions)));
    }

    /// <summary>Empty where one of the handles cannot be joined.</summary>
    private static ImmutableArray<JoinInsertion> InsertionsFor(FixTarget target, SemanticModel model)
    {
        if (target.Property(CONC301ResultReadBeforeJoinAnalyzer.HandlesProperty) is not { } names)
        {
            return ImmutableArray<JoinInsertion>.Empty;
        }

        var starts = Enumerable.Range(0, target.Diagnostic.AdditionalLocations.Count / 2).Select(index => target.Other(2 * index)).ToList();
        if (starts.Contains(null))
        {
            return ImmutableArray<JoinInsertion>.Empty;
        }

        // The last start is the one after which all of them run.
        var start = starts.OrderBy(static node => node!.SpanStart).Last()!;
        var insertions = names.Split(';').Select(name => JoinInsertion.Between(model, start, target.Node, name)).ToList();
        return insertions.Contains(null) ? ImmutableArray<JoinInsertion>.Empty : insertions.Select(static insertion => insertion!).ToImmutableArray();
    }

    /// <summary>What has been joined in a list of statements is joined for all that follow in it.</summary>
    private static List<JoinInsertion> WithoutRepetitions(List<JoinInsertion> insertions)
    {
        var kept = new List<JoinInsertion>();
        foreach (var insertion in insertions)
        {
            if (!kept.Any(earlier => SymbolEqualityComparer.Default.Equals(earlier.Handle, insertion.Handle) && InsertionPlace.ContainerOf(earlier.Before).Span.Contains(insertion.Before.Span)))
            {
                kept.Add(insertion);
            }
        }

        return kept;
    }

    private static SyntaxNode Insert(SyntaxNode root, IEnumerable<JoinInsertion> insertions)
    {
        var all = insertions.ToList();
        root = root.TrackNodes(all.Select(static insertion => insertion.Before).Distinct());
        return all.Aggregate(root, static (tree, insertion) => StatementInsertion.Before(tree, tree.GetCurrentNode(insertion.Before)!, insertion.Join));
    }
}
