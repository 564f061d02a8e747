using System.Composition;
using ConcurrencyAnalyzers.CodeFixes.Rewrites;
using ConcurrencyAnalyzers.Rules.Queues;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Queues;

/// <summary>Asks and acts in one step.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC701CheckThenActFix))]
[Shared]
public sealed class CONC701CheckThenActFix() : ConcurrencyCodeFix("CONC701")
{
    internal const string AddKey = "CONC701_TryAdd";
    internal const string ReadKey = "CONC701_TryGetValue";
    internal const string TakeKey = "CONC701_TryTake";
    internal const string MissKey = "CONC701_GetOrAdd";
    internal const string UpdateKey = "CONC701_AddOrUpdate";

    /// <summary>One check may stand in the branch of another.</summary>
    private protected override FixAllProvider FixAll => new SequentialFixAll(this);

    private protected override async Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        if (target.Other(0)?.FirstAncestorOrSelf<ExpressionSyntax>() is not { } check)
        {
            return;
        }

        var member = target.Property(CONC701CheckThenActAnalyzer.MemberProperty);
        var (root, name, key) = target.Property(CONC701CheckThenActAnalyzer.ActProperty) switch
        {
            CONC701CheckThenActAnalyzer.MissAct => (member is null ? null : MissedItem.In(check)?.Rewrite(target.Root, member), member, MissKey),
            "WriteItem" or "ReadItem" when CountedItem.In(target.Node) is { } counted => (counted.Rewrite(target.Root), "AddOrUpdate", UpdateKey),
            "WriteItem" when UpdatedItem.In(check) is { } updated => (updated.Rewrite(target.Root), "AddOrUpdate", UpdateKey),
            "WriteItem" => (member is null ? null : Add(target, check, member), member, AddKey),
            "ReadItem" => (Read(target, check), "TryGetValue", ReadKey),
            "Take" when member is "GetConsumingEnumerable" => (Consume(target, check, member), member, TakeKey),
            "Take" or "TryTake" => (member is null ? null : Take(target, check, member), member, TakeKey),
            _ => default,
        };
        if (root is not null)
        {
            var changed = context.Document.WithSyntaxRoot(root);
            if (await CheckedChange.IsSoundAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false))
            {
                Register(context, target, $"Use '{name}'", key, _ => Task.FromResult(changed));
            }
        }
    }

    /// <summary>The question stays, so that the value is only made where it is wanted; the addition asks again.</summary>
    private static SyntaxNode? Add(FixTarget target, ExpressionSyntax check, string member)
    {
        if (check.FirstAncestorOrSelf<IfStatementSyntax>() is { Else: not null } || target.Node.FirstAncestorOrSelf<ElementAccessExpressionSyntax>() is not { ArgumentList.Arguments: [var index] } item
            || item.Parent is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax } assignment)
        {
            return null;
        }

        var separator = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        var call = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, item.Expression, SyntaxFactory.IdentifierName(member)),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList([index.WithoutTrivia(), SyntaxFactory.Argument(assignment.Right.WithoutTrivia())], [separator])));
        return target.Root.ReplaceNode(assignment, call.WithTriviaFrom(assignment));
    }

    private static SyntaxNode? Read(FixTarget target, ExpressionSyntax check)
    {
        if (check is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: [var key] } call
            || BranchOf(check) is not { Count: > 0 } branch)
        {
            return null;
        }

        var text = $"{access.Expression.WithoutTrivia()}[{key.WithoutTrivia()}]";
        var items = branch.SelectMany(static part => part.DescendantNodesAndSelf()).OfType<ElementAccessExpressionSyntax>().Where(item => item.ToString() == text).ToList();
        if (items.Count == 0 || items.Any(static item => item.Parent is AssignmentExpressionSyntax assignment && assignment.Left == item || item.Parent is PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 }))
        {
            return null;
        }

        var value = Functions.FreeName(Functions.Around(check), "value", []);
        var asked = SyntaxFactory.ParseExpression($"{access.Expression.WithoutTrivia()}.TryGetValue({key.WithoutTrivia()}, out var {value})");
        return target.Root.ReplaceNodes(items.Append<SyntaxNode>(call), (original, _) =>
            (original == call ? asked : SyntaxFactory.IdentifierName(value)).WithTriviaFrom(original));
    }

    /// <summary>The elements are taken by the condition; the first statement of the branch has its variable there.</summary>
    private static SyntaxNode? Take(FixTarget target, ExpressionSyntax check, string member)
    {
        var condition = ConditionOf(check);
        var body = condition.Parent switch
        {
            WhileStatementSyntax loop when loop.Condition == condition => loop.Statement,
            IfStatementSyntax branch when branch.Condition == condition => branch.Statement,
            _ => null,
        };
        if (body is not BlockSyntax { Statements: [var first, ..] } || first.ContainsDirectives || VariableOf(first, target.Node) is not { } variable || CollectionOf(first) is not { } collection)
        {
            return null;
        }

        var asked = SyntaxFactory.ParseExpression($"{collection.WithoutTrivia()}.{member}(out {variable})").WithTriviaFrom(condition);
        var root = target.Root.TrackNodes(condition, first);
        root = root.ReplaceNode(root.GetCurrentNode(condition)!, asked);
        return StatementRemoval.Remove(root, [(StatementSyntax)root.GetCurrentNode(first)!]);
    }

    /// <summary>The loop that asks for the end becomes one that ends by itself.</summary>
    private static SyntaxNode? Consume(FixTarget target, ExpressionSyntax check, string member)
    {
        var condition = ConditionOf(check);
        if (condition.Parent is not WhileStatementSyntax { Statement: BlockSyntax { Statements: [LocalDeclarationStatementSyntax { Declaration: { Variables: [var variable] } declaration } first, ..] } } loop
            || loop.Condition != condition || first.ContainsDirectives || VariableOf(first, target.Node) is null || CollectionOf(first) is not { } collection
            || IsWritten(loop.Statement, variable.Identifier.ValueText))
        {
            return null;
        }

        var root = target.Root.TrackNodes(loop, first);
        root = StatementRemoval.Remove(root, [root.GetCurrentNode(first)!]);
        var emptied = root.GetCurrentNode(loop)!;
        var head = SyntaxFactory.ParseStatement($"foreach ({declaration.Type.WithoutTrivia()} {variable.Identifier.ValueText} in {collection.WithoutTrivia()}.{member}()) {{ }}");
        var consuming = ((ForEachStatementSyntax)head).WithLeadingTrivia(emptied.GetLeadingTrivia());
        return root.ReplaceNode(emptied, consuming.WithCloseParenToken(consuming.CloseParenToken.WithTrailingTrivia(emptied.CloseParenToken.TrailingTrivia)).WithStatement(emptied.Statement));
    }

    private static bool IsWritten(SyntaxNode body, string variable) => body.DescendantNodes().Any(node => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left.ToString() == variable,
        PrefixUnaryExpressionSyntax unary => unary.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression && unary.Operand.ToString() == variable,
        PostfixUnaryExpressionSyntax unary => unary.Operand.ToString() == variable,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.Expression.ToString() == variable,
        _ => false,
    });

    /// <summary>The question with its comparison or negation.</summary>
    private static ExpressionSyntax ConditionOf(ExpressionSyntax check) => check.Parent is BinaryExpressionSyntax or PrefixUnaryExpressionSyntax ? (ExpressionSyntax)check.Parent : check;

    /// <summary>What follows <c>out</c>: the variable of a statement that takes one element, and does nothing else.</summary>
    private static string? VariableOf(StatementSyntax first, SyntaxNode take) => first switch
    {
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration: { Variables: [{ Initializer.Value: InvocationExpressionSyntax call } variable] } declaration } when call.Span.Contains(take.Span) && call.ArgumentList.Arguments.Count == 0 =>
            $"{declaration.Type.WithoutTrivia()} {variable.Identifier.ValueText}",
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments: [{ RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword, Expression: var variable }] } call } when call.Span.Contains(take.Span) => variable.ToString(),
        _ => null,
    };

    private static ExpressionSyntax? CollectionOf(StatementSyntax take) =>
        take.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault() is { Expression: MemberAccessExpressionSyntax access } ? access.Expression : null;

    /// <summary>The part of the code in which the answer was yes.</summary>
    private static IReadOnlyList<SyntaxNode> BranchOf(ExpressionSyntax check)
    {
        var isYes = true;
        for (SyntaxNode node = check; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case IfStatementSyntax choice when choice.Condition == node:
                    return isYes ? [choice.Statement] : choice.Else is { } other ? [other] : RestAfter(choice);

                case WhileStatementSyntax loop when loop.Condition == node && isYes:
                    return [loop.Statement];

                case ConditionalExpressionSyntax choice when choice.Condition == node:
                    return isYes ? [choice.WhenTrue] : [choice.WhenFalse];

                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }:
                    isYes = !isYes;
                    continue;

                case ParenthesizedExpressionSyntax:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } when isYes:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } when !isYes:
                    continue;

                default:
                    return [];
            }
        }

        return [];
    }

    /// <summary>The first branch leaves the block, so the rest of it is the other one.</summary>
    private static IReadOnlyList<SyntaxNode> RestAfter(IfStatementSyntax choice) =>
        choice.Parent is BlockSyntax block ? [.. block.Statements.SkipWhile(statement => statement != choice).Skip(1)] : [];
}
