using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Keeps all threads in a list and joins each of them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC309OnlySomeJoinedFix))]
[Shared]
public sealed class CONC309OnlySomeJoinedFix() : ConcurrencyCodeFix("CONC309")
{
    internal const string Key = "CONC309_JoinAll";

    /// <summary>Two loops of one method need lists of different names.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } join
            && target.Other(0)?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } start
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && ThreadCollection.Of(join, start, model) is { } threads)
        {
            Register(context, target, "Join all threads of the loop", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(threads.Apply(target.Root))));
        }
    }
}
