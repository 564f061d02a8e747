using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Says of which bodies it is certain that they never end: their end is not reached, and nothing in them throws or can be told to stop.</summary>
internal sealed class EndlessLoops
{
    private const int MaxDepth = 4;

    private static readonly WordSet Completions = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) =>
        type.Kind == PrimitiveKind.Queue && member.Effect is Effect.Complete or Effect.Close or Effect.Dispose));

    private readonly Dictionary<Body, bool> known = [];
    private readonly bool completesQueues;

    public EndlessLoops(TypeFacts type) => completesQueues = type.Bodies.Any(static body => body.ContainsAny(Completions));

    /// <summary>A cheap look for <c>while (true)</c> and its like.</summary>
    public static bool IsThereOne(SyntaxNode body) => body.DescendantNodes().Any(static node => node switch
    {
        WhileStatementSyntax loop => loop.Condition.IsKind(SyntaxKind.TrueLiteralExpression),
        DoStatementSyntax loop => loop.Condition.IsKind(SyntaxKind.TrueLiteralExpression),
        ForStatementSyntax loop => loop.Condition is null || loop.Condition.IsKind(SyntaxKind.TrueLiteralExpression),
        _ => false,
    });

    public bool IsEndless(Body body)
    {
        if (!known.TryGetValue(body, out var found))
        {
            known.Add(body, found = IsThereOne(body.Syntax) && !body.Graph.Blocks[body.Graph.Blocks.Length - 1].IsReachable && !MayThrow(body, 0));
        }

        return found;
    }

    private bool MayThrow(Body body, int depth)
    {
        foreach (var block in body.Graph.Blocks)
        {
            if (!block.IsReachable)
            {
                continue;
            }

            if (block.FallThroughSuccessor?.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow && !IsSwallowed(block.BranchValue?.Syntax))
            {
                return true;
            }

            foreach (var operation in body.Operations[block])
            {
                if (IsToken(operation) || (MayThrow(operation, body, depth) && !IsSwallowed(operation.Syntax)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>What has a token can be cancelled.</summary>
    private static bool IsToken(IOperation operation) => operation.Type is { Name: nameof(CancellationToken) } && operation is not IDefaultValueOperation;

    private bool MayThrow(IOperation operation, Body body, int depth)
    {
        var effect = operation switch
        {
            IInvocationOperation call => body.Model.EffectOf(call),
            IObjectCreationOperation creation => body.Model.EffectOf(creation),
            IPropertyReferenceOperation property => body.Model.EffectOf(property.Property, isWrite: false),
            _ => null,
        };
        if (effect is not null)
        {
            return effect.Type.Kind switch
            {
                PrimitiveKind.Queue => completesQueues,
                PrimitiveKind.Blocking => effect.Type.SimpleName != nameof(Console),
                PrimitiveKind.Process or PrimitiveKind.Pool or PrimitiveKind.PendingResult or PrimitiveKind.Cancellation => true,
                PrimitiveKind.Task or PrimitiveKind.Awaiter => effect.Effect is not (Effect.None or Effect.Create or Effect.Block) && operation is not IInvocationOperation { TargetMethod.Name: "Delay" or "Yield" },
                _ => false,
            };
        }

        if (operation is IInvocationOperation { TargetMethod: { ContainingType.Name: nameof(Environment), Name: "Exit" or "FailFast" } })
        {
            return true;
        }

        if (operation is IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation && CallSite.Of(operation, body) is { } site)
        {
            return depth >= MaxDepth || MayThrow(site.Callee, depth + 1);
        }

        return operation switch
        {
            IAwaitOperation { Operation: IInvocationOperation { TargetMethod.Name: "Delay" or "Yield" } } => false,
            IDelegateCreationOperation => false,
            _ => ThrowingWork.KindOf(operation, body, null) != ThrowingKind.Never,
        };
    }

    /// <summary>A handler in the loop catches whatever it is, and goes on.</summary>
    private static bool IsSwallowed(SyntaxNode? node)
    {
        for (; node?.Parent is { } parent and not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax); node = parent)
        {
            if (parent is TryStatementSyntax attempt && attempt.Block == node && attempt.Catches.Any(CatchesAll))
            {
                return true;
            }
        }

        return false;
    }

    private static bool CatchesAll(CatchClauseSyntax handler) =>
        handler.Filter is null
        && handler.Declaration?.Type.ToString() is null or "Exception" or "System.Exception"
        && !handler.Block.DescendantNodes().Any(static node => node is ThrowStatementSyntax or ThrowExpressionSyntax or ReturnStatementSyntax or BreakStatementSyntax);
}
