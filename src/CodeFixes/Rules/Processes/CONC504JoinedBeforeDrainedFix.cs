using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Processes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Processes;

/// <summary>Moves the wait behind the statements that take everything.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC504JoinedBeforeDrainedFix))]
[Shared]
public sealed class CONC504JoinedBeforeDrainedFix() : ConcurrencyCodeFix("CONC504")
{
    internal const string Key = "CONC504_DrainFirst";

    /// <summary>Several waits move in one list of statements.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax wait
            || LoopOf(wait) is not { ContainsDirectives: false } join
            || StatementList.Around(join) is not { } list
            || LastTake(target, list) is not { } last
            || list.IndexOf(join) is var from && list.IndexOf(last) is var to && to <= from)
        {
            return;
        }

        var statements = list.Statements.ToList();
        statements.RemoveAt(from);
        statements.Insert(to, join);
        if (Lines.IsInLine(join) || Lines.IsInLine(last))
        {
            statements[from] = statements[from].WithLeadingTrivia(join.GetLeadingTrivia());
            statements[to] = join.WithTriviaFrom(last);
            statements[to - 1] = statements[to - 1].WithTrailingTrivia(to - 1 == from ? join.GetTrailingTrivia() : statements[to - 1].GetTrailingTrivia());
        }

        var changed = context.Document.WithSyntaxRoot(list.Replace(target.Root, statements));
        if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, target.Property(CONC504JoinedBeforeDrainedAnalyzer.TitleProperty) ?? "Wait afterwards", Key, _ => Task.FromResult(changed));
        }
    }

    /// <summary>The loop that does nothing but wait for each of several processes; the wait itself where there is none.</summary>
    private static StatementSyntax LoopOf(StatementSyntax wait)
    {
        var alone = wait.Parent is BlockSyntax { Statements.Count: 1 } block ? block : wait;
        return alone.Parent is CommonForEachStatementSyntax or ForStatementSyntax ? (StatementSyntax)alone.Parent : wait;
    }

    /// <summary>The last statement of the list in which something is taken; null where the process is needed before.</summary>
    private static StatementSyntax? LastTake(FixTarget target, StatementList list)
    {
        StatementSyntax? last = null;
        for (var i = 0; i < target.Diagnostic.AdditionalLocations.Count; i++)
        {
            // What asks only whether there is something now would be over before the process has begun.
            if (target.Other(i) is { } take && take.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } && name.StartsWith("Try", StringComparison.Ordinal))
            {
                return null;
            }

            if (target.Other(i) is { } later && list.Statements.FirstOrDefault(statement => statement.Span.Contains(later.Span)) is { } statement)
            {
                last = last is null || statement.SpanStart > last.SpanStart ? statement : last;
            }
        }

        return last is ReturnStatementSyntax or WhileStatementSyntax { Condition: not LiteralExpressionSyntax } ? null : last;
    }
}
