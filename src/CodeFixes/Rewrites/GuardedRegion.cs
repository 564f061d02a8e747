using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>
/// The statements that run while a lock is held, found so that they can go into one block that releases the lock on every way out. Releases
/// inside are taken out only where the block's end comes right after them, so nothing else runs under the lock than before.
/// </summary>
internal sealed class GuardedRegion
{
    private GuardedRegion(StatementSyntax acquire, InvocationExpressionSyntax call, IReadOnlyList<StatementSyntax> statements, StatementSyntax? release, IReadOnlyList<StatementSyntax> inner, HoistedLocals hoisted, TryStatementSyntax? into = null)
    {
        Acquire = acquire;
        Call = call;
        Statements = statements;
        Release = release;
        InnerReleases = inner;
        Hoisted = hoisted;
        Into = into;
    }

    /// <summary>The statement that acquires: a call, or an <c>if</c> around one.</summary>
    public StatementSyntax Acquire { get; }

    public InvocationExpressionSyntax Call { get; }

    /// <summary>What is to be guarded.</summary>
    public IReadOnlyList<StatementSyntax> Statements { get; }

    /// <summary>The release that stands behind these statements; null where there is none.</summary>
    public StatementSyntax? Release { get; }

    public IReadOnlyList<StatementSyntax> InnerReleases { get; }

    public HoistedLocals Hoisted { get; }

    /// <summary>The try behind the statements whose finally block releases already: they only have to go into it.</summary>
    public TryStatementSyntax? Into { get; }

    /// <param name="call">The call that acquires.</param>
    /// <param name="releases">The calls in the same body that release.</param>
    /// <param name="model">The semantic model of the document.</param>
    /// <returns>Null where a guard would change what the code does, or would not compile.</returns>
    public static GuardedRegion? Of(InvocationExpressionSyntax call, IReadOnlyList<SyntaxNode> releases, SemanticModel model)
    {
        if (Start(call) is not var (acquire, list, first) || Releases(call, releases) is not { } all)
        {
            return null;
        }

        if (all.Count == 1 && all[0].Parent is BlockSyntax { Parent: FinallyClauseSyntax { Parent: TryStatementSyntax { Catches.Count: 0 } into } } && list.IndexOf(into) > first)
        {
            return IntoTry(acquire, call, list, first, into, model);
        }

        var direct = all.Where(release => list.IndexOf(release) >= first).ToList();
        var inner = all.Except(direct).ToList();
        var end = direct.Count switch
        {
            0 => EndAfter(list, first, inner),
            1 => list.IndexOf(direct[0]),
            _ => -1,
        };
        if (end <= first)
        {
            return null;
        }

        var statements = list.Statements.Skip(first).Take(end - first).ToList();
        var after = list.Statements.Skip(direct.Count == 0 ? end : end + 1).ToList();
        if (direct.Count == 1 && after.Count == 1 && after[0] is ReturnStatementSyntax { Expression: { } value } && IsPlain(value))
        {
            // The value stays what it is inside the guard, and its variable need not be declared before it.
            if (HoistedLocals.NamesOf(statements).Overlaps(HoistedLocals.NamesIn(value)))
            {
                statements.Add(after[0]);
                after.Clear();
            }
        }

        return inner.All(release => IsAtEnd(release, statements))
            && statements.All(static statement => IsMovable(statement))
            && !all.Any(static release => release.ContainsDirectives)
            && !statements.Any(statement => Contains(statement, call))
            && HoistedLocals.Of(statements, [.. after, .. list.OtherSections], model) is { } hoisted
                ? new(acquire, call, statements, direct.FirstOrDefault(), inner, hoisted)
                : null;
    }

    private static GuardedRegion? IntoTry(StatementSyntax acquire, InvocationExpressionSyntax call, StatementList list, int first, TryStatementSyntax into, SemanticModel model)
    {
        var index = list.IndexOf(into);
        var statements = list.Statements.Skip(first).Take(index - first).ToList();
        var after = list.Statements.Skip(index + 1).Append(into.Finally!.Block).Concat(list.OtherSections).ToList();
        return statements.All(IsMovable) && !into.ContainsDirectives && !statements.Any(statement => Contains(statement, call)) && HoistedLocals.Of(statements, after, model) is { } hoisted
            ? new(acquire, call, statements, null, [], hoisted, into)
            : null;
    }

    /// <summary>The call with its await and <c>ConfigureAwait</c>.</summary>
    public static ExpressionSyntax Whole(ExpressionSyntax call)
    {
        SyntaxNode node = call;
        while (node.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax
            || node.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax })
        {
            node = node.Parent is MemberAccessExpressionSyntax access ? access.Parent! : node.Parent!;
        }

