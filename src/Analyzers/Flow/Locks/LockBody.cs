using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>What the lock analysis reads off a body once, before it runs, however often it runs.</summary>
internal sealed class LockBody
{
    private readonly HashSet<ISymbol> guards = new(SymbolEqualityComparer.Default);

    public LockBody(Body body)
    {
        Body = body;
        foreach (var operation in body.Operations.All)
        {
            if (LockEvents.Of(operation, body) is { } found)
            {
                Events[operation] = found;
            }
            else if (CallSite.Of(operation, body) is { } call)
            {
                Calls[operation] = call;
            }
        }

        foreach (var operation in body.Operations.All)
        {
            if (!Events.ContainsKey(operation) && LockScopes.EndedBy(operation, this) is { } maker)
            {
                ScopeEnds[operation] = maker;
            }
        }

        FindGuards();
    }

    public Body Body { get; }

    public Dictionary<IOperation, LockEvent> Events { get; } = [];

    public Dictionary<IOperation, CallSite> Calls { get; } = [];

    /// <summary>Each call of a Dispose that ends a scope object of the user's, with the call that made the object.</summary>
    public Dictionary<IOperation, CallSite> ScopeEnds { get; } = [];

    /// <summary>A <c>yield return</c> stands in the body: calling it runs nothing yet.</summary>
    public bool IsIterator => Body.Operations.All.Any(static operation => operation is IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak });

    /// <summary>Whether what is known of the variable tells paths apart: it says if a lock was taken, or is tested more than once.</summary>
    public bool IsGuard(ISymbol variable) => guards.Contains(variable);

    private void FindGuards()
    {
        foreach (var found in Events.Values)
        {
            if (found.Taken is { } taken)
            {
                guards.Add(taken);
            }
        }

        foreach (var operation in Body.Operations.All)
        {
            if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment
                && LockEvents.CallBehind(assignment.Value, Body) is { } call
                && Events.ContainsKey(call))
            {
                guards.Add(local.Local);
            }
        }

        var flags = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in Body.Operations.All)
        {
            if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { Type.SpecialType: SpecialType.System_Boolean } flag }, Value.ConstantValue: { HasValue: true, Value: true } })
            {
                flags.Add(flag);
            }
        }

        var tested = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var block in Body.Graph.Blocks)
        {
            if (block.ConditionalSuccessor is not null && TestedVariable(block.BranchValue) is { } variable && (flags.Contains(variable) || (!tested.Add(variable) && IsUnchanging(variable))))
            {
                guards.Add(variable);
            }
        }
    }

    /// <summary>The variable that a condition is nothing but a test of.</summary>
    public ISymbol? TestedVariable(IOperation? condition)
    {
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            condition = not.Operand;
        }

        return condition is null ? null : VariableOf(Body.Definitions.SkipWrappers(condition));
    }

    public static ISymbol? VariableOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Field: { IsReadOnly: true, IsStatic: true }, Instance: null } field => field.Field,
        IFieldReferenceOperation { Field.IsReadOnly: true, Instance: IInstanceReferenceOperation } field => field.Field,
        _ => null,
    };

    private bool IsUnchanging(ISymbol variable) => variable is IFieldSymbol || Body.Definitions.WritesTo(variable) <= (variable is ILocalSymbol ? 1 : 0);
}
