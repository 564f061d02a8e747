using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>
/// Finds releases that are too many on one of several ways only: in a finally block behind a handler that has released already, and after a try to
/// acquire that has failed.
/// </summary>
internal sealed class ExcessReleases(LockBody locks, LockFlows flows)
{
    private readonly FlowResult<LockState> result = flows.ResultOf(locks.Body)!;
    private readonly Lazy<FlowResult<AcquiredAlways.State>> acquired = new(new AcquiredAlways(locks, flows).Run);

    /// <summary>The releases in handlers that a finally block repeats.</summary>
    public IEnumerable<LockEvent> InHandlers()
    {
        var releases = locks.Events.Values.Where(static found => found.Kind == LockEventKind.Release && !found.Operation.IsImplicit).ToList();
        foreach (var earlier in releases)
        {
            if (earlier.Operation.Syntax.FirstAncestorOrSelf<CatchClauseSyntax>() is { Parent: TryStatementSyntax { Finally.Block: { } last } } handler
                && releases.Any(later => later.Key.Equals(earlier.Key) && last.Span.Contains(later.Operation.Syntax.Span) && IsRepeated(later))
                && IsStatementOf(earlier.Operation, handler.Block)
                && !locks.Events.Values.Any(again => again.Kind != LockEventKind.Release && again.Key.Equals(earlier.Key) && handler.Block.Span.Contains(again.Operation.Syntax.Span))
                && StateAt(earlier.Operation) is { } state
                && state[earlier.Key] is { IsMustHeld: true, IsUnknown: false })
            {
                yield return earlier;
            }
        }
    }

    /// <summary>The releases that are reached where the try has failed, whatever else is decided on the way.</summary>
    public IEnumerable<(LockEvent Release, LockEvent Try)> AfterFailedTries()
    {
        foreach (var attempt in locks.Events.Values)
        {
            if (attempt.Kind != LockEventKind.TryAcquire || attempt.Primitive.Kind == PrimitiveKind.Semaphore || attempt.Taken is not null || !IsTested(attempt.Operation))
            {
                continue;
            }

            foreach (var release in locks.Events.Values)
            {
                if (release.Kind == LockEventKind.Release
                    && !release.Operation.IsImplicit
                    && release.Key.Equals(attempt.Key)
                    && IsFree(release)
                    && TriedAt(release.Operation, release.Key)
                    && locks.Events.Values.Count(other => other.Key.Equals(release.Key) && other.Kind != LockEventKind.Release) == 1
                    && IsUndecided(attempt.Operation, release.Operation))
                {
                    yield return (release, attempt);
                }
            }
        }
    }

    /// <summary>Free on some way, although every way has acquired it.</summary>
    private bool IsRepeated(LockEvent release)
    {
        var isAcquired = false;
        acquired.Value.Visit((operation, state) => isAcquired |= operation == release.Operation && state.Acquired.Contains(release.Key));
        return isAcquired && IsFree(release);
    }

    private bool IsFree(LockEvent release) =>
        StateAt(release.Operation) is { } state && state.Cases.Any(way => way[release.Key] is { Max: <= 0, IsUnknown: false });

    private bool TriedAt(IOperation place, AccessPath key)
    {
        var isTried = false;
        acquired.Value.Visit((operation, state) => isTried |= operation == place && state.Tried.Contains(key));
        return isTried;
    }

    private LockState? StateAt(IOperation place)
    {
        LockState? found = null;
        result.Visit((operation, before) => found = operation == place ? found is null ? before : found.Join(before) : found);
        return found;
    }

    private static bool IsStatementOf(IOperation operation, BlockSyntax block) => operation.Syntax.FirstAncestorOrSelf<StatementSyntax>()?.Parent == block;

