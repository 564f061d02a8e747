using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Finds the fields that are volatile, or that Interlocked changes, and are updated in several steps elsewhere.</summary>
internal sealed class OrdinaryUpdates(TypeFacts type)
{
    private readonly Dictionary<IFieldSymbol, List<(IOperation Place, Body In)>> atomics = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IFieldSymbol, List<(IOperation Place, Body In)>> updates = new(SymbolEqualityComparer.Default);

    public IEnumerable<OrdinaryUpdate> Find()
    {
        var shared = SharedFields();
        if (!HasUpdateOf(shared))
        {
            return [];
        }

        foreach (var body in type.Bodies.Where(body => MentionsAny(body, shared)).SelectMany(static body => body.SelfAndNested))
        {
            foreach (var operation in body.Operations.All)
            {
                Record(operation, body);
            }
        }

        return updates.SelectMany(pair => pair.Value
            .Where(update => !Lifetime.IsBeforeOrAfterUse(update.In) && !LockClaims.AreInName(update.In.Outermost.Owner) && !LockClaims.IsAfterQuery(update.Place, update.In))
            .Select(update => Judge(pair.Key, update.Place, update.In))
            .OfType<OrdinaryUpdate>());
    }

    private HashSet<IFieldSymbol> SharedFields()
    {
        var shared = new HashSet<IFieldSymbol>(VolatileFields(type.Symbol), SymbolEqualityComparer.Default);
        foreach (var operation in type.Bodies.Where(static body => body.Mentions("Interlocked")).SelectMany(static body => BodyOperations.Evaluation(body.Root)))
        {
            if (operation is IFieldReferenceOperation { Field: var field } reference && IsChangedAtomically(reference))
            {
                shared.Add(field.OriginalDefinition);
            }
        }

        return shared;
    }

    private static IEnumerable<IFieldSymbol> VolatileFields(INamedTypeSymbol type)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var field in declaring.OriginalDefinition.GetMembers().OfType<IFieldSymbol>().Where(static field => field.IsVolatile))
            {
                yield return field;
            }
        }

        foreach (var field in type.GetTypeMembers().SelectMany(VolatileFields))
        {
            yield return field;
        }
    }

    /// <summary>A walk over the trees first: most types that use Interlocked have nothing to report, and need no graphs.</summary>
    private bool HasUpdateOf(HashSet<IFieldSymbol> shared) => type.Bodies
        .Where(body => MentionsAny(body, shared))
        .SelectMany(static body => BodyOperations.Evaluation(body.Root))
        .Any(operation => operation is IFieldReferenceOperation { Field: var field } reference && shared.Contains(field.OriginalDefinition) && Updates.StepOf(reference) is not null);

    private static bool MentionsAny(Body body, HashSet<IFieldSymbol> fields) => fields.Any(body.Mentions);

    private void Record(IOperation operation, Body body)
    {
        if (operation is not IFieldReferenceOperation { Field: var field } reference || !IsOwn(reference, body))
        {
            return;
        }

        if (IsChangedAtomically(reference))
        {
            Add(atomics, field, operation, body);
        }
        else if (Accesses.Of(operation, body) is { IsUpdate: true } access && access.Operation == operation)
        {
            Add(updates, field, operation, body);
        }
    }

    private OrdinaryUpdate? Judge(IFieldSymbol field, IOperation place, Body body)
    {
        var held = HeldAt(place, body);
        held.AddRange(type.Analysis(static facts => new CallerLocks(facts)).HeldOnEntry(body).Select(static key => key.Holder).OfType<ISymbol>());
        if (atomics.TryGetValue(field, out var changes) && changes.Where(static change => !Lifetime.IsBeforeOrAfterUse(change.In)).ToList() is { Count: > 0 } rivals)
        {
            // A lock keeps an atomic operation out only where that takes the same lock.
            return rivals.FirstOrDefault(rival => !HeldAt(rival.Place, rival.In).Any(held.Contains) && !IsAfterJoin(place, body)).Place is { } atomic
                ? new(place, field, body, atomic)
                : null;
        }

        return field.IsVolatile && held.Count == 0 && !IsAfterJoin(place, body) && !Turns.IsAfterLockName(place, body) && type.Analysis(static facts => new CallerLocks(facts)).HeldOnEntry(body).IsEmpty ? new(place, field, body, null) : null;
    }

    private List<ISymbol> HeldAt(IOperation place, Body body)
    {
        var held = new List<ISymbol>();
        type.Analysis(static facts => new LockFlows(facts)).ResultOf(body)?.Visit((operation, before) =>
        {
            if (operation == place)
            {
                held.AddRange(before.Keys.Where(key => before[key].IsMayHeld).Select(static key => key.Holder).OfType<ISymbol>());
            }
        });
        return held;
    }

    /// <summary>The body has waited for others before: whom it might meet may have ended.</summary>
    private static bool IsAfterJoin(IOperation place, Body body) => body.Operations.All.Any(operation =>
        operation.Syntax.SpanStart < place.Syntax.SpanStart
        && Calls.EffectOf(operation, body) is { } effect
        && (EffectGroups.IsJoin(effect.Effect) || effect.Effect is Effect.ParallelInvoke or Effect.Wait or Effect.TryWait or Effect.SignalAndWait or Effect.Consume));

    /// <summary>A field of this object or of the type: another object may be one that nobody else has.</summary>
    private static bool IsOwn(IFieldReferenceOperation reference, Body body) =>
        reference.Field.IsStatic || AccessPaths.Of(reference.Instance, body) is { Root: PathRoot.This, Members.IsEmpty: true };

    private bool IsChangedAtomically(IFieldReferenceOperation reference) =>
        reference.Parent is IArgumentOperation { Parameter: { RefKind: RefKind.Ref, Ordinal: 0 }, Parent: IInvocationOperation call }
        && type.Model.EffectOf(call) is { Effect: Effect.Atomic, Type.SimpleName: "Interlocked" };

    private static void Add(Dictionary<IFieldSymbol, List<(IOperation Place, Body In)>> places, IFieldSymbol field, IOperation operation, Body body)
    {
        var key = field.OriginalDefinition;
        if (!places.TryGetValue(key, out var list))
        {
            places.Add(key, list = []);
        }

        list.Add((operation, body));
    }
}
