using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>
/// The lock order of a whole compilation. A lock is named by the member that declares it, whichever object it belongs to, so two places may mean
/// different locks: good enough for a suggestion, not for a warning.
/// </summary>
internal sealed class CrossTypeOrders
{
    private const int MaxDepth = 6;
    private const int MaxAcquires = 32;

    private readonly Dictionary<IMethodSymbol, MethodLocks> methods = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IMethodSymbol, List<TakenLock>> closures = new(SymbolEqualityComparer.Default);
    private readonly List<CrossTypeEdge> edges = [];

    public CrossTypeOrders(IEnumerable<TypeFacts> types)
    {
        foreach (var type in types)
        {
            Read(type);
        }

        foreach (var method in methods.Values)
        {
            foreach (var call in method.HeldCalls)
            {
                foreach (var taken in AcquiredBy(call.Target, MaxDepth))
                {
                    AddEdge(call.Held, call.HeldSite, taken, call.Place, call.Gates, method.Body);
                }
            }
        }
    }

    /// <summary>Pairs of places that take two locks of different types in opposite orders, each pair of locks once.</summary>
    public IEnumerable<(CrossTypeEdge Later, CrossTypeEdge Earlier)> Inversions()
    {
        var ordered = edges.OrderBy(static edge => edge.Place, LockCycleOrder.BySource).ToList();
        var reported = new HashSet<(ISymbol, ISymbol)>();
        for (var i = 0; i < ordered.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (IsInversion(ordered[i], ordered[j]) && reported.Add((ordered[i].Held.Lock, ordered[i].Wanted.Lock)) && reported.Add((ordered[j].Held.Lock, ordered[j].Wanted.Lock)))
                {
                    yield return (ordered[i], ordered[j]);
                }
            }
        }
    }

    private static bool IsInversion(CrossTypeEdge one, CrossTypeEdge other) =>
        Same(one.Held.Lock, other.Wanted.Lock)
        && Same(one.Wanted.Lock, other.Held.Lock)
        && !Same(OwnerOf(one.Held.Lock), OwnerOf(one.Wanted.Lock))
        && LockModes.Conflict(one.Wanted.Mode, other.Held.Mode)
        && LockModes.Conflict(other.Wanted.Mode, one.Held.Mode)
        && !one.Gates.Overlaps(other.Gates);

    private static bool Same(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);

    private static INamedTypeSymbol OwnerOf(ISymbol @lock) => (@lock as INamedTypeSymbol ?? @lock.ContainingType).OutermostType();

    private void Read(TypeFacts type)
    {
        var flows = type.Analysis(static facts => new LockFlows(facts));
        foreach (var body in type.Bodies)
        {
            // What a constructor does, no second thread does to the same object.
            if (body.Method is { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method)
            {
                var read = new MethodLocks(body, new(() => [.. CallsIn(body.Root, type).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)]));
                methods[method.OriginalDefinition] = read;
                if (flows.LocksOf(body) is { } locks)
                {
                    Read(locks, flows, read, type);
                }
            }
        }
    }

    private void Read(LockBody locks, LockFlows flows, MethodLocks read, TypeFacts type)
    {
        var names = type.Analysis(static facts => new LockNames(facts));
        var body = locks.Body;
        flows.ResultOf(body)!.Visit((operation, before) =>
        {
            var held = before.MustHeld
                .Where(key => !before[key].Sites.IsEmpty && locks.Events.TryGetValue(before[key].Sites[0], out var taken) && names.IsSteadyLock(key, taken.Effect, body))
                .Select(key => (Lock: LockOf(key, type), before[key].Modes, Site: before[key].Sites[0]))
                .Where(static key => key.Lock is not null)
                .ToList();
            if (locks.Events.TryGetValue(operation, out var found))
            {
                if (found.Kind == LockEventKind.Acquire && before[found.Key] is { Min: 0, Max: 0 } && LockOf(found.Key, type) is { } wanted && names.IsSteadyLock(found.Key, found.Effect, body))
                {
                    var acquired = new TakenLock(wanted, found.Effect.Mode, operation);
                    read.Acquires.Add(acquired);
                    foreach (var key in held)
                    {
                        AddEdge(new(key.Lock!, key.Modes, key.Site), key.Site, acquired, operation, Others(held.Select(static other => other.Lock!), key.Lock!), body);
                    }
                }
            }
            else if (TargetOf(operation, type) is { } target)
            {
                foreach (var key in held)
                {
                    read.HeldCalls.Add(new(new(key.Lock!, key.Modes, key.Site), key.Site, target, operation, Others(held.Select(static other => other.Lock!), key.Lock!)));
                }
            }
        });
    }

    private static HashSet<ISymbol> Others(IEnumerable<ISymbol> held, ISymbol one) => new(held.Where(other => !Same(other, one)), SymbolEqualityComparer.Default);

    /// <summary>The member that declares the lock; the type, for a lock on the object itself.</summary>
    private static ISymbol? LockOf(AccessPath key, TypeFacts type) =>
        key.IsField ? key.Holder!.OriginalDefinition : key is { Root: PathRoot.This, Members.IsEmpty: true } ? type.Symbol : null;

    private void AddEdge(TakenLock held, IOperation heldSite, TakenLock wanted, IOperation place, HashSet<ISymbol> gates, Body body)
    {
        if (!Same(held.Lock, wanted.Lock))
        {
            edges.Add(new(held, heldSite, wanted, place, gates, body));
        }
    }

    private List<TakenLock> AcquiredBy(IMethodSymbol method, int depth)
    {
        if (closures.TryGetValue(method, out var known))
        {
            return known;
        }

        known = [];
        if (depth == 0 || !methods.TryGetValue(method, out var read))
        {
            return known;
        }

        closures[method] = known;
        known.AddRange(read.Acquires);
        foreach (var target in read.Calls.Value)
        {
            known.AddRange(AcquiredBy(target, depth - 1).Take(MaxAcquires - known.Count > 0 ? MaxAcquires - known.Count : 0).ToList());
        }

        return known;
    }

    /// <summary>Without the lambdas in it, which run some other time.</summary>
    private static IEnumerable<IMethodSymbol> CallsIn(IOperation root, TypeFacts type)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                continue;
            }

            if (TargetOf(operation, type) is { } target)
            {
                yield return target;
            }

            foreach (var child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }
    }

    /// <summary>The one method of this compilation that the operation calls, and waits for.</summary>
    private static IMethodSymbol? TargetOf(IOperation operation, TypeFacts type)
    {
        var target = operation switch
        {
            IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method } => method,
            IPropertyReferenceOperation { Parent: IAssignmentOperation assignment } property when assignment.Target == property => property.Property.SetMethod,
            IPropertyReferenceOperation property => property.Property.GetMethod,
            _ => null,
        };
        return target is { IsAbstract: false }
            && SymbolEqualityComparer.Default.Equals(target.ContainingAssembly, type.Symbol.ContainingAssembly)
            && (target.IsMonomorphic() || type.Compilation.IsNeverOverridden(target))
            && (target.ReturnType.Name is not ("Task" or "ValueTask") || LockEvents.IsWaitedFor(operation))
            ? target.OriginalDefinition
            : null;
    }

    /// <param name="calls">Found when somebody holds a lock around a call of the method: of most methods nobody asks.</param>
    private sealed class MethodLocks(Body body, Lazy<List<IMethodSymbol>> calls)
    {
        public Body Body { get; } = body;

        public List<TakenLock> Acquires { get; } = [];

        public Lazy<List<IMethodSymbol>> Calls { get; } = calls;

        public List<HeldCall> HeldCalls { get; } = [];
    }

    private sealed record HeldCall(TakenLock Held, IOperation HeldSite, IMethodSymbol Target, IOperation Place, HashSet<ISymbol> Gates);
}
