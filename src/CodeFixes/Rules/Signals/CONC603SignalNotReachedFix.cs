using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Signals;

/// <summary>Moves the signal into a finally block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC603SignalNotReachedFix))]
[Shared]
public sealed class CONC603SignalNotReachedFix() : ConcurrencyCodeFix("CONC603")
{
    internal const string Key = "CONC603_Finally";

    /// <summary>Two signals of one worker stand in one list of statements.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { } signal
            && target.Other(0) is { } risk
            && FinallyMove.Apply(target.Root, signal, risk) is { } root
            && context.Document.WithSyntaxRoot(root) is var changed
            && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, "Move to a finally block", Key, _ => Task.FromResult(changed));
        }
    }
}
