using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Moves the last statement of a locked block behind the lock.</summary>
internal sealed class TailMove
{
    private readonly StatementSyntax locked;
    private readonly BlockSyntax block;

    private TailMove(StatementSyntax locked, BlockSyntax block, StatementSyntax tail)
    {
        this.locked = locked;
        this.block = block;
        Tail = tail;
    }

    /// <summary>The statement that is last.</summary>
    public StatementSyntax Tail { get; }

    /// <summary>The statement that takes and releases the lock.</summary>
    public StatementSyntax Locked => locked;

    /// <param name="node">Something in the statement.</param>
    /// <param name="acquire">The acquire of the lock.</param>
    /// <returns>Null where the node is in no last statement of a lock or using statement with that acquire, or nothing else is in it.</returns>
    public static TailMove? Of(SyntaxNode node, SyntaxNode? acquire)
    {
        if (acquire is null || node.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            return null;
        }

        // Waiting for one after the other is one wait.
        var tail = statement.Parent is ForEachStatementSyntax alone ? alone
            : statement.Parent is BlockSyntax { Statements.Count: 1, Parent: ForEachStatementSyntax loop } ? loop
            : statement;
        return tail is ExpressionStatementSyntax or ForEachStatementSyntax
            && tail.Parent is BlockSyntax { Statements.Count: > 1, Parent: LockStatementSyntax or UsingStatementSyntax } block
            && block.Statements.Last() == tail
            && !block.Statements.Any(static other => other is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 })
            && Around((StatementSyntax)block.Parent!) is { } locked
            && (block.Parent as LockStatementSyntax)?.Expression.Span.Contains(acquire.Span) != false
            && (block.Parent as UsingStatementSyntax)?.Statement.Span.Contains(acquire.Span) != true
            && block.Parent!.Span.Contains(acquire.Span)
            && StatementRemoval.IsRemovable(locked)
            && !locked.ContainsDirectives
            && !block.DescendantNodes().Any(static inner => inner is LabeledStatementSyntax)
            ? new(locked, block, tail)
            : null;
    }

    /// <summary>The block's own variables, and what its end disposes of, are gone behind it.</summary>
    public bool IsIndependent(SemanticModel model) =>
        model.AnalyzeDataFlow(Tail) is { Succeeded: true } flow
        && !flow.ReadInside.Concat(flow.WrittenInside).Concat(flow.Captured).Any(IsDeclaredInside)
        && (model.AnalyzeControlFlow(block) is not { Succeeded: true } control || (control.ExitPoints.IsEmpty && control.ReturnStatements.IsEmpty));

    public SyntaxNode Apply(SyntaxNode root) => Apply(root, null, Tail, null);

    /// <param name="root">The root.</param>
    /// <param name="before">A statement to put in front of the lock.</param>
    /// <param name="behind">What comes behind the lock.</param>
    /// <param name="instead">What takes the place of the tail; null for nothing.</param>
    public SyntaxNode Apply(SyntaxNode root, StatementSyntax? before, StatementSyntax behind, StatementSyntax? instead)
    {
        var lineEnd = LineEnding.Of(root);
        var statements = instead is null
            ? block.Statements.Remove(Tail)
            : block.Statements.Replace(Tail, instead.WithTriviaFrom(Tail).WithLeadingTrivia(Indentation(Tail)));
        var remaining = locked.ReplaceNode(block, block.WithStatements(statements));
        var moved = behind
            .WithLeadingTrivia(Lines.Indentation(locked).AddRange(Lines.Split(Tail.GetLeadingTrivia()).Own))
            .WithTrailingTrivia(Tail.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
        var all = new List<StatementSyntax>();
        if (before is not null)
        {
            all.Add(before.WithLeadingTrivia(locked.GetLeadingTrivia()).WithTrailingTrivia(lineEnd));
            remaining = remaining.WithLeadingTrivia(Lines.Indentation(locked));
        }

        all.Add(remaining.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? remaining : remaining.WithTrailingTrivia(lineEnd));
        all.Add(moved);
        return locked.Parent is GlobalStatementSyntax global
            ? root.ReplaceNode(global, all.Select(SyntaxFactory.GlobalStatement))
            : root.ReplaceNode(locked, all);
    }

    private static SyntaxTriviaList Indentation(StatementSyntax statement) => Lines.Indentation(statement);

    /// <summary>The outermost of using or lock statements that stand directly in one another: behind all of them nothing of them is held.</summary>
    private static StatementSyntax Around(StatementSyntax statement)
    {
        while (statement.Parent is LockStatementSyntax or UsingStatementSyntax)
        {
            statement = (StatementSyntax)statement.Parent;
        }

        return statement;
    }

    private bool IsDeclaredInside(ISymbol symbol) =>
        symbol is ILocalSymbol && symbol.DeclaringSyntaxReferences.Any(reference => locked.Span.Contains(reference.Span) && !Tail.Span.Contains(reference.Span));
}
