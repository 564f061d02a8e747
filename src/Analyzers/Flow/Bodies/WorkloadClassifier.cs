using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Finds out what a body spends its time with, calls within the type included. Anything unknown makes the whole unknown.</summary>
internal sealed class WorkloadClassifier
{
    private const int MaxBodies = 64;

    /// <summary>A loop that runs less often than this is no work.</summary>
    private const int ManyIterations = 1000;

    private readonly HashSet<Body> seen = [];
    private readonly List<Body> chain = [];
    private bool isUnknown;
    private bool isIo;
    private bool isLong;

    public static Workload Of(Body body)
    {
        var classifier = new WorkloadClassifier();
        classifier.Visit(body, isInLoop: false);
        return classifier.isIo ? Workload.Io
            : classifier.isUnknown ? Workload.Unknown
            : classifier.isLong ? Workload.Cpu
            : Workload.Light;
    }

    /// <summary>It computes in a loop or by recursion, whatever else it does.</summary>
    public static bool IsLong(Body body)
    {
        var classifier = new WorkloadClassifier();
        classifier.Visit(body, isInLoop: false);
        return classifier.isLong;
    }

    private void Visit(Body body, bool isInLoop)
    {
        if (chain.Contains(body))
        {
            isLong = true;
            return;
        }

        if (!seen.Add(body))
        {
            return;
        }

        var blocks = body.Graph.Blocks;
        if (seen.Count > MaxBodies || blocks.Length > FlowAnalysis<object>.MaxBlocks || !blocks[blocks.Length - 1].IsReachable)
        {
            isUnknown = true;
            return;
        }

        chain.Add(body);
        foreach (var operation in body.Operations.All)
        {
            var loops = Places.LoopsAround(operation.Syntax).ToList();
            isLong |= operation is IBinaryOperation or IIncrementOrDecrementOperation or ICompoundAssignmentOperation or IArrayElementReferenceOperation && loops.Any(IsLongLoop);
            Visit(operation, body, isInLoop || loops.Count > 0);
        }

        chain.RemoveAt(chain.Count - 1);
    }

    private void Visit(IOperation operation, Body body, bool isInLoop)
    {
        if (Calls.EffectOf(operation, body) is { } effect)
        {
            Add(effect);
        }
        else if (CallSite.Of(operation, body) is { } call)
        {
            Visit(call.Callee, isInLoop);
        }
        else if (Calls.Classify(operation, body) != CallClass.None)
        {
            AddUnlisted(operation, body, isInLoop);
        }
    }

    private void Add(MemberEffect effect)
    {
        isIo |= effect.Effect is Effect.Block or Effect.Join or Effect.Wait or Effect.Take;
        isUnknown |= effect switch
        {
            { Effect: Effect.None or Effect.Obtain or Effect.VolatileRead or Effect.VolatileWrite or Effect.Fence } => false,
            { Effect: Effect.Check, Type.Kind: PrimitiveKind.Cancellation } => false,
            { Effect: Effect.Acquire or Effect.Release, Type.Kind: PrimitiveKind.Lock } => false,
            { Type.Kind: PrimitiveKind.Atomic or PrimitiveKind.ThreadLocal } => false,
            { Effect: Effect.Put or Effect.Atomic or Effect.WriteItem or Effect.TryPut, Type.Kind: PrimitiveKind.ConcurrentCollection } => false,
            _ => true,
        };
    }

    private void AddUnlisted(IOperation operation, Body body, bool isInLoop)
    {
        var member = operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            IPropertyReferenceOperation property => (ISymbol)property.Property,
            IBinaryOperation binary => binary.OperatorMethod,
            IUnaryOperation unary => unary.OperatorMethod,
            IConversionOperation conversion => conversion.OperatorMethod,
            _ => null,
        };
        if (member is null || (!PureLibrary.Contains(member) && !IsImplicitEnumeration(operation, body)))
        {
            isIo |= member is not null && PureLibrary.IsIo(member);
            isUnknown |= member is null || isInLoop || !PureLibrary.IsOutput(member);
            return;
        }

        foreach (var callback in Calls.CallbacksOf(operation))
        {
            if (BodyFinder.OfDelegate(callback, body) is { } target)
            {
                // What a query does for each item is a loop.
                isLong |= LibraryCalls.NamespaceOf(member.ContainingType) == "System.Linq" && target.Body.Operations.All.Any(static inner => inner is IBinaryOperation or ICompoundAssignmentOperation);
                Visit(target.Body, isInLoop: true);
            }
            else
            {
                isUnknown = true;
            }
        }
    }

    /// <summary>The calls that a foreach over an array is lowered to.</summary>
    private static bool IsImplicitEnumeration(IOperation operation, Body body)
    {
        var instance = operation switch
        {
            IInvocationOperation { IsImplicit: true } call => call.Instance,
            IPropertyReferenceOperation { IsImplicit: true } property => property.Instance,
            _ => null,
        };
        var origin = instance is null ? null : body.Definitions.SkipWrappers(instance);
        return origin is { Type: IArrayTypeSymbol }
            || (origin is IInvocationOperation { TargetMethod.Name: "GetEnumerator", Instance: { } enumerated } && body.Definitions.SkipWrappers(enumerated).Type is IArrayTypeSymbol);
    }

    private static bool IsLongLoop(StatementSyntax loop) => loop switch
    {
        ForStatementSyntax { Condition: BinaryExpressionSyntax { Right: LiteralExpressionSyntax { Token.Value: int bound } } } => bound >= ManyIterations,
        ForStatementSyntax { Condition: null } => false,
        ForEachStatementSyntax { Expression: ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax } => false,
        _ => true,
    };
}
