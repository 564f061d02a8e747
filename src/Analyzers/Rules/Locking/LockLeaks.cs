using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>
/// Finds the locks that a body leaves held at a normal exit although nobody else will release them. A method that acquires for its caller,
/// one half of an Enter/Exit pair, or the maker of a scope object, is no leak.
/// </summary>
internal sealed class LockLeaks
{
    private readonly LockFlows flows;
    private readonly LockUses uses;
    private readonly Dictionary<Body, List<LockLeak>> leaks = [];

    public LockLeaks(TypeFacts type)
    {
        flows = type.Analysis(static facts => new LockFlows(facts));
        uses = type.Analysis(static facts => new LockUses(facts));
        foreach (var body in flows.Bodies)
        {
            leaks.Add(body, [.. Find(body)]);
        }
    }

    public IReadOnlyList<LockLeak> Of(Body body) => leaks.TryGetValue(body, out var found) ? found : [];

    private IEnumerable<LockLeak> Find(Body body)
    {
        var result = flows.ResultOf(body)!;
        if (result.IsOverBudget || result.Exit is not { } exit || result.Exits is not { } exits)
        {
            yield break;
        }

        foreach (var key in exit.Keys)
        {
            if (exit[key] is { IsMayHeld: true, Min: >= 0, Sites.IsEmpty: false } value
                && value.Sites.Select(site => EffectOf(site, body)).FirstOrDefault(static effect => effect is not null) is { } effect)
            {
                var held = new HeldLock(body, key, value, effect, flows.ReleasesOf(body, key));
                if (!IsHandedOut(held, exits) && !IsCalleesLeak(value, body))
                {
                    var leaving = exits.Returned.Where(pair => pair.Value[key].IsMayHeld).OrderBy(static pair => pair.Key.Ordinal).First().Key;
                    yield return new(value.Sites[0], key, effect, LastOperation(leaving, body) ?? value.Sites[0], held.Releases);
                }
            }
        }
    }

    /// <summary>Whether some other code may release what the body leaves held.</summary>
    private bool IsHandedOut(HeldLock held, FlowExits<LockState> exits)
    {
        if (uses.Of(held.Key) is not { } use)
        {
            return held.Releases.Count == 0 || !held.IsReleasedBeside();
        }

        var others = use.Releasers.Where(body => body != held.Body).ToList();
        if (held.Effect.Type.Kind == PrimitiveKind.Semaphore && ((!use.IsClosed && !IsMadeAsLock(use)) || others.Count > 0 || !IsCountedFromOne(use)))
        {
            return true;
        }

        if (LockScopes.IsMaker(held.Body) || IsFutileTry(held) || use.Disposers.Contains(held.Body.Outermost) || IsScopeElsewhere(held))
        {
            return true;
        }

        if (use.IsClosed && others.Count == 0)
        {
            return held.Releases.Count == 0 ? IsMeantToStay(held, use) : held.Value.IsMustHeld && uses.IsCalledHere(held.Body);
        }

        // Somebody else may release it. Only one shape is a mistake all the same: the release stands beside the acquire, and a way leads past it.
        return held.Releases.Count == 0
            || held.Value.IsMustHeld
            || !held.IsReleasedBeside() && !IsOnlyHeldHere(held, use)
            || !ReturnsNothing(held.Body) && (others.Count > 0 || MayReturnHold(held, exits))
            || exits.Returned.Count < 2;
    }

    /// <summary>The called method is told so itself; its callers need not be.</summary>
    private bool IsCalleesLeak(LockValue value, Body body) =>
        value.Sites.All(site => flows.LocksOf(body)!.Calls.TryGetValue(site, out var call) && Of(call.Callee).Count > 0);

    /// <summary>The caller may learn from the result that it has the lock now.</summary>
    private static bool MayReturnHold(HeldLock held, FlowExits<LockState> exits) => ResultOf(held.Body.Method) switch
    {
        { SpecialType: SpecialType.System_Boolean } => exits.Returned.Any(pair => pair.Value[held.Key].IsMayHeld && pair.Key.BranchValue?.ConstantValue is not { HasValue: true, Value: false }),
        { SpecialType: not SpecialType.None } => false,
        { } type => type.AllInterfaces.Any(static implemented => implemented.SpecialType == SpecialType.System_IDisposable) || type.SpecialType == SpecialType.System_IDisposable,
        null => true,
    };

    /// <summary>What whoever calls or awaits the method gets.</summary>
    private static ITypeSymbol? ResultOf(IMethodSymbol? method) =>
        method is { IsAsync: true, ReturnType: INamedTypeSymbol { TypeArguments: [var result] } } ? result : method?.ReturnType;

