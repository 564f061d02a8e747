using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Processes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Processes;

/// <summary>Reads the streams while the process runs: the wait goes behind the reading, or the reading begins before the wait.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC501WaitBeforeOutputDrainedFix))]
[Shared]
public sealed class CONC501WaitBeforeOutputDrainedFix() : ConcurrencyCodeFix("CONC501")
{
    internal const string SwapKey = "CONC501_ReadFirst";
    internal const string TaskKey = "CONC501_ReadAsync";
    internal const string CloseKey = "CONC501_CloseInput";

    /// <summary>Two waits of one method change the same list of statements.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC501WaitBeforeOutputDrainedAnalyzer.InputProperty) is { } input)
        {
            if (WaitOf(target) is { } hungry && StatementInsertion.Before(target.Root, hungry, SyntaxFactory.ParseStatement($"{input}.Close();")) is { } closed)
            {
                await OfferAsync(context, target, closed, $"Close '{input}' before", CloseKey).ConfigureAwait(false);
            }

            return;
        }

        if (WaitOf(target) is not { } wait
            || wait.FirstAncestorOrSelf<StatementSyntax>() is not { } statement
            || target.Property(CONC501WaitBeforeOutputDrainedAnalyzer.ProcessProperty) is not { } process
            || target.Property(CONC501WaitBeforeOutputDrainedAnalyzer.StreamsProperty) is not { } letters)
        {
            return;
        }

        var reads = Enumerable.Range(0, letters.Length).Select(target.Other).OfType<ExpressionSyntax>().ToList();
        var unread = (target.Property(CONC501WaitBeforeOutputDrainedAnalyzer.UnreadProperty) ?? "").Split([','], StringSplitOptions.RemoveEmptyEntries);
        if (reads.Count != letters.Length || reads.Any(read => FunctionOf(read) != FunctionOf(wait)))
        {
            return;
        }

        if (unread.Length == 0 && letters.Distinct().Count() == 1 && WaitMovedBehind(target.Root, wait, statement, reads) is { } swapped)
        {
            await OfferAsync(context, target, swapped, "Read the output before waiting", SwapKey).ConfigureAwait(false);
            return;
        }

        if (BackgroundReads.Apply(target.Root, statement, process, reads, letters, unread) is { } changed)
        {
            await OfferAsync(context, target, changed, "Read in the background", TaskKey).ConfigureAwait(false);
        }
    }

    private static async Task OfferAsync(CodeFixContext context, FixTarget target, SyntaxNode root, string title, string key)
    {
        var changed = context.Document.WithSyntaxRoot(root);
        if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
        {
            Register(context, target, title, key, _ => Task.FromResult(changed));
        }
    }

    private static ExpressionSyntax? WaitOf(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() ?? target.Node.FirstAncestorOrSelf<ExpressionSyntax>();

    /// <summary>The wait without a time limit goes behind the statement with all the reads; a loop of such waits goes behind a loop of reads.</summary>
    private static SyntaxNode? WaitMovedBehind(SyntaxNode root, ExpressionSyntax wait, StatementSyntax statement, List<ExpressionSyntax> reads)
    {
        if (statement is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax or AwaitExpressionSyntax or ConditionalAccessExpressionSyntax }
            || wait is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } call
            || (arguments.Count > 0 && call is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" } }))
        {
            return null;
        }

        if (LoopOf(statement) is { } loop && !reads.Any(read => loop.Span.Contains(read.Span)))
        {
            statement = loop;
        }

        if (StatementList.Around(statement) is not { } list
            || list.IndexOf(statement) is var index && list.Statements.Skip(index + 1).FirstOrDefault(later => reads.Exists(read => later.Span.Contains(read.Span))) is not { } reading
            || list.IndexOf(reading) is var place && list.Statements.Skip(index + 1).Take(place - index - 1).Any(static between => !IsPreparation(between))
            || !reads.TrueForAll(read => reading.Span.Contains(read.Span) && !IsPartial(read, reading)) || !MayComeFirst(reading)
            || (statement is CommonForEachStatementSyntax waits && (reading is not CommonForEachStatementSyntax others || others.Expression.ToString() != waits.Expression.ToString()))
            || list.Statements.Skip(index).Take(place - index + 1).Any(static moved => moved.ContainsDirectives))
        {
            return null;
        }

        return list.Replace(root, Moved(list.Statements.ToList(), index, place));
    }

    private static List<StatementSyntax> Moved(List<StatementSyntax> statements, int from, int to)
    {
        var (wait, next, last) = (statements[from], statements[from + 1], statements[to]);
        var (before, between) = (Lines.Split(wait.GetLeadingTrivia()), Lines.Split(next.GetLeadingTrivia()));
        StatementSyntax moved;
        if (Lines.IsInLine(last) || Lines.IsInLine(wait))
        {
            statements[from + 1] = next.WithLeadingTrivia(wait.GetLeadingTrivia());
            statements[to] = statements[to].WithTrailingTrivia(wait.GetTrailingTrivia());
            moved = wait.WithLeadingTrivia(last.GetLeadingTrivia()).WithTrailingTrivia(last.GetTrailingTrivia());
        }
        else
        {
            statements[from + 1] = next.WithLeadingTrivia(before.Gap.AddRange(between.Own));
            moved = wait.WithLeadingTrivia(to == from + 1 ? between.Gap.AddRange(before.Own) : before.Own);
        }

        statements.Insert(to + 1, moved);
        statements.RemoveAt(from);
        return statements;
    }

    /// <summary>The loop that does nothing but wait for one process after the other.</summary>
    private static CommonForEachStatementSyntax? LoopOf(StatementSyntax wait) => wait.Parent switch
    {
        CommonForEachStatementSyntax loop => loop,
        BlockSyntax { Statements.Count: 1, Parent: CommonForEachStatementSyntax loop } => loop,
        _ => null,
    };

    /// <summary>A declaration that neither waits for anything nor looks at what the process has left behind.</summary>
    private static bool IsPreparation(StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax && !statement.DescendantNodes().Any(static node => node is InvocationExpressionSyntax or MemberAccessExpressionSyntax or AwaitExpressionSyntax or ElementAccessExpressionSyntax);

    /// <summary>One line or some bytes: the child may still be stuck with the rest.</summary>
    private static bool IsPartial(ExpressionSyntax read, StatementSyntax statement) =>
        read.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }
        && (name.StartsWith("Read", StringComparison.Ordinal) || name == "Peek") && !name.StartsWith("ReadToEnd", StringComparison.Ordinal)
        && !read.Ancestors().TakeWhile(node => node != statement.Parent).Any(static node => node is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax);

    /// <summary>The statement does nothing that needs the exit, and goes on to the next one.</summary>
    private static bool MayComeFirst(StatementSyntax reading) =>
        reading is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } or ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax } or ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CopyTo" } } or AwaitExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CopyToAsync" } } } } or WhileStatementSyntax or CommonForEachStatementSyntax or UsingStatementSyntax
        && !reading.DescendantNodes().Any(static node => node is ReturnStatementSyntax or BreakStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax
            || node is SimpleNameSyntax { Identifier.ValueText: "ExitCode" or "ExitTime" or "HasExited" });

    private static SyntaxNode? FunctionOf(SyntaxNode node) => Functions.Around(node);
}
