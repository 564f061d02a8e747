using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>A wait at the end of an <c>if</c>, after which the code goes on as if the condition had been dealt with.</summary>
internal sealed class GuardedWait
{
    private GuardedWait(IfStatementSyntax guard, bool isLast)
    {
        If = guard;
        IsLast = isLast;
    }

    public IfStatementSyntax If { get; }

    /// <summary>Nothing follows in the function: whoever calls it may test again.</summary>
    public bool IsLast { get; }

    /// <returns>Null where the wait is not guarded, or the condition is tested again.</returns>
    public static GuardedWait? Of(IInvocationOperation wait, ConcurrencyModel model)
    {
        if (StatementOf(wait.Syntax) is not { } statement
            || (statement.Parent is BlockSyntax { Parent: IfStatementSyntax } block ? EndsWith(block, statement) ? (SyntaxNode)block : null : statement) is not { Parent: IfStatementSyntax { Else: null } guard } branch
            || guard.Statement != branch
            || guard.Parent is ElseClauseSyntax)
        {
            return null;
        }

        var names = SharedNames(guard.Condition, wait.SemanticModel!);
        if (names.Count == 0)
        {
            return null;
        }

        var following = Following(guard).Where(next => !IsSignalOrRelease(next, wait.SemanticModel!, model)).ToList();
        if (following.Count == 0)
        {
            return IsInLoop(guard) ? null : new(guard, isLast: true);
        }

        return !TestsAgain(following[0], names) && (!IsInLoop(guard) || following.Any(next => Mentions(next, names))) ? new(guard, isLast: false) : null;
    }

    /// <summary>The statement that does nothing but wait, awaited or not.</summary>
    private static StatementSyntax? StatementOf(SyntaxNode call)
    {
        var node = call.Parent;
        while (node is AwaitExpressionSyntax or ParenthesizedExpressionSyntax
            || node is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax } }
            || node is InvocationExpressionSyntax { Parent: AwaitExpressionSyntax }
            || node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } })
        {
            node = node.Parent;
        }

        return node as ExpressionStatementSyntax;
    }

    private static bool EndsWith(BlockSyntax block, StatementSyntax statement) => block.Statements[block.Statements.Count - 1] == statement;

    /// <summary>The fields, properties and variables that the condition asks.</summary>
    private static HashSet<string> SharedNames(ExpressionSyntax condition, SemanticModel model)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in condition.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
        {
            if (model.GetSymbolInfo(name).Symbol is IFieldSymbol { IsConst: false } or IPropertySymbol { ContainingType.TypeKind: not TypeKind.Enum } or ILocalSymbol or IParameterSymbol or IMethodSymbol)
            {
                names.Add(name.Identifier.ValueText);
            }
        }

        return names;
    }

    /// <summary>What runs after the statement, in its own list and in those around it, up to the next loop or the end of the function.</summary>
    private static IEnumerable<StatementSyntax> Following(StatementSyntax statement)
    {
        for (SyntaxNode? node = statement; node is not null and not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax); node = node.Parent)
        {
            if (IsLoop(node))
            {
                yield break;
            }

            var list = node switch
            {
                StatementSyntax { Parent: BlockSyntax block } => block.Statements,
                StatementSyntax { Parent: SwitchSectionSyntax section } => section.Statements,
                _ => default,
            };
            foreach (var next in list.SkipWhile(other => other != node).Skip(1))
            {
                yield return next;
            }

            if (node is StatementSyntax { Parent: GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global })
            {
                foreach (var next in unit.Members.OfType<GlobalStatementSyntax>().SkipWhile(other => other != global).Skip(1))
                {
                    yield return next.Statement;
                }
            }
        }
    }

    private static bool IsInLoop(SyntaxNode node) =>
        node.Ancestors().TakeWhile(static ancestor => ancestor is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax)).Any(IsLoop);

    private static bool IsLoop(SyntaxNode node) => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or LabeledStatementSyntax;

    /// <summary>Whether the statement asks for one of the names again: <c>if (_ready)</c>, <c>return _ready;</c>, <c>if (queue.TryDequeue(…))</c>.</summary>
    private static bool TestsAgain(StatementSyntax statement, HashSet<string> names) => statement switch
    {
        IfStatementSyntax branch => Mentions(branch.Condition, names),
        WhileStatementSyntax loop => Mentions(loop.Condition, names),
        DoStatementSyntax or ForStatementSyntax or GotoStatementSyntax or ContinueStatementSyntax or LabeledStatementSyntax => true,
        SwitchStatementSyntax choice => Mentions(choice.Expression, names),
        ReturnStatementSyntax { Expression: null } or BreakStatementSyntax => true,
        ReturnStatementSyntax { Expression: { } value } => value is ConditionalExpressionSyntax || IsPlain(value) && Mentions(value, names) || value.DescendantNodesAndSelf().Any(static node => node is ConditionalExpressionSyntax or SwitchExpressionSyntax),
        LocalDeclarationStatementSyntax or ExpressionStatementSyntax => statement.DescendantNodes().Any(node => node is ConditionalExpressionSyntax choice && Mentions(choice.Condition, names)),
        _ => false,
    };

    /// <summary>No more than the name itself, a comparison, or a negation of it.</summary>
    private static bool IsPlain(ExpressionSyntax value) => value is SimpleNameSyntax or PrefixUnaryExpressionSyntax or BinaryExpressionSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } or IsPatternExpressionSyntax;

    private static bool Mentions(SyntaxNode node, HashSet<string> names) =>
        node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name => names.Contains(name.Identifier.ValueText));

    private static bool IsSignalOrRelease(StatementSyntax statement, SemanticModel semantics, ConcurrencyModel model) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
        && semantics.GetSymbolInfo(call).Symbol is IMethodSymbol method
        && model.EffectOf(method) is { Effect: Effect.Notify or Effect.Release };
}
