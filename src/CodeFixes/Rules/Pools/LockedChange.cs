using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Pools;

/// <summary>The smallest piece of code around a change that makes sense under a lock: one statement, or the expression that a lambda consists of.</summary>
/// <param name="Place">The statement or the lambda's expression.</param>
/// <param name="Object">The object that is changed and can be locked itself; null for a variable.</param>
/// <param name="Costly">What is computed for the change, and need not be under the lock.</param>
internal sealed record LockedChange(SyntaxNode Place, ExpressionSyntax? Object, ExpressionSyntax? Costly)
{
    /// <summary>The tree that the nodes are of, once it is another one than the document's.</summary>
    public SyntaxNode Root { get; private init; } = Place.SyntaxTree.GetRoot();

    public IEnumerable<SyntaxNode> Nodes => Costly is null ? [Place] : [Place, Costly];

    public SyntaxNode? Statement => Place.FirstAncestorOrSelf<StatementSyntax>();

    /// <param name="node">The variable, the item, or the name of the member that changes the object.</param>
    /// <param name="isObject">Whether an object is changed, and not a variable.</param>
    /// <returns>Null where the change is a part of something larger.</returns>
    public static LockedChange? Of(SyntaxNode node, bool isObject)
    {
        var changed = node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node;
        var locked = isObject ? (changed as MemberAccessExpressionSyntax)?.Expression ?? (changed as ElementAccessExpressionSyntax)?.Expression : null;
        if (isObject && locked is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or IdentifierNameSyntax }))
        {
            return null;
        }

        if (changed.Parent is not ExpressionSyntax whole || whole.Parent is not (ExpressionStatementSyntax or LambdaExpressionSyntax))
        {
            return null;
        }

        var place = whole.Parent is ExpressionStatementSyntax statement ? Widest(statement, changed.ToString()) : (SyntaxNode)whole;
        return new(place, locked, place == whole || place == whole.Parent ? CostlyIn(whole, changed.ToString()) : null);
    }

    public LockedChange Tracked(SyntaxNode root) => this with
    {
        Root = root,
        Place = root.GetCurrentNode(Place)!,
        Costly = Costly is null ? null : root.GetCurrentNode(Costly),
    };

    public SyntaxNode Apply(SyntaxNode root, string gate)
    {
        var (before, inside) = Parts();
        if (Place is ExpressionSyntax expression)
        {
            var block = SyntaxFactory.ParseStatement($"{{ {before}lock ({gate}) {{ {inside}; }} }}");
            var lambda = (LambdaExpressionSyntax)expression.Parent!;
            return root.ReplaceNode(lambda, lambda.WithBody(((BlockSyntax)block).WithTriviaFrom(expression)));
        }

        var statement = (StatementSyntax)Place;
        if (Lines.IsInLine(statement))
        {
            // On one line, as its neighbours are.
            var line = SyntaxFactory.ParseStatement($"{{ {before}lock ({gate}) {{ {inside} }} }}");
            var added = StatementList.Around(statement) is not null ? ((BlockSyntax)line).Statements : SyntaxFactory.SingletonList(line);
            return Replace(root, statement, added);
        }

        var lineEnd = LineEnding.Of(root).ToString();
        var text = SyntaxFactory.ParseStatement($"{{{lineEnd}{before}{(before.Length > 0 ? lineEnd : "")}lock ({gate}){lineEnd}{{{lineEnd}{inside}{lineEnd}}}{lineEnd}}}");
        var statements = ((BlockSyntax)text).Statements;
        return StatementList.Around(statement) is not null
            ? Replace(root, statement, SyntaxFactory.List(statements.Select(static added => added.WithAdditionalAnnotations(Formatter.Annotation))))
            : root.ReplaceNode(statement, text.WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static SyntaxNode Replace(SyntaxNode root, StatementSyntax statement, SyntaxList<StatementSyntax> added)
    {
        var all = added.ToList();
        all[0] = all[0].WithLeadingTrivia(statement.GetLeadingTrivia());
        all[all.Count - 1] = all[all.Count - 1].WithTrailingTrivia(statement.GetTrailingTrivia());
        return statement.Parent is GlobalStatementSyntax global ? root.ReplaceNode(global, all.Select(SyntaxFactory.GlobalStatement)) : root.ReplaceNode(statement, all);
    }

    /// <summary>What comes before the lock, and what goes into it.</summary>
    private (string Before, string Inside) Parts()
    {
        var text = Place.WithoutTrivia().ToString();
        if (Costly is null)
        {
            return ("", text);
        }

        var name = Functions.FreeName(Functions.Around(Place), Costly.Parent is ArgumentSyntax ? "item" : "value", []);
        var start = Costly.SpanStart - Place.SpanStart;
        return ($"var {name} = {Costly.WithoutTrivia()}; ".TrimEnd() + (Place is ExpressionSyntax || Lines.IsInLine((StatementSyntax)Place) ? " " : ""), text.Substring(0, start) + name + text.Substring(start + Costly.Span.Length));
    }

    /// <summary>The condition that looks at the same thing belongs to the change.</summary>
    private static StatementSyntax Widest(ExpressionStatementSyntax statement, string changed)
    {
        StatementSyntax widest = statement;
        foreach (var outer in statement.Ancestors().TakeWhile(static node => node is BlockSyntax or IfStatementSyntax or ElseClauseSyntax))
        {
            if (outer is IfStatementSyntax choice && choice.Condition.DescendantNodesAndSelf().Any(node => node.ToString() == changed))
            {
                widest = choice;
            }
        }

        return widest;
    }

    /// <summary>The only thing that is computed, if it takes more than a look: a call, a query.</summary>
    private static ExpressionSyntax? CostlyIn(ExpressionSyntax change, string changed)
    {
        var value = change switch
        {
            InvocationExpressionSyntax { ArgumentList.Arguments: [{ RefKindKeyword.RawKind: 0, Expression: var argument }] } => argument,
            AssignmentExpressionSyntax assignment => assignment.Right,
            _ => null,
        };
        return value is not null
            && value is not AnonymousFunctionExpressionSyntax
            && value.DescendantNodesAndSelf().Any(static node => node is InvocationExpressionSyntax or AwaitExpressionSyntax)
            && !value.DescendantNodesAndSelf().Any(node => node.ToString() == changed)
                ? value
                : null;
    }
}
