using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects;

/// <summary>Copies the delegate under the lock, and calls it when the lock is released.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC208CallbackUnderLockFix))]
[Shared]
public sealed class CONC208CallbackUnderLockFix() : ConcurrencyCodeFix("CONC208")
{
    internal const string CopyKey = "CONC208_CopyAndCallOutside";

    /// <summary>One after the other: two copies in one method need two names.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Diagnostic.AdditionalLocations.Count == 1
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && CallbackCopy.Of(target.Node, target.Other(0), model, context.CancellationToken) is { } copy)
        {
            Register(context, target, "Call it after the lock is released", CopyKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(copy.Apply(target.Root))));
        }
    }
}
