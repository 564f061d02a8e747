using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Finds the calls, within the type, of members with <c>[RequiresLock]</c> that are made without the lock.</summary>
internal sealed class RequiredLocks(TypeFacts type)
{
    private readonly LockFlows flows = type.Analysis(static facts => new LockFlows(facts));
    private readonly CallerLocks callers = type.Analysis(static facts => new CallerLocks(facts));

    public IEnumerable<(IOperation Call, ISymbol Member, AccessPath Lock)> Find()
    {
        var found = new List<(IOperation, ISymbol, AccessPath)>();
        if (!type.Bodies.Any(static body => !CallerLocks.Required(body.Owner).IsEmpty))
        {
            return found;
        }

        foreach (var body in type.Bodies.SelectMany(static body => body.SelfAndNested).Where(static body => !body.IsAnonymous && !Lifetime.IsBeforeOrAfterUse(body)))
        {
            var result = flows.ResultOf(body);
            if (result is null)
            {
                foreach (var operation in body.Operations.All)
                {
                    Check(operation, body, null, found);
                }
            }
            else
            {
                result.Visit((operation, before) => Check(operation, body, before, found));
            }
        }

        return found;
    }

    private void Check(IOperation operation, Body body, LockState? before, List<(IOperation Call, ISymbol Member, AccessPath Lock)> found)
    {
        var member = operation switch
        {
            IInvocationOperation { Instance: null or IInstanceReferenceOperation } call => (ISymbol)call.TargetMethod,
            IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
            _ => null,
        };
        if (member is null)
        {
            return;
        }

        var onEntry = callers.HeldOnEntry(body);
        foreach (var key in CallerLocks.Required(member.OriginalDefinition))
        {
            if (before is null ? !onEntry.Contains(key) : !before[key].IsMayHeld && !(onEntry.Contains(key) && before[key].Min >= 0))
            {
                found.Add((operation, member, key));
            }
        }
    }
}
