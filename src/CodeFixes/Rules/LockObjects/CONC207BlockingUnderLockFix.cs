using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.LockObjects;

/// <summary>Moves a wait at the end of the locked block behind it, or makes a polling loop let the lock go while it waits.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC207BlockingUnderLockFix))]
[Shared]
public sealed class CONC207BlockingUnderLockFix() : ConcurrencyCodeFix("CONC207")
{
    internal const string MoveKey = "CONC207_MoveOut";
    internal const string MonitorKey = "CONC207_MonitorWait";

    /// <summary>One after the other: a call is last only when the one behind it has gone.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC207BlockingUnderLockAnalyzer.IsWaitProperty) is null
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        if (TailMove.Of(target.Node, target.Other(0)) is { } move && move.IsIndependent(model) && SteadyNames.Only(move.Tail, model, context.CancellationToken))
        {
            Register(context, target, "Move after the lock", MoveKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(move.Apply(target.Root))));
        }

        if (target.Property(CONC207BlockingUnderLockAnalyzer.IsSleepProperty) is not null && PollingSleep.Of(target.Node, model, context.CancellationToken) is { } polling)
        {
            Register(context, target, "Let the lock go with Monitor.Wait", MonitorKey, _ => Task.FromResult(context.Document.WithSyntaxRoot(polling.Apply(target.Root))));
        }
    }
}