        return (ExpressionSyntax)node;
    }

    /// <summary>Whether control does not go on behind the statement.</summary>
    public static bool IsJump(StatementSyntax? statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax => true,
        BlockSyntax { Statements: { Count: > 0 } inner } => IsJump(inner.Last()),
        _ => false,
    };

    private static (StatementSyntax Acquire, StatementList List, int First)? Start(InvocationExpressionSyntax call)
    {
        var whole = Whole(call);
        switch (whole.Parent)
        {
            case ExpressionStatementSyntax statement when StatementList.Around(statement) is { } list:
                return (statement, list, list.IndexOf(statement) + 1);

            case IfStatementSyntax { Else: null, Statement: BlockSyntax { Statements.Count: > 0 } block } branch:
                return (branch, StatementList.Around(block.Statements[0])!.Value, 0);

            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: IfStatementSyntax { Else: null } branch } when IsJump(branch.Statement) && StatementList.Around(branch) is { } list:
                return (branch, list, list.IndexOf(branch) + 1);

            default:
                return null;
        }
    }

    private static List<StatementSyntax>? Releases(InvocationExpressionSyntax call, IReadOnlyList<SyntaxNode> releases)
    {
        var found = new List<StatementSyntax>();
        foreach (var release in releases)
        {
            if (release is not InvocationExpressionSyntax invocation
                || Whole(invocation).Parent is not ExpressionStatementSyntax statement
                || FunctionOf(statement) != FunctionOf(call)
                || statement.SpanStart < call.SpanStart)
            {
                return null;
            }

            var whole = WithFlag(statement);
            if (!found.Contains(whole))
            {
                found.Add(whole);
            }
        }

        return found;
    }

    /// <summary><c>if (taken) Exit(o);</c> is a release too.</summary>
    private static StatementSyntax WithFlag(ExpressionStatementSyntax release)
    {
        StatementSyntax content = release.Parent is BlockSyntax { Statements.Count: 1 } block ? block : release;
        return content.Parent is IfStatementSyntax { Else: null, Condition: IdentifierNameSyntax } branch && branch.Statement == content ? branch : release;
    }

    private static SyntaxNode? FunctionOf(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(static ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax);

    /// <summary>Without a release behind the statements: up to the last statement that ends with one inside, or all that follows.</summary>
    private static int EndAfter(StatementList list, int first, List<StatementSyntax> inner)
    {
        for (var i = first; i < list.Statements.Count; i++)
        {
            var statement = list.Statements[i];
            if (inner.Any(release => statement.Span.Contains(release.Span) && !IsJump(Next(release))))
            {
                return i + 1;
            }
        }

        return list.Statements.Count;
    }

    /// <summary>Whether nothing runs between the release and the end of the region but a jump out of it.</summary>
    private static bool IsAtEnd(StatementSyntax release, List<StatementSyntax> region)
    {
        if (Next(release) is { } next)
        {
            return IsJump(next) && LeavesRegion(next, region);
        }

        for (SyntaxNode node = release; ; node = node.Parent!)
        {
            if (node is StatementSyntax statement && region.Contains(statement))
            {
                return region[region.Count - 1] == statement;
            }

            if (node is StatementSyntax inList && Next(inList) is not null)
            {
                return false;
            }

            // A loop would go round with the lock held, a finally block is none of ours, and an embedded statement cannot be taken out.
            if (node.Parent is not (BlockSyntax or IfStatementSyntax or ElseClauseSyntax or TryStatementSyntax or CatchClauseSyntax) || (node == release && node.Parent is not BlockSyntax))
            {
                return false;
            }
        }
    }

    private static StatementSyntax? Next(StatementSyntax statement) =>
        StatementList.Around(statement) is { } list && list.IndexOf(statement) + 1 is var next && next < list.Statements.Count ? list.Statements[next] : null;

    private static bool LeavesRegion(StatementSyntax jump, List<StatementSyntax> region)
    {
        if (jump is ReturnStatementSyntax or ThrowStatementSyntax)
        {
            return jump is ReturnStatementSyntax || !jump.Ancestors().TakeWhile(node => node is not StatementSyntax statement || !region.Contains(statement)).Any(static node => node is TryStatementSyntax);
        }

        for (var node = jump.Parent; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax:
                case SwitchStatementSyntax when jump is BreakStatementSyntax:
                    return jump is not GotoStatementSyntax && !region.Any(statement => statement.Span.Contains(node.Span));

                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    private static bool IsMovable(StatementSyntax statement) =>
        !statement.ContainsDirectives && !statement.DescendantNodesAndSelf().Any(static node => node is LabeledStatementSyntax);

    private static bool IsPlain(ExpressionSyntax value) => value is IdentifierNameSyntax;

    /// <summary>The lock is acquired once more inside: which release belongs to which acquire is not plain then.</summary>
    private static bool Contains(StatementSyntax statement, InvocationExpressionSyntax call) =>
        statement.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(other => SyntaxFactory.AreEquivalent(other, call));
}
