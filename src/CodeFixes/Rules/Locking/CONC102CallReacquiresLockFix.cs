using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Locking;

/// <summary>Gives the work under the lock a method of its own and calls that, or makes the lock re-entrant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC102CallReacquiresLockFix))]
[Shared]
public sealed class CONC102CallReacquiresLockFix() : ConcurrencyCodeFix("CONC102")
{
    internal const string ExtractKey = "CONC102_ExtractCore";

    /// <summary>Each extraction changes the method that the next one starts from, so they cannot be made side by side.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Other(1) is not { } acquire)
        {
            return;
        }

        if (target.Property(CONC102CallReacquiresLockAnalyzer.IsDirectProperty) is not null
            && target.Node is InvocationExpressionSyntax call
            && CoreExtraction.TargetName(call) is not null
            && LockedMethod.Around(acquire) is { } locked)
        {
            var lockName = target.Property(CONC102CallReacquiresLockAnalyzer.LockProperty) ?? "the lock";
            Register(
                context,
                target,
                $"Call the part of '{locked.Name}' that needs the lock held",
                ExtractKey,
                _ => Task.FromResult(context.Document.WithSyntaxRoot(CoreExtraction.Apply(target.Root, locked, call, lockName))));
        }

        if (await ReentrantLockChange.ForAsync(context.Document, acquire, context.CancellationToken).ConfigureAwait(false) is { } change)
        {
            Register(context, target, change.Title, ReentrantLockChange.Key, _ => Task.FromResult(change.Apply()));
        }
    }
}
