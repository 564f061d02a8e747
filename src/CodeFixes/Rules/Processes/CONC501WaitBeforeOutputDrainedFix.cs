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

    /// <summary>Two waits of one method change the same list of statements.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
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

    /// <summary>The wait without a time limit that stands right before the statement with all the reads changes places with it.</summary>
    private static SyntaxNode? WaitMovedBehind(SyntaxNode root, ExpressionSyntax wait, StatementSyntax statement, List<ExpressionSyntax> reads)
    {
        if (statement is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax or AwaitExpressionSyntax }
            || wait is not InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 }
            || StatementList.Around(statement) is not { } list
            || list.IndexOf(statement) is var index && index + 1 >= list.Statements.Count
            || list.Statements[index + 1] is var reading && (!reads.All(read => reading.Span.Contains(read.Span) && !IsPartial(read, reading)) || !MayComeFirst(reading))
            || statement.ContainsDirectives || reading.ContainsDirectives)
        {
            return null;
        }

        var statements = list.Statements.ToList();
        var first = Lines.Split(statement.GetLeadingTrivia());
        var second = Lines.Split(reading.GetLeadingTrivia());
        if (Lines.IsInLine(reading) || Lines.IsInLine(statement))
        {
            statements[index] = reading.WithTriviaFrom(statement);
            statements[index + 1] = statement.WithTriviaFrom(reading);
        }
        else
        {
            statements[index] = reading.WithLeadingTrivia(first.Gap.AddRange(second.Own));
            statements[index + 1] = statement.WithLeadingTrivia(second.Gap.AddRange(first.Own));
        }

        return list.Replace(root, statements);
    }

    /// <summary>One line or some bytes: the child may still be stuck with the rest.</summary>
    private static bool IsPartial(ExpressionSyntax read, StatementSyntax statement) =>
        read.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }
        && (name.StartsWith("Read", StringComparison.Ordinal) || name == "Peek") && !name.StartsWith("ReadToEnd", StringComparison.Ordinal)
        && !read.Ancestors().TakeWhile(node => node != statement.Parent).Any(static node => node is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax);

    /// <summary>The statement does nothing that needs the exit, and goes on to the next one.</summary>
    private static bool MayComeFirst(StatementSyntax reading) =>
        reading is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } or ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax } or WhileStatementSyntax or UsingStatementSyntax
        && !reading.DescendantNodes().Any(static node => node is ReturnStatementSyntax or BreakStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax
            || node is SimpleNameSyntax { Identifier.ValueText: "ExitCode" or "ExitTime" or "HasExited" });

    private static SyntaxNode? FunctionOf(SyntaxNode node) => Functions.Around(node);
}
