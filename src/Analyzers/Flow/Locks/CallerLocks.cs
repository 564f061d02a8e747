using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>
/// The locks that every caller of a body holds: of a private method or local function that is only called, and never given away as a delegate. A
/// method that others may call has what its <c>[RequiresLock]</c> says.
/// </summary>
internal sealed class CallerLocks
{
    private const int MaxRounds = 32;

    private static readonly ImmutableHashSet<AccessPath> None = ImmutableHashSet<AccessPath>.Empty;

    private readonly Dictionary<Body, ImmutableHashSet<AccessPath>> entries = [];
    private readonly Dictionary<Body, ImmutableHashSet<AccessPath>> usual = [];
    private readonly Dictionary<Body, List<(CallSite Call, LockState? Before)>> calls = [];
    private readonly HashSet<Body> unclear = [];
    private readonly LockFlows flows;
    private readonly TypeScan scan;

    public CallerLocks(TypeFacts type)
    {
        flows = type.Analysis(static facts => new LockFlows(facts));
        scan = type.Analysis(static facts => new TypeScan(facts));
        RecordReached();
        Propagate([.. calls.Keys.Where(body => IsOnlyCalled(body, ofOthersToo: false))], entries);
        Propagate([.. calls.Keys.Where(body => IsOnlyCalled(body, ofOthersToo: true))], usual);
    }

    public ImmutableHashSet<AccessPath> HeldOnEntry(Body body) => (entries.TryGetValue(body, out var held) ? held : None).Union(Required(body.Owner));

    /// <summary>The locks that all callers of this type hold, of a method that others may call too: a sign that holding them is the caller's business.</summary>
    public ImmutableHashSet<AccessPath> HeldByOwnCallers(Body body) => usual.TryGetValue(body, out var held) ? held : None;

    /// <summary>Some caller may hold a lock there, or not: which of its ways leads to the call is not told apart.</summary>
    public bool IsUnclear(Body body) => unclear.Contains(body);

    /// <summary>The locks that an attribute names: fields or properties of the same type.</summary>
    public static ImmutableHashSet<AccessPath> Required(ISymbol owner)
    {
        var member = owner is IMethodSymbol { AssociatedSymbol: { } associated } ? associated : owner;
        var locks = None;
        foreach (var attribute in owner.GetAttributes().Concat(ReferenceEquals(member, owner) ? ImmutableArray<AttributeData>.Empty : member.GetAttributes()))
        {
            if (attribute.AttributeClass?.Name == "RequiresLockAttribute" && NamedLock(attribute, owner.ContainingType) is { } path)
            {
                locks = locks.Add(path);
            }
        }

        return locks;
    }

    /// <summary>The field or property that the attribute's first argument names.</summary>
    public static AccessPath? NamedLock(AttributeData attribute, INamedTypeSymbol? type)
    {
        if (attribute.ConstructorArguments is not [{ Value: string name }, ..])
        {
            return null;
        }

        if (name == "this")
        {
            return new(PathRoot.This, null, ImmutableArray<ISymbol>.Empty, isStable: true);
        }

        name = name.StartsWith("this.", StringComparison.Ordinal) ? name.Substring(5) : name;
        return Member(name, type) ?? OuterStatic(name, type);
    }

    /// <summary>What the code of a nested type may name too.</summary>
    private static AccessPath? OuterStatic(string name, INamedTypeSymbol? type)
    {
        for (var outer = type?.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (Member(name, outer) is { Root: PathRoot.Static } found)
            {
                return found;
            }
        }

        return null;
    }

