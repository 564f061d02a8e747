using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Processes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Processes;

/// <summary>Waits for the exit before the value is read, or for the end of the output once the process has exited.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC502ExitCodeBeforeExitFix))]
[Shared]
public sealed class CONC502ExitCodeBeforeExitFix() : ConcurrencyCodeFix("CONC502")
{
    internal const string Key = "CONC502_Wait";
    internal const string OutputKey = "CONC502_WaitForOutput";

    /// <summary>One wait serves all reads that follow.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Property(CONC502ExitCodeBeforeExitAnalyzer.OutputProperty) is not null)
        {
            if (target.Other(0) is { } place && place.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } limited && CompletedWait.After(target.Root, limited) is { } complete
                && context.Document.WithSyntaxRoot(complete) is var document
                && await CheckedChange.IsSoundAsync(context.Document, document, context.CancellationToken).ConfigureAwait(false))
            {
                Register(context, target, "Wait for the end of the output", OutputKey, _ => Task.FromResult(document));
            }

            return;
        }

        if (target.Property(CONC502ExitCodeBeforeExitAnalyzer.WaitProperty) is not { } wait
            || target.Property(CONC502ExitCodeBeforeExitAnalyzer.AsyncWaitProperty) is not { } asyncWait
            || target.Node.FirstAncestorOrSelf<MemberAccessExpressionSyntax>() is not { } read
            || NameOf(read.Expression) is not { } process)
        {
            return;
        }

        var isAsync = Functions.IsAsync(Functions.Around(read));
        foreach (var statement in isAsync ? new[] { $"await {process}.{asyncWait}();", $"{process}.{wait}();" } : [$"{process}.{wait}();"])
        {
            if (IsThere(read, statement))
            {
                // Another finding has brought it.
                Register(context, target, $"Call '{wait}' first", Key, _ => Task.FromResult(context.Document));
                return;
            }

            if (StatementInsertion.Before(target.Root, read, SyntaxFactory.ParseStatement(statement)) is { } root
                && context.Document.WithSyntaxRoot(root) is var changed
                && await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
            {
                Register(context, target, $"Call '{(isAsync && statement.StartsWith("await", StringComparison.Ordinal) ? asyncWait : wait)}' first", Key, _ => Task.FromResult(changed));
                return;
            }
        }
    }

    /// <summary>The same wait stands before the read already, in its list of statements.</summary>
    private static bool IsThere(ExpressionSyntax read, string wait)
    {
        var statement = read.FirstAncestorOrSelf<StatementSyntax>();
        return statement is not null
            && StatementList.Around(statement) is { } list
            && list.Statements.Take(Math.Max(0, list.IndexOf(statement))).Any(earlier => earlier.ToString() == wait);
    }

    /// <summary>The process, where it has a name that can be said twice.</summary>
    private static ExpressionSyntax? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax => expression.WithoutTrivia(),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven => NameOf(forgiven.Operand) is null ? null : forgiven.WithoutTrivia(),
        MemberAccessExpressionSyntax access => NameOf(access.Expression) is null ? null : access.WithoutTrivia(),
        _ => null,
    };
}
