using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Placement;

/// <summary>Asks the machine for the number.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC903TooManyWorkersFix))]
[Shared]
public sealed class CONC903TooManyWorkersFix() : ConcurrencyCodeFix("CONC903")
{
    internal const string Key = "CONC903_ProcessorCount";

    /// <summary>The second change may need the using directive of the first.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || target.Node.FirstAncestorOrSelf<ExpressionSyntax>(node => node.Span == target.Diagnostic.Location.SourceSpan) is not { } count)
        {
            return;
        }

        var found = model.LookupNamespacesAndTypes(count.SpanStart, name: "Environment");
        var root = target.Root.ReplaceNode(count, SyntaxFactory.ParseExpression("Environment.ProcessorCount").WithTriviaFrom(count));
        root = found.IsEmpty ? UsingDirectives.Add(root, "System", LineEnding.Of(root)) : root;
        var changed = context.Document.WithSyntaxRoot(root);
        if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, "Use Environment.ProcessorCount", Key, _ => Task.FromResult(changed));
        }
    }
}
