using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>What a lock is there for: state, or nothing but a device that one thread at a time may use.</summary>
internal sealed class LockPurposes(TypeFacts type)
{
    private readonly LockFlows flows = type.Analysis(static facts => new LockFlows(facts));
    private readonly Dictionary<(ISymbol Lock, ISymbol? Device), bool> answers = [];

    /// <summary>Every region of the lock uses the device, and none guards other state of the type.</summary>
    /// <param name="key">The lock.</param>
    /// <param name="device">The member that holds the device; null for files and the like that are opened in the region.</param>
    public bool OnlySerialises(AccessPath key, ISymbol? device)
    {
        if (key.Holder is not { } holder)
        {
            return false;
        }

        // Who locks the stream itself means the stream.
        if (SymbolEqualityComparer.Default.Equals(holder, device))
        {
            return true;
        }

        if (!answers.TryGetValue((holder, device), out var answer))
        {
            answer = flows.Bodies.All(body => AllRegionsUse(holder, device, body));
            answers[(holder, device)] = answer;
        }

        return answer;
    }

    private bool AllRegionsUse(ISymbol holder, ISymbol? device, Body body)
    {
        var locks = flows.LocksOf(body)!;
        var regions = locks.Events
            .Where(found => found.Value.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire && SymbolEqualityComparer.Default.Equals(found.Value.Key.Holder, holder))
            .ToDictionary(static found => found.Key, static found => found.Value.Key);
        if (regions.Count == 0)
        {
            return true;
        }

        var used = new HashSet<IOperation>();
        var guardsState = false;
        flows.ResultOf(body)!.Visit((operation, before) =>
        {
            foreach (var region in regions)
            {
                if (before[region.Value] is { IsMayHeld: true } held && held.Sites.Contains(region.Key))
                {
                    guardsState |= IsStateChange(operation, device, body);
                    if (Uses(operation, device, body, locks))
                    {
                        used.Add(region.Key);
                    }
                }
            }
        });
        return !guardsState && regions.Keys.All(used.Contains);
    }

    private static bool Uses(IOperation operation, ISymbol? device, Body body, LockBody locks) =>
        IsUse(operation, device, body)
        || (locks.Calls.TryGetValue(operation, out var call) && call.Callee.Operations.All.Any(inner => IsUse(inner, device, call.Callee)));

    private static bool IsUse(IOperation operation, ISymbol? device, Body body) => device is null
        ? Blocking.Of(operation, body) is { IsIo: true } || MemberOf(operation) is { } member && PureLibrary.IsIo(member)
        : operation is IMemberReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Member, device);

    private static ISymbol? MemberOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IObjectCreationOperation creation => creation.Constructor,
        _ => null,
    };

    /// <summary>Numbers and flags are kept beside any device; objects are state of their own.</summary>
    private static bool IsStateChange(IOperation operation, ISymbol? device, Body body) => operation switch
    {
        IAssignmentOperation { Target: IMemberReferenceOperation target } => IsState(target, device),
        IInvocationOperation { Instance: IMemberReferenceOperation collection } call => IsState(collection, device) && body.Model.EffectOf(call) is { Effect: Effect.Mutate or Effect.Put or Effect.TryPut or Effect.WriteItem },
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: IMemberReferenceOperation collection, Parent: IAssignmentOperation } => IsState(collection, device),
        _ => false,
    };

    private static bool IsState(IMemberReferenceOperation member, ISymbol? device) =>
        member is IFieldReferenceOperation or IPropertyReferenceOperation
        && !SymbolEqualityComparer.Default.Equals(member.Member, device)
        && (member.Instance is null or IInstanceReferenceOperation)
        && member.Type is { IsReferenceType: true } type
        && !PureLibrary.IsIo(type.GetMembers().FirstOrDefault() ?? member.Member)
        && (type.SpecialType == SpecialType.None || type.SpecialType == SpecialType.System_String || type.SpecialType == SpecialType.System_Object);
}
