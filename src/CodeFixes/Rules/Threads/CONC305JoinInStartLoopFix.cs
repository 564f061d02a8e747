using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Splits the loop in two: the first starts all threads, the second waits for them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC305JoinInStartLoopFix))]
[Shared]
public sealed class CONC305JoinInStartLoopFix() : ConcurrencyCodeFix("CONC305")
{
    internal const string Key = "CONC305_SplitLoop";

    /// <summary>Two loops of one method need lists of different names.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (!target.Diagnostic.Properties.ContainsKey(CONC305JoinInStartLoopAnalyzer.SharesProperty)
            && target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } join
            && target.Other(0)?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } start
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && ThreadCollection.Of(join, start, model) is { JoinEndsRound: true, CapturesLoopVariable: false } threads)
        {
            Register(context, target, "Start all, then join all", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(threads.Apply(target.Root))));
        }
    }
}
