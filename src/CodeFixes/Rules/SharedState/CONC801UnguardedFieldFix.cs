using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.SharedState;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.SharedState;

/// <summary>Puts the statement that uses the field under the field's lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC801UnguardedFieldFix))]
[Shared]
public sealed class CONC801UnguardedFieldFix() : ConcurrencyCodeFix("CONC801")
{
    internal const string Key = "CONC801_Lock";

    /// <summary>One statement may use two guarded fields.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC801UnguardedFieldAnalyzer.LockProperty) is not { } gate
            || !Enum.TryParse<HoldForm>(target.Property(CONC801UnguardedFieldAnalyzer.FormProperty), out var form)
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || LockWrap.Around(target.Node) is not { } place
            || LockHold.IsUnder(target.Node, gate)
            || place.DescendantNodesAndSelf().Any(static node => node is AwaitExpressionSyntax or YieldStatementSyntax or RefExpressionSyntax or RefTypeSyntax)
            || LockHold.Of(form, gate, place, model) is not { } hold)
        {
            return;
        }

        var lineEnd = LineEnding.Of(target.Root);
        if (LockWrap.Replace(target.Root, place, statement => hold.Wrap(statement, lineEnd), model) is { } locked
            && context.Document.WithSyntaxRoot(locked) is var changed
            && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, $"Hold '{gate}' here", Key, _ => Task.FromResult(changed));
        }
    }
}
