using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>An acquire that stands in a try, and the release in its finally block.</summary>
internal sealed class AcquireInTry
{
    private readonly InvocationExpressionSyntax call;
    private readonly StatementSyntax acquire;
    private readonly ExpressionStatementSyntax release;
    private readonly TryStatementSyntax around;
    private readonly bool isTry;

    private AcquireInTry(InvocationExpressionSyntax call, StatementSyntax acquire, ExpressionStatementSyntax release, TryStatementSyntax around, bool isTry)
    {
        this.call = call;
        this.acquire = acquire;
        this.release = release;
        this.around = around;
        this.isTry = isTry;
    }

    /// <param name="call">The call that acquires.</param>
    /// <param name="release">The statement in the finally block.</param>
    /// <param name="isTry">Whether the call's result says if it succeeded.</param>
    public static AcquireInTry? Of(InvocationExpressionSyntax call, ExpressionStatementSyntax release, bool isTry) =>
        call.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax { Parent: TryStatementSyntax around } } acquire
        && release.Parent?.Parent?.Parent == around
        && StatementList.Around(around) is not null
        && !around.ContainsDirectives
            ? new(call, acquire, release, around, isTry)
            : null;

    /// <summary>Nothing comes before the acquire, and nobody counts on the try when it fails: no handler, and nothing else in the finally block.</summary>
    public bool CanMove =>
        around.Block.Statements[0] == acquire
        && around.Catches.Count == 0
        && around.Finally!.Block.Statements.Count == 1
        && (IsWhole && !isTry || IsGivenUp)
        && !call.ArgumentList.Arguments.Any(static argument => argument.RefKindKeyword.RawKind != 0);

    /// <summary>A call by itself, or one that leaves where it fails.</summary>
    public bool CanGuard => IsWhole || IsGivenUp;

    private bool IsWhole => acquire is ExpressionStatementSyntax statement && statement.Expression == GuardedRegion.Whole(call);

    /// <summary><c>if (!gate.Wait(100)) return;</c></summary>
    private bool IsGivenUp =>
        isTry
        && acquire is IfStatementSyntax { Else: null, Condition: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not } branch
        && not.Operand == GuardedRegion.Whole(call)
        && branch.Statement is ReturnStatementSyntax or ThrowStatementSyntax or BlockSyntax { Statements: [ReturnStatementSyntax or ThrowStatementSyntax] };

    public SyntaxNode Move(SyntaxNode root)
    {
        var list = StatementList.Around(around)!.Value;
        var statements = list.Statements.ToList();
        var index = list.IndexOf(around);
        var (gap, own) = Lines.Split(around.GetLeadingTrivia());
        var rest = around.Block.Statements.RemoveAt(0);
        if (rest.Count > 0)
        {
            rest = rest.Replace(rest[0], rest[0].WithLeadingTrivia(Lines.Split(rest[0].GetLeadingTrivia()).Own));
        }

        statements[index] = around.WithBlock(around.Block.WithStatements(rest)).WithLeadingTrivia(own);
        statements.Insert(index, acquire.WithLeadingTrivia(gap.AddRange(Lines.Split(acquire.GetLeadingTrivia()).Own)).WithAdditionalAnnotations(Formatter.Annotation));
        return list.Replace(root, statements);
    }

    public SyntaxNode Guard(SyntaxNode root)
    {
        var lineEnd = SyntaxFactory.EndOfLine(LineEnding.Of(root).ToString());
        var given = call.ArgumentList.Arguments.FirstOrDefault(static argument => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword))?.Expression as IdentifierNameSyntax;
        var flag = given?.Identifier.ValueText ?? FreeName();
        var guarded = around.ReplaceNodes(given is null ? [acquire, release] : new SyntaxNode[] { release }, (original, _) => original == release ? Guarded(flag) : acquire);
        if (given is null)
        {
            guarded = WithFlagSet(guarded, flag, lineEnd);
        }

        var list = StatementList.Around(around)!.Value;
        var statements = list.Statements.ToList();
        var index = list.IndexOf(around);
        if (given is not null)
        {
            statements[index] = guarded;
            return list.Replace(root, statements);
        }

        var (gap, own) = Lines.Split(around.GetLeadingTrivia());
        statements[index] = guarded.WithLeadingTrivia(own);
        statements.Insert(index, SyntaxFactory.ParseStatement($"var {flag} = false;").WithLeadingTrivia(gap).WithTrailingTrivia(lineEnd).WithAdditionalAnnotations(Formatter.Annotation));
        return list.Replace(root, statements);
    }

    private IfStatementSyntax Guarded(string flag) =>
        SyntaxFactory.IfStatement(
            SyntaxFactory.IdentifierName(flag),
            SyntaxFactory.Block(release.WithLeadingTrivia(default(SyntaxTriviaList))).WithTrailingTrivia(release.GetTrailingTrivia().Where(static part => part.IsKind(SyntaxKind.EndOfLineTrivia))))
            .WithLeadingTrivia(release.GetLeadingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);

    private TryStatementSyntax WithFlagSet(TryStatementSyntax guarded, string flag, SyntaxTrivia lineEnd)
    {
        var index = around.Block.Statements.IndexOf(acquire);
        var current = guarded.Block.Statements[index];
        if (isTry && current is ExpressionStatementSyntax tried)
        {
            var assigned = SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(flag), tried.Expression.WithoutTrivia()))
                .WithTriviaFrom(tried).WithAdditionalAnnotations(Formatter.Annotation);
            return guarded.WithBlock(guarded.Block.WithStatements(guarded.Block.Statements.Replace(current, assigned)));
        }

        var set = SyntaxFactory.ParseStatement($"{flag} = true;").WithTrailingTrivia(lineEnd).WithAdditionalAnnotations(Formatter.Annotation);
        return guarded.WithBlock(guarded.Block.WithStatements(guarded.Block.Statements.Insert(index + 1, set)));
    }

    private string FreeName()
    {
        var scope = around.FirstAncestorOrSelf<MemberDeclarationSyntax>(static node => node is not GlobalStatementSyntax) ?? around.SyntaxTree.GetRoot();
        var taken = new HashSet<string>(scope.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
        var name = "lockTaken";
        for (var i = 2; taken.Contains(name); i++)
        {
            name = "lockTaken" + i;
        }

        return name;
    }
}