    private static AccessPath? Member(string name, INamedTypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).FirstOrDefault(static member => member is IFieldSymbol or IPropertySymbol) is { } member)
            {
                return new(member.IsStatic ? PathRoot.Static : PathRoot.This, member.IsStatic ? member.ContainingType : null, ImmutableArray.Create(member), Symbols.SymbolExtensions.IsStable(member));
            }
        }

        return null;
    }

    /// <summary>Only locks that somebody takes can be held: what the code with locks calls, however indirectly, and whoever else calls that.</summary>
    private void RecordReached()
    {
        var seen = new HashSet<Body>();
        var pending = new Queue<Body>(flows.Bodies.Select(static body => body.Outermost));
        while (pending.Count > 0)
        {
            var outermost = pending.Dequeue();
            if (!seen.Add(outermost))
            {
                continue;
            }

            foreach (var body in outermost.SelfAndNested)
            {
                RecordCalls(body);
            }

            foreach (var callee in calls.Keys.Select(static callee => callee.Outermost).Where(callee => !seen.Contains(callee)).ToList())
            {
                pending.Enqueue(callee);
            }

            foreach (var caller in scan.CallersOf(outermost.Owner))
            {
                pending.Enqueue(caller);
            }
        }
    }

    private void RecordCalls(Body body)
    {
        if (flows.ResultOf(body) is { IsOverBudget: false } result)
        {
            var sites = flows.LocksOf(body)!.Calls;
            result.Visit((operation, before) =>
            {
                if (sites.TryGetValue(operation, out var site))
                {
                    Add(site, before);
                }
            });
            return;
        }

        foreach (var operation in body.Operations.All)
        {
            if (CallSite.Of(operation, body) is { } site)
            {
                Add(site, null);
            }
        }
    }

    private void Add(CallSite site, LockState? before)
    {
        if (!calls.TryGetValue(site.Callee, out var all))
        {
            calls.Add(site.Callee, all = []);
        }

        all.Add((site, before));
        if (before is not null && before.Keys.Any(key => before[key].IsMayHeld && !before[key].IsMustHeld))
        {
            unclear.Add(site.Callee);
        }
    }

    private bool IsOnlyCalled(Body body, bool ofOthersToo) =>
        body.Method is { } method
        && !scan.IsUsedAsDelegate(method)
        && method.ExplicitInterfaceImplementations.IsEmpty
        && (method.MethodKind == MethodKind.LocalFunction
            || (method is { MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet } && (ofOthersToo || method.DeclaredAccessibility == Accessibility.Private)));

    /// <summary>From "all locks" downwards: a body that only calls itself takes nothing away.</summary>
    private void Propagate(List<Body> bodies, Dictionary<Body, ImmutableHashSet<AccessPath>> result)
    {
        var known = bodies.ToDictionary(static body => body, static _ => (ImmutableHashSet<AccessPath>?)null);
        for (var round = 0; round < MaxRounds; round++)
        {
            var isChanged = false;
            foreach (var body in bodies)
            {
                var held = calls[body].Aggregate((ImmutableHashSet<AccessPath>?)null, (all, call) => Meet(all, AtCall(call.Call, call.Before, known)));
                isChanged |= (held is null) != (known[body] is null) || (held is not null && !held.SetEquals(known[body]!));
                known[body] = held;
            }

            if (!isChanged)
            {
                foreach (var pair in known)
                {
                    result[pair.Key] = pair.Value ?? None;
                }

                return;
            }
        }
    }

    /// <returns>Null for "all".</returns>
    private static ImmutableHashSet<AccessPath>? AtCall(CallSite call, LockState? before, Dictionary<Body, ImmutableHashSet<AccessPath>?> known)
    {
        // What runs later, or on another thread, runs without the caller's locks.
        if (!CallCompletion.IsSynchronous(call) || LockOrder.LockOrders.RunsLater(call.Callee))
        {
            return None;
        }

        var isKnown = known.TryGetValue(call.Caller, out var onEntry);
        if (isKnown && onEntry is null)
        {
            return null;
        }

        var entry = (onEntry ?? None).Union(Required(call.Caller.Owner)).Where(key => before is null || before[key].Min >= 0);
        return entry.Concat(before?.MustHeld ?? []).Where(key => IsSharedName(key, call)).ToImmutableHashSet();
    }

    private static bool IsSharedName(AccessPath key, CallSite call) => key.Root switch
    {
        PathRoot.Static => true,
        PathRoot.This => call.Receiver is null,
        PathRoot.Local or PathRoot.Parameter => ReferenceEquals(call.Caller.Outermost, call.Callee.Outermost),
        _ => false,
    };

    private static ImmutableHashSet<AccessPath>? Meet(ImmutableHashSet<AccessPath>? left, ImmutableHashSet<AccessPath>? right) =>
        left is null ? right : right is null ? left : left.Intersect(right);
}
