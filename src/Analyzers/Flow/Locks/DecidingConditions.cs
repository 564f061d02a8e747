using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>
/// Asks whether a program could mean to skip an acquire when the lock is already held: a flag parameter, an owner field, an
/// <c>AsyncLocal</c>. An early return because an argument is empty is no such thing.
/// </summary>
internal sealed class DecidingConditions(Body body)
{
    private const int MaxDepth = 8;

    /// <summary>Whether no condition on the way to the operation looks as if it knew about the lock.</summary>
    public bool AreNeutral(IOperation operation)
    {
        if (BlockOf(operation) is not { } target)
        {
            return false;
        }

        var reaching = BlocksThatReach(target);
        foreach (var block in reaching)
        {
            if (block.ConditionalSuccessor is { } conditional
                && !(Leads(conditional, reaching) && Leads(block.FallThroughSuccessor, reaching))
                && !IsNeutral(block.BranchValue!))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Leads(ControlFlowBranch? branch, HashSet<BasicBlock> reaching) => branch?.Destination is { } destination && reaching.Contains(destination);

    private bool IsNeutral(IOperation condition, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            return false;
        }

        foreach (var operation in BodyOperations.Evaluation(body.Definitions.Origin(condition)))
        {
            if (!IsNeutralPart(operation, depth))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsNeutralPart(IOperation operation, int depth) => operation switch
    {
        IParameterReferenceOperation parameter => parameter.Type?.SpecialType != SpecialType.System_Boolean && !parameter.Parameter.IsOptional && parameter.Type?.TypeKind != TypeKind.Enum,
        IFieldReferenceOperation field => IsNeutralType(field.Type) && !IsThreadIdentity(field.Field),
        IPropertyReferenceOperation property => !IsThreadIdentity(property.Property) && (IsNeutralType(property.Type) || !IsOwn(property.Property)),
        ILocalReferenceOperation local => !IsOpaque(local, depth),
        IInvocationOperation call => !IsOwn(call.TargetMethod) && LockEvents.Of(call, body) is null && call.TargetMethod.ContainingType?.Name is not ("Interlocked" or "Volatile"),
        IFlowCaptureReferenceOperation capture => body.Definitions.ValueOf(capture.Id) is { } value && IsNeutral(value, depth + 1),
        _ => true,
    };

    private static bool IsNeutralType(ITypeSymbol? type) => type is not null && type.SpecialType != SpecialType.System_Boolean && type.TypeKind != TypeKind.Enum;

    private static bool IsThreadIdentity(ISymbol member) =>
        member.Name is "ManagedThreadId" or "CurrentManagedThreadId" or "CurrentThread" or "IsValueCreated"
        || (member.Name == "Value" && member.ContainingType.Name is "AsyncLocal" or "ThreadLocal")
        || member.Name.IndexOf("owner", StringComparison.OrdinalIgnoreCase) >= 0;

    private bool IsOwn(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingType?.OriginalDefinition, body.Owner.ContainingType?.OriginalDefinition);

    /// <summary>A flag with a history.</summary>
    private bool IsOpaque(ILocalReferenceOperation local, int depth) =>
        local.Type?.SpecialType == SpecialType.System_Boolean && !local.IsDeclaration
        && (body.Definitions.ValueOf(local.Local) is not { } value || !IsNeutral(value, depth + 1));

    private BasicBlock? BlockOf(IOperation operation)
    {
        foreach (var block in body.Graph.Blocks)
        {
            if (body.Operations[block].Contains(operation))
            {
                return block;
            }
        }

        return null;
    }

    private static HashSet<BasicBlock> BlocksThatReach(BasicBlock target)
    {
        var reaching = new HashSet<BasicBlock> { target };
        var pending = new Stack<BasicBlock>();
        pending.Push(target);
        while (pending.Count > 0)
        {
            foreach (var branch in pending.Pop().Predecessors)
            {
                if (reaching.Add(branch.Source))
                {
                    pending.Push(branch.Source);
                }
            }
        }

        return reaching;
    }
}
