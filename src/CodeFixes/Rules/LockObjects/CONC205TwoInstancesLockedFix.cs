using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects;

/// <summary>Has the Runtime take both locks in an order that does not depend on the caller.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC205TwoInstancesLockedFix))]
[Shared]
public sealed class CONC205TwoInstancesLockedFix() : ConcurrencyCodeFix("CONC205")
{
    internal const string LockSetKey = "CONC205_LockSet";

    /// <summary>One after the other: the first change adds the using directive that the next one finds.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (NestedLocks.Of(target.Other(0), target.Node) is { } locks
            && await LockSetChange.ForAsync(context.Document, target.Root, [locks], context.CancellationToken).ConfigureAwait(false) is { } change)
        {
            Register(context, target, LockSetChange.Title, LockSetKey, _ => Task.FromResult(change()));
        }
    }
}
