using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Queues;

/// <summary>The bodies that end only when somebody completes a queue: they take its items in a loop that nothing else ends.</summary>
internal sealed class EndlessConsumers
{
    private const int MaxRounds = 4;

    private readonly TypeFacts type;
    private readonly HashSet<Body> bodies = [];

    public EndlessConsumers(OwnHandle queue, TypeFacts type)
    {
        this.type = type;
        foreach (var use in queue.With(Effect.Consume))
        {
            if (IsEndless((IInvocationOperation)use.Operation))
            {
                bodies.Add(use.Body);
            }
        }

        AddCallers();
    }

    public bool IsEmpty => bodies.Count == 0;

    /// <summary>Whether the call takes the items in such a loop.</summary>
    public static bool IsEndlessLoop(HandleUse use) => use.Effect.Effect == Effect.Consume && IsEndless((IInvocationOperation)use.Operation);

    /// <summary>Whether the operation starts such a body on another thread: a thread's or task's creation.</summary>
    public bool IsStartedBy(IOperation creation) => Starters.BodyOf(creation, type) is { } started && bodies.Contains(started);

    /// <summary>Whether the call runs such a body; where that is asynchronous, the task of the call does not complete before it.</summary>
    public bool IsRunBy(IOperation call, Body context) => CallSite.Of(call, context) is { } site && bodies.Contains(site.Callee);

    /// <summary>Whoever calls such a body, whatever happens, ends no sooner.</summary>
    private void AddCallers()
    {
        for (var round = 0; round < MaxRounds && bodies.Count > 0; round++)
        {
            var found = type.Bodies.SelectMany(static body => body.SelfAndNested)
                .Where(body => !bodies.Contains(body) && body.Operations.All.Any(operation =>
                    operation is IInvocationOperation && IsRunBy(operation, body) && IsUnconditional(operation.Syntax)
                    && (CallSite.Of(operation, body)!.Callee.Method is { IsAsync: false } || operation.Parent is IAwaitOperation || operation.Syntax.Parent is ArrowExpressionClauseSyntax or LambdaExpressionSyntax)))
                .ToList();
            if (found.Count == 0)
            {
                return;
            }

            bodies.UnionWith(found);
        }
    }

    private static bool IsEndless(IInvocationOperation consume)
    {
        if (consume.Arguments.Any(static argument => !argument.IsImplicit && argument.ArgumentKind == ArgumentKind.Explicit))
        {
            return false;
        }

        var sequence = consume.Syntax;
        while (sequence.Parent is ParenthesizedExpressionSyntax || sequence.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax })
        {
            sequence = sequence.Parent is MemberAccessExpressionSyntax access ? access.Parent! : sequence.Parent;
        }

        return sequence.Parent is CommonForEachStatementSyntax loop && loop.Expression == sequence && !LeavesEarly(loop.Statement) && IsUnconditional(loop);
    }

    private static bool LeavesEarly(StatementSyntax body) => body.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
        .Any(static node => node is ReturnStatementSyntax or BreakStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or YieldStatementSyntax
            || node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThrowIfCancellationRequested" }
            || node is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: nameof(Environment) }, Name.Identifier.ValueText: nameof(Environment.Exit) or nameof(Environment.FailFast) });

    /// <summary>Whoever runs the function gets there, and an exception aside, does not come back.</summary>
    private static bool IsUnconditional(SyntaxNode node)
    {
        for (; node.Parent is { } parent && node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax); node = parent)
        {
            if (parent is IfStatementSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or WhileStatementSyntax or ForStatementSyntax
                || parent is CommonForEachStatementSyntax loop && loop.Expression != node)
            {
                return false;
            }
        }

        return true;
    }
}
