using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Moves a statement up in its list, where that changes neither the values it uses nor whether it runs.</summary>
internal sealed class StatementMove
{
    private readonly StatementSyntax moved;
    private readonly StatementSyntax before;

    private StatementMove(StatementSyntax moved, StatementSyntax before)
    {
        this.moved = moved;
        this.before = before;
    }

    /// <summary>The statements that a tree must track to apply the move to it.</summary>
    public IEnumerable<SyntaxNode> Nodes => [moved, before];

    /// <param name="statement">The statement to move.</param>
    /// <param name="place">The statement before which it should run.</param>
    /// <param name="isFixed">Whether an expression of the statement has the same value wherever the statement stands, as long as its variables do.</param>
    /// <param name="model">The semantic model of the document.</param>
    /// <returns>Null where the move is not safe.</returns>
    public static StatementMove? Of(StatementSyntax statement, StatementSyntax place, Func<ExpressionSyntax, bool> isFixed, SemanticModel model)
    {
        if (StatementList.Around(statement) is not { } list || list.IndexOf(place) is var to && list.IndexOf(statement) is var from && (to < 0 || to >= from)
            || statement is not ExpressionStatementSyntax { Expression: var expression }
            || !isFixed(expression)
            || HasDirectives(statement))
        {
            return null;
        }

        var variables = Variables(expression, model);
        for (var i = list.IndexOf(place); i < list.IndexOf(statement); i++)
        {
            if (HasDirectives(list.Statements[i]) || LeavesEarly(list.Statements[i]) || Changes(list.Statements[i], variables, model))
            {
                return null;
            }
        }

        return new(statement, place);
    }

    /// <summary>Applies the move to a tree that tracks its nodes.</summary>
    public SyntaxNode Apply(SyntaxNode root)
    {
        if (root.GetCurrentNode(moved) is not { } current || root.GetCurrentNode(before) is not { } place || StatementList.Around(current) is not { } list)
        {
            return root;
        }

        var statements = list.Statements.ToList();
        var from = list.IndexOf(current);
        var to = list.IndexOf(place);
        if (to < 0 || to >= from)
        {
            return root;
        }

        if (Lines.IsInLine(current))
        {
            MoveInLine(statements, from, to);
        }
        else
        {
            var (gap, own) = Lines.Split(place.GetLeadingTrivia());
            statements[to] = place.WithLeadingTrivia(own);
            statements.RemoveAt(from);
            statements.Insert(to, current.WithLeadingTrivia(gap.AddRange(Lines.Split(current.GetLeadingTrivia()).Own)));
        }

        return list.Replace(root, statements);
    }

    /// <summary>On one line the statements change places, and what separates them stays.</summary>
    private static void MoveInLine(List<StatementSyntax> statements, int from, int to)
    {
        var current = statements[from];
        var place = statements[to];
        var last = statements[from - 1];
        var result = current.WithLeadingTrivia(place.GetLeadingTrivia()).WithTrailingTrivia(last.GetTrailingTrivia());
        statements[to] = place.WithLeadingTrivia(current.GetLeadingTrivia());
        statements[from - 1] = statements[from - 1].WithTrailingTrivia(current.GetTrailingTrivia());
        statements.RemoveAt(from);
        statements.Insert(to, result);
    }

    private static bool HasDirectives(StatementSyntax statement) => statement.ContainsDirectives;

    private static bool LeavesEarly(StatementSyntax statement) => statement.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
        .Any(static node => node is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or LabeledStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or YieldStatementSyntax);

    private static bool Changes(StatementSyntax statement, List<ISymbol> variables, SemanticModel model)
    {
        if (statement is LocalFunctionStatementSyntax)
        {
            return false;
        }

        if (model.AnalyzeDataFlow(statement) is not { Succeeded: true } flow)
        {
            return true;
        }

        return variables.Any(variable => flow.WrittenInside.Contains(variable, SymbolEqualityComparer.Default)
            || flow.VariablesDeclared.Contains(variable, SymbolEqualityComparer.Default)
            || (variable is IFieldSymbol { IsReadOnly: false, IsConst: false } && MayWriteFields(statement)));
    }

    /// <summary>Any call may; setting a property of a framework type, or starting a thread, comes back without having run code of ours.</summary>
    private static bool MayWriteFields(StatementSyntax statement) =>
        statement is not ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax } or InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } } };

    private static List<ISymbol> Variables(ExpressionSyntax expression, SemanticModel model) =>
        [.. expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Select(name => model.GetSymbolInfo(name).Symbol)
            .OfType<ISymbol>()
            .Where(static symbol => symbol is ILocalSymbol { IsConst: false } or IParameterSymbol or IFieldSymbol)];
}
