using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Locking;

/// <summary>Makes the lock a semaphore, which whatever thread goes on may release.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC109AwaitUnderLockFix))]
[Shared]
public sealed class CONC109AwaitUnderLockFix() : ConcurrencyCodeFix("CONC109")
{
    internal const string Key = "CONC109_UseSemaphore";

    /// <summary>One change repairs all findings about the same lock.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC109AwaitUnderLockAnalyzer.IsNeverNestedProperty) is not null
            && target.Other(0) is { } acquire
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && SemaphoreChange.For(target.Root, model, acquire) is { } change
            && change.Apply(context.Document) is var changed
            && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, "Change the lock to a SemaphoreSlim", Key, _ => Task.FromResult(changed));
        }
    }
}
