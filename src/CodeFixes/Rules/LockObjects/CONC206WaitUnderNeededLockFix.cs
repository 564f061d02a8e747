using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects;

/// <summary>Moves the wait behind the lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC206WaitUnderNeededLockFix))]
[Shared]
public sealed class CONC206WaitUnderNeededLockFix() : ConcurrencyCodeFix("CONC206")
{
    internal const string MoveKey = "CONC206_MoveWait";

    /// <summary>One after the other: a wait is last only when the one behind it has gone.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (TailMove.Of(target.Node, target.Other(0)) is { } move
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && move.IsIndependent(model))
        {
            Register(context, target, "Wait after the lock is released", MoveKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(move.Apply(target.Root))));
        }
    }
}
