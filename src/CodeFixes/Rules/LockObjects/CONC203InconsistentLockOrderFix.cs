using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects;

/// <summary>Lets two locks that follow each other directly change places, or has the Runtime order both pairs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC203InconsistentLockOrderFix))]
[Shared]
public sealed class CONC203InconsistentLockOrderFix() : ConcurrencyCodeFix("CONC203")
{
    internal const string SwapKey = "CONC203_Swap";
    internal const string LockSetKey = "CONC203_LockSet";

    /// <summary>One after the other: two findings can be about one place.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC203InconsistentLockOrderAnalyzer.IsPairProperty) is null || NestedLocks.Of(target.Other(0), target.Node) is not { } locks)
        {
            return;
        }

        Register(
            context,
            target,
            $"Take '{locks.Locks[1].WithoutTrivia()}' before '{locks.Locks[0].WithoutTrivia()}'",
            SwapKey,
            _ => Task.FromResult(context.Document.WithSyntaxRoot(locks.Swap(target.Root))));

        if (target.Property(CONC203InconsistentLockOrderAnalyzer.IsOnlyPairProperty) is not null
            && target.Other(2) is { } wanted
            && NestedLocks.Of(target.Other(1), wanted) is { } others
            && await LockSetChange.ForAsync(context.Document, target.Root, [locks, others], context.CancellationToken).ConfigureAwait(false) is { } change)
        {
            Register(context, target, LockSetChange.Title, LockSetKey, _ => Task.FromResult(change()));
        }
    }
}
