using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Processes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Processes;

/// <summary>Ends the process before its end is waited for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC506JoinOfEndlessChildFix))]
[Shared]
public sealed class CONC506JoinOfEndlessChildFix() : ConcurrencyCodeFix("CONC506")
{
    internal const string Key = "CONC506_Stop";

    /// <summary>Two waits may stand in one list of statements.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC506JoinOfEndlessChildAnalyzer.StopProperty) is { } stop
            && target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: (IdentifierNameSyntax or MemberAccessExpressionSyntax) and var process } access } } wait
            && access.Name.Span.Contains(target.Node.Span)
            && StatementInsertion.Before(target.Root, wait, SyntaxFactory.ParseStatement($"{process.WithoutTrivia()}.{stop}();")) is var root
            && context.Document.WithSyntaxRoot(root) is var changed
            && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, $"Call '{stop}' before", Key, _ => Task.FromResult(changed));
        }
    }
}
