using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.LockOrder;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>All uses of the fields of a type that count for the question which lock guards them.</summary>
internal sealed class GuardedUses
{
    private readonly Dictionary<MemoryLocation, List<GuardedUse>> uses = [];
    private readonly HashSet<ISymbol> atomic = new(SymbolEqualityComparer.Default);
    private readonly TypeFacts type;
    private readonly LockFlows flows;
    private readonly CallerLocks callers;
    private readonly EntryPoints entries;
    private readonly HeldPlaces places;
    private readonly LockNames names;

    public GuardedUses(TypeFacts type)
    {
        this.type = type;
        flows = type.Analysis(static facts => new LockFlows(facts));
        callers = type.Analysis(static facts => new CallerLocks(facts));
        entries = type.Analysis(static facts => new EntryPoints(facts));
        places = type.Analysis(static facts => new HeldPlaces(facts));
        names = type.Analysis(static facts => new LockNames(facts));
        var fields = FieldsUnderLock();
        foreach (var body in type.Bodies.Where(body => fields.Count > 0 && Mentions(body, fields)).SelectMany(static body => body.SelfAndNested))
        {
            Collect(body, fields);
        }
    }

    /// <summary>By location: the variable, or its content. Without fields that some code accesses atomically.</summary>
    public IEnumerable<KeyValuePair<MemoryLocation, List<GuardedUse>>> All => uses.Where(pair => !atomic.Contains(pair.Key.Path.Holder!));

    /// <summary>Fields that some body uses while it may hold a lock, and those that say which lock guards them.</summary>
    private HashSet<ISymbol> FieldsUnderLock()
    {
        var fields = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var body in flows.Bodies)
        {
            var onEntry = callers.HeldOnEntry(body);
            flows.ResultOf(body)?.Visit((operation, before) =>
            {
                if (operation is IFieldReferenceOperation { Field: { IsConst: false } field } && (!onEntry.IsEmpty || before.MustHeld.Any()))
                {
                    fields.Add(field.OriginalDefinition);
                }
            });
        }

