using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Queues;

/// <summary>Which collections of a type several threads may use at once, with no lock of the type around.</summary>
internal sealed class Sharing
{
    private readonly TypeFacts type;
    private readonly TypeScan scan;
    private readonly HashSet<Body> locking;
    private readonly Lazy<HashSet<ISymbol>> shrinking;

    public Sharing(TypeFacts type)
    {
        this.type = type;
        scan = type.Analysis(static facts => new TypeScan(facts));
        var flows = type.Analysis(static facts => new LockFlows(facts));
        locking = [.. flows.Bodies.Where(body => flows.LocksOf(body)!.Events.Count > 0).Select(static body => body.Outermost)];
        shrinking = new(FindShrinking);
    }

    /// <summary>Neither the body nor anyone of the type that calls it takes a lock; the object is complete.</summary>
    public bool IsUnlocked(Body body)
    {
        var reached = new HashSet<Body> { body };
        var pending = new Stack<Body>(reached);
        var isOnlyBuilding = true;
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            var isBuilding = current.Method is null or { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor };
            if (locking.Contains(current) || (isBuilding && current == body))
            {
                return false;
            }

            var callers = scan.CallersOf(current.Owner).ToList();
            isOnlyBuilding &= isBuilding || (current.Owner.DeclaredAccessibility == Accessibility.Private && callers.Count > 0);
            foreach (var caller in callers.Where(reached.Add))
            {
                pending.Push(caller);
            }
        }

        return !isOnlyBuilding;
    }

    /// <returns>True where several threads are meant to use it, false where one has it for itself, null where that is not known.</returns>
    public static bool? IsShared(AccessPath path, Body body) => path.Root switch
    {
        PathRoot.This => !path.Members.IsEmpty,
        PathRoot.Static => true,
        PathRoot.Parameter => path.Symbol!.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction and not MethodKind.LocalFunction, DeclaredAccessibility: not Accessibility.Private } ? null : false,
        PathRoot.Local => path.Members.IsEmpty && StartedBodies.Of(body).Any(started => started.SelfAndNested.Any(inner => Uses(inner, path.Symbol!))),
        _ => false,
    };

    /// <summary>Whether anybody removes elements, as far as that can be known.</summary>
    public bool MayShrink(AccessPath path) =>
        path switch
        {
            { Root: PathRoot.Local, Members.IsEmpty: true, Symbol: ILocalSymbol local } => shrinking.Value.Contains(local),
            { Holder: IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field } => shrinking.Value.Contains(field),
            _ => true,
        };

    private static bool Uses(Body body, ISymbol local) => body.Operations.All.Any(operation =>
        operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local));

    private HashSet<ISymbol> FindShrinking()
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in type.Bodies.SelectMany(static body => BodyOperations.Evaluation(body.Root)))
        {
            var holder = operation switch
            {
                IFieldReferenceOperation reference => reference.Field,
                ILocalReferenceOperation reference => (ISymbol)reference.Local,
                _ => null,
            };
            if (holder is not null && MayShrink(operation))
            {
                found.Add(holder);
            }
        }

        return found;
    }

    /// <summary>What is handed on may lose elements anywhere; a conversion to another interface has a Remove of its own.</summary>
    private bool MayShrink(IOperation reference)
    {
        var isHarmlessCall = reference.Parent is IInvocationOperation { Instance: { } instance } call && instance == reference
            && type.Model.EffectOf(call) is { Effect: not (Effect.TryTake or Effect.Take) } effect && (effect.Effect != Effect.Atomic || call.Arguments.Length > 0);
        return !isHarmlessCall && reference.Parent is not (IPropertyReferenceOperation or IAssignmentOperation or IFieldInitializerOperation);
    }
}