    /// <summary>A condition, or kept in a local: whoever drops the answer is told so by another rule.</summary>
    private bool IsTested(IOperation attempt) =>
        attempt.Syntax.Parent is not ExpressionStatementSyntax
        && attempt.Syntax.FirstAncestorOrSelf<StatementSyntax>() is IfStatementSyntax or LocalDeclarationStatementSyntax
        && (attempt.Syntax.FirstAncestorOrSelf<IfStatementSyntax>() is { } test && IsPlainTest(test.Condition, attempt.Syntax) || VariableOf(attempt.Syntax) is not null);

    /// <summary>Nothing but the answer of the try decides whether the release is reached: every condition between the two is a test of it.</summary>
    private bool IsUndecided(IOperation attempt, IOperation release)
    {
        var from = attempt.Syntax.Span.End;
        var to = release.Syntax.SpanStart;
        if (from > to || TryOf(release.Syntax) is { } guarded && guarded.Block.Span.Contains(attempt.Syntax.Span))
        {
            return false;
        }

        var root = attempt.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node => node is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax)!;
        foreach (var node in root.DescendantNodes())
        {
            var isBetween = node.SpanStart >= from && node.SpanStart < to;
            if (isBetween && node is StatementSyntax or ThrowExpressionSyntax && IsJump(node) && !IsDecidedByTry(node, attempt)
                || isBetween && node.Span.Contains(release.Syntax.Span) && ConditionOf(node) is { } condition && !IsPlainTest(condition, attempt.Syntax))
            {
                return false;
            }
        }

        return true;

        static bool IsJump(SyntaxNode node) => node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax;
    }

    private bool IsDecidedByTry(SyntaxNode jump, IOperation attempt)
    {
        // On every way that jumps there a finally block releases all the same.
        for (var node = jump.Parent; node is not null && !node.Span.Contains(attempt.Syntax.Span); node = node.Parent)
        {
            if (ConditionOf(node) is { } condition && !IsPlainTest(condition, attempt.Syntax))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsPlainTest(ExpressionSyntax condition, SyntaxNode attempt)
    {
        while (condition is ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } or AwaitExpressionSyntax)
        {
            condition = condition is ParenthesizedExpressionSyntax inner ? inner.Expression
                : condition is PrefixUnaryExpressionSyntax not ? not.Operand
                : ((AwaitExpressionSyntax)condition).Expression;
        }

        return condition == attempt || condition is IdentifierNameSyntax name && VariableOf(attempt) == name.Identifier.ValueText;
    }

    /// <summary>The variable that is declared with the answer and never changed.</summary>
    private string? VariableOf(SyntaxNode attempt)
    {
        var value = attempt.Parent is AwaitExpressionSyntax awaited ? awaited.Parent : attempt.Parent;
        return value is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }
            && locks.Body.Operations.All.OfType<ISimpleAssignmentOperation>().FirstOrDefault(assignment => assignment.Syntax == declarator) is { Target: ILocalReferenceOperation { Local: var local } }
            && locks.Body.Definitions.WritesTo(local) == 1
                ? declarator.Identifier.ValueText
                : null;
    }

    private static ExpressionSyntax? ConditionOf(SyntaxNode node) => node switch
    {
        IfStatementSyntax test => test.Condition,
        ConditionalExpressionSyntax choice => choice.Condition,
        WhileStatementSyntax loop => loop.Condition,
        ForStatementSyntax loop => loop.Condition ?? SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression),
        CommonForEachStatementSyntax loop => loop.Expression,
        DoStatementSyntax loop => loop.Condition,
        SwitchStatementSyntax choice => choice.Expression,
        SwitchExpressionSyntax choice => choice.GoverningExpression,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } choice => choice,
        CatchClauseSyntax { Declaration: not null } handler => handler.Filter?.FilterExpression ?? SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression),
        _ => null,
    };

    private static TryStatementSyntax? TryOf(SyntaxNode release) =>
        release.FirstAncestorOrSelf<FinallyClauseSyntax>()?.Parent as TryStatementSyntax;
}