        fields.UnionWith(UnknownGuards.MembersOf(type.Symbol).Where(static member => Declared(member) is not null));
        return fields;
    }

    /// <summary>The lock that the field's or property's attribute names.</summary>
    public static AccessPath? Declared(ISymbol member) =>
        member.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass?.Name == "GuardedByAttribute") is { } attribute
            ? CallerLocks.NamedLock(attribute, member.ContainingType)
            : null;

    private static bool Mentions(Body body, HashSet<ISymbol> fields) =>
        fields.Any(body.Mentions) && BodyOperations.Evaluation(body.Root).Any(operation => operation is IMemberReferenceOperation { Member: var member } && fields.Contains(member.OriginalDefinition));

    private void Collect(Body body, HashSet<ISymbol> fields)
    {
        if (Lifetime.IsBeforeOrAfterUse(body) || Lifetime.IsDeclaredUnsafe(body.Outermost.Owner) || IsInitialization(body.Outermost.Owner))
        {
            return;
        }

        var isUnclear = RunsUnderUnknownLocks(body);
        var result = flows.ResultOf(body);
        if (result is { IsOverBudget: true })
        {
            return;
        }

        if (result is not null)
        {
            result.Visit((operation, before) => Collect(operation, body, before, isUnclear, fields));
            return;
        }

        foreach (var operation in body.Operations.All)
        {
            Collect(operation, body, null, isUnclear, fields);
        }
    }

    private void Collect(IOperation operation, Body body, LockState? before, bool isUnclear, HashSet<ISymbol> fields)
    {
        if (Accesses.Of(operation, body) is not { Location.Path: { Root: PathRoot.This or PathRoot.Static, Members: [var member] } path } access
            || !fields.Contains(member.OriginalDefinition)
            || (member is not IFieldSymbol && Declared(member) is null))
        {
            return;
        }

        if (access.IsAtomic)
        {
            atomic.Add(member);
            return;
        }

        if (access.Location.IsContent && operation is IArrayElementReferenceOperation && !access.IsWrite && operation.Parent is IFlowCaptureOperation)
        {
            return;
        }

        var held = Held(body, before);
        var use = new GuardedUse(access, body, held.ToImmutable(), isUnclear || IsUnclear(operation, body, before, held) || IsLockItself(access, operation) || IsStartedLater(operation, body));
        if (!uses.TryGetValue(access.Location, out var all))
        {
            uses.Add(access.Location, all = []);
        }

        all.Add(use);
    }

    /// <summary>By its name the method runs before the object is used.</summary>
    private static bool IsInitialization(ISymbol owner) =>
        owner is IMethodSymbol { MethodKind: MethodKind.Ordinary } && (owner.Name.StartsWith("Init", StringComparison.Ordinal) || owner.Name.StartsWith("SetUp", StringComparison.Ordinal) || owner.Name.StartsWith("Setup", StringComparison.Ordinal));

    private ImmutableDictionary<AccessPath, LockMode>.Builder Held(Body body, LockState? before)
    {
        var held = ImmutableDictionary.CreateBuilder<AccessPath, LockMode>();
        foreach (var key in callers.HeldOnEntry(body))
        {
            // How a caller holds it is not told; nobody requires a reader's hold to write.
            if (before is null || before[key].Min >= 0)
            {
                held[key] = LockMode.Exclusive;
            }
        }

        foreach (var key in before?.MustHeld ?? [])
        {
            if (before![key].Sites is [var site, ..] && (!flows.LocksOf(body)!.Events.TryGetValue(site, out var taken) || names.IsSteadyLock(key, taken.Effect, body)))
            {
                held[key] = ModeOf(before[key]);
            }
        }

        return held;
    }

    private static LockMode ModeOf(LockValue value) =>
        value.Depths.Write.Min > 0 ? LockMode.Write : value.Modes == LockMode.Read ? LockMode.Read : LockMode.Exclusive;

    private bool IsUnclear(IOperation operation, Body body, LockState? before, ImmutableDictionary<AccessPath, LockMode>.Builder held) =>
        held.Count == 0
        && ((before is not null && before.Keys.Any(key => before[key].IsMayHeld))
            || places.IsAnyHeld(operation, body)
            || IsInLockStatement(operation)
            || !callers.HeldByOwnCallers(body).IsEmpty
            || callers.IsUnclear(body)
            || LockClaims.IsAfterQuery(operation, body)
            || Turns.IsAfterLockName(operation, body));

    private static bool IsInLockStatement(IOperation operation) => operation.Syntax.Ancestors().OfType<LockStatementSyntax>().Any(statement => statement.Statement.Span.Contains(operation.Syntax.Span));

    /// <summary>A lambda runs when whoever has it calls it, under whatever lock; but a thread starts with none.</summary>
    private bool RunsUnderUnknownLocks(Body body)
    {
        if (body.Method?.MethodKind is not (MethodKind.AnonymousFunction or MethodKind.LocalFunction))
        {
            return body.Method is { } method && (method.IsOverride || LockClaims.AreInName(method));
        }

        return entries.StartOf(body) is null && callers.HeldOnEntry(body).IsEmpty;
    }

    /// <summary>The expression of a lock statement, or what is handed to Monitor, is not a use of the data.</summary>
    private static bool IsLockItself(Access access, IOperation operation) =>
        !access.Location.IsContent && operation.Syntax.Ancestors().Any(node => node is LockStatementSyntax statement && statement.Expression.Span.Contains(operation.Syntax.Span));

    /// <summary>What a method sets up before it starts the threads that use it, or looks at after it has joined them, meets nobody.</summary>
    private static bool IsStartedLater(IOperation operation, Body body) => body.Operations.All.Any(other =>
        Calls.EffectOf(other, body) is { } effect
        && ((other.Syntax.SpanStart > operation.Syntax.SpanStart && (ForkJoins.Starts(effect.Type, effect) || effect.Type.Kind == PrimitiveKind.Timer))
            || (other.Syntax.SpanStart < operation.Syntax.SpanStart && (EffectGroups.IsJoin(effect.Effect) || effect.Effect is Effect.ParallelInvoke))));
}
