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
            || LockWrap.Around(target.Node) is not { } place
            || IsUnder(target.Node, gate)
            || place.DescendantNodesAndSelf().Any(static node => node is AwaitExpressionSyntax or YieldStatementSyntax or RefExpressionSyntax))
        {
            return;
        }

        var lineEnd = LineEnding.Of(target.Root);
        if (LockWrap.Apply(place, statement => LockWrap.Lock(statement, SyntaxFactory.ParseExpression(gate), lineEnd), lineEnd) is { } locked
            && context.Document.WithSyntaxRoot(target.Root.ReplaceNode(place, locked)) is var changed
            && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, $"Hold '{gate}' here", Key, _ => Task.FromResult(changed));
        }
    }

    /// <summary>An earlier change has locked the statement already.</summary>
    private static bool IsUnder(SyntaxNode node, string gate) =>
        node.Ancestors().OfType<LockStatementSyntax>().Any(statement => statement.Expression.WithoutTrivia().ToString() == gate);
}