    /// <summary>A lock that the body never releases itself: its callers may, or it is a latch that closes once.</summary>
    private bool IsMeantToStay(HeldLock held, LockUse use) =>
        uses.IsCalledHere(held.Body)
        || use.HasQuery
        || use.Disposers.Count > 0
        || use.Symbol is ILocalSymbol && !held.Effect.ReturnsScope
        || held.Body.Method is { Name: WellKnownMemberNames.TopLevelStatementsEntryPointMethodName or "Main" }
        || (held.Effect.Type.Kind == PrimitiveKind.Semaphore && (!use.HasRelease || held.Effect.Effect == Effect.TryAcquire));

    /// <summary>The scope that would release it is somewhere else: returned, stored, or handed on.</summary>
    private bool IsScopeElsewhere(HeldLock held) =>
        held.Value.Sites.Any(site => MakesScope(site, held) && !ScopeUse.StaysIn(site, held.Body));

    private bool MakesScope(IOperation site, HeldLock held) => flows.LocksOf(held.Body)!.Calls.TryGetValue(site, out var call)
        ? LockScopes.IsMaker(call)
        : held.Effect.ReturnsScope || held.Effect.ScopeParameter != MemberEffect.Absent;

    /// <summary>A try to acquire what is held already, of a lock that is not re-entrant: it cannot succeed.</summary>
    private bool IsFutileTry(HeldLock held) =>
        held.Effect.Type.IsNonReentrant
        && held.Effect.Type.Kind != PrimitiveKind.ReaderWriterLock
        && held.Value.Sites.Length > 1
        && held.Value.Sites.Any(site => flows.LocksOf(held.Body)!.Events.TryGetValue(site, out var found) && found.Kind == LockEventKind.TryAcquire);

    /// <summary>
    /// A lock that a method without a result got as an argument: where it releases it on some ways only, the caller cannot know which one was taken.
    /// </summary>
    private static bool IsOnlyHeldHere(HeldLock held, LockUse use) =>
        use.Symbol is IParameterSymbol
        && ReturnsNothing(held.Body)
        && held.Body.Method is { MethodKind: MethodKind.Ordinary } method
        && method.Parameters.All(static parameter => parameter.RefKind is not (RefKind.Ref or RefKind.Out));

    /// <summary>Where it comes from stands a semaphore with one permit that is made on demand: one lock for each key.</summary>
    private static bool IsMadeAsLock(LockUse use) =>
        use.Symbol is ILocalSymbol
        && use.Values is [var value]
        && value.DescendantsAndSelf().OfType<IObjectCreationOperation>().Any(static creation =>
            creation.Type?.Name == nameof(SemaphoreSlim) && creation.Arguments is [{ Value.ConstantValue: { HasValue: true, Value: 1 } }, ..]);

    private static bool IsCountedFromOne(LockUse use)
    {
        foreach (var value in use.Values)
        {
            var creation = value is IConversionOperation conversion ? conversion.Operand : value;
            if (creation is IObjectCreationOperation { Arguments: { Length: > 0 } arguments }
                && arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value.ConstantValue is { HasValue: true, Value: 0 })
            {
                return false;
            }
        }

        return true;
    }

    private static bool ReturnsNothing(Body body) =>
        body.Method is { } method && (method.ReturnsVoid || (method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false }));

    private MemberEffect? EffectOf(IOperation site, Body body)
    {
        var locks = flows.LocksOf(body)!;
        if (locks.Events.TryGetValue(site, out var found))
        {
            return found.Effect;
        }

        return locks.Calls.TryGetValue(site, out var call)
            ? flows.SummaryOf(call.Callee).Acquires.FirstOrDefault()?.Effect ?? flows.LocksOf(call.Callee)?.Events.Values.FirstOrDefault(static inner => inner.Kind == LockEventKind.TryAcquire)?.Effect
            : null;
    }

    private static IOperation? LastOperation(BasicBlock block, Body body) => body.Operations[block].LastOrDefault();

    private sealed record HeldLock(Body Body, AccessPath Key, LockValue Value, MemberEffect Effect, IReadOnlyList<IOperation> Releases)
    {
        /// <summary>One release stands in the same list of statements as the acquire, so it is where the way through the body is meant to end.</summary>
        public bool IsReleasedBeside() =>
            Value.Sites.Any(site => ListOf(site) is { } list && Releases.Any(release => ListOf(release) == list));

        private static SyntaxNode? ListOf(IOperation operation)
        {
            var statement = operation.Syntax.FirstAncestorOrSelf<StatementSyntax>();
            return statement?.Parent is GlobalStatementSyntax global ? global.Parent : statement?.Parent;
        }
    }
}
