using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Locking;

/// <summary>Enters the section only where the lock was taken, and releases it whatever happens there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC108ResultIgnoredFix))]
[Shared]
public sealed class CONC108ResultIgnoredFix() : ConcurrencyCodeFix("CONC108")
{
    internal const string Key = "CONC108_TestResult";

    /// <summary>One region may stand inside another.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } acquire
            || target.Node.Ancestors().TakeWhile(node => node != acquire).Any(static node => node is AnonymousFunctionExpressionSyntax))
        {
            return;
        }

        var releases = Enumerable.Range(0, target.Diagnostic.AdditionalLocations.Count).Select(target.Other).OfType<SyntaxNode>().ToList();
        if (ConditionalRegion.Apply(target.Root, acquire, releases) is { } root
            && context.Document.WithSyntaxRoot(root) is var changed
            && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, "Enter only if the lock was taken", Key, _ => Task.FromResult(changed));
        }
    }
}
