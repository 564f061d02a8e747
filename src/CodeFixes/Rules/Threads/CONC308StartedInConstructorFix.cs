using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Threads;

/// <summary>Moves the start to the end of the constructor.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC308StartedInConstructorFix))]
[Shared]
public sealed class CONC308StartedInConstructorFix() : ConcurrencyCodeFix("CONC308")
{
    internal const string Key = "CONC308_StartLast";

    /// <summary>Two starts of one constructor change places with what follows them.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Diagnostic.Properties.ContainsKey(CONC308StartedInConstructorAnalyzer.MoveProperty)
            && target.Node.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax { Parent: ConstructorDeclarationSyntax } } start
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && MoveToEnd.Of(start, model) is { } move)
        {
            Register(context, target, "Start at the end of the constructor", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(move.Apply(target.Root))));
        }
    }
}
