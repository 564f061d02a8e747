using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>CONC103: a reader-writer lock is acquired in a mode that the lock does not allow under the one it is held in.</summary>
public sealed class CONC103IllegalReaderWriterRecursionAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>What repairs it: <see cref="Upgrade"/> or <see cref="Remove"/>; absent where neither does.</summary>
    internal const string RepairProperty = "Repair";

    /// <summary>Make the outer read lock, at the first additional location, and its releases, at the others, upgradeable.</summary>
    internal const string Upgrade = "Upgrade";

    /// <summary>Take the inner acquire and its releases, at the additional locations behind the first, out.</summary>
    internal const string Remove = "Remove";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC103",
        title: "Illegal reader/writer lock recursion or upgrade",
        messageFormat: "'{0}' is held as a {1} here: acquiring it as a {2} {3}",
        category: Category.Locking,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A ReaderWriterLockSlim without recursion allows only an upgradeable read lock to be held while a read or write lock is acquired; with recursion, a plain read lock still cannot become a write or upgradeable one. A reader of a ReaderWriterLock that asks for the writer lock waits for itself.");

    private static readonly RuleText Reader = new("CONC103.Reader", "read lock");
    private static readonly RuleText UpgradeableReader = new("CONC103.UpgradeableReader", "upgradeable read lock");
    private static readonly RuleText Writer = new("CONC103.Writer", "write lock");
    private static readonly RuleText Throws = new("CONC103.Throws", "throws LockRecursionException");
    private static readonly RuleText Deadlocks = new("CONC103.Deadlocks", "waits for itself");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        type.Kind == PrimitiveKind.ReaderWriterLock && member.Effect is Effect.Acquire or Effect.TryAcquire).AndTypeName();

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new LockFlows(facts));
        foreach (var body in flows.Bodies)
        {
            var locks = flows.LocksOf(body)!;
            flows.ResultOf(body)!.Visit((operation, before) =>
            {
                if (locks.Events.TryGetValue(operation, out var found) && found.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire)
                {
                    if (Conflict(before[found.Key], found.Key, found.Effect, type) is { } held)
                    {
                        Report(operation, found.Key, found.Effect, before[found.Key], held, new Pairs(found, held, locks, flows.ResultOf(body)!), context);
                    }
                }
                else if (locks.Calls.TryGetValue(operation, out var call) && CallCompletion.IsSynchronous(call))
                {
                    Analyze(call, before, flows.SummaryOf(call.Callee), type, context);
                }
            });
        }
    }

    private static void Analyze(CallSite call, LockState before, LockSummary summary, TypeFacts type, RuleContext context)
    {
        foreach (var acquire in summary.Acquires)
        {
            if (acquire.IsCertain && call.InCaller(acquire.Key) is { } key && Conflict(before[key], key, acquire.Effect, type) is { } held)
            {
                Report(call.Operation, key, acquire.Effect, before[key], held, null, context);
                return;
            }
        }
    }

    /// <summary>The mode in which the lock is held that forbids the acquire; null where none does, or where the lock's policy is not known.</summary>
    private static LockMode? Conflict(LockValue value, AccessPath key, MemberEffect acquire, TypeFacts type)
    {
        if (acquire.Type.Kind != PrimitiveKind.ReaderWriterLock || !value.IsMustHeld)
        {
            return null;
        }

        var held = value.Depths;
        var isReader = held.Read.IsMustHeld;
        var isOnlyReader = isReader && !held.UpgradeableRead.IsMayHeld && !held.Write.IsMayHeld;
        if (acquire.Type.IsReentrant)
        {
            return isOnlyReader && acquire.Mode == LockMode.Write ? LockMode.Read : null;
        }

        if (RecursionPolicies.Of(key, type) is not { } allowsRecursion)
        {
            return null;
        }

        if (allowsRecursion)
        {
            return isOnlyReader && acquire.Mode is LockMode.Write or LockMode.UpgradeableRead ? LockMode.Read : null;
        }

        return held.Write.IsMustHeld ? LockMode.Write
            : isReader ? LockMode.Read
            : held.UpgradeableRead.IsMustHeld && acquire.Mode == LockMode.UpgradeableRead ? LockMode.UpgradeableRead
            : null;
    }

    private static void Report(IOperation operation, AccessPath key, MemberEffect acquire, LockValue value, LockMode held, Pairs? pairs, RuleContext context)
    {
        var others = pairs is { Repair: not null } ? pairs.Places : value.Sites.Take(1);
        context.Report(
            operation.Syntax.GetLocation(),
            severity: null,
            others.Select(static place => place.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty.Add(RepairProperty, pairs?.Repair),
            key,
            NameOf(held),
            NameOf(acquire.Mode),
            acquire.Type.IsReentrant ? Deadlocks : Throws);
    }

    private static RuleText NameOf(LockMode mode) => mode switch
    {
        LockMode.Read => Reader,
        LockMode.UpgradeableRead => UpgradeableReader,
        _ => Writer,
    };

    /// <summary>Which acquires and releases belong together, where that is plain.</summary>
    private sealed class Pairs
    {
        public Pairs(LockEvent acquire, LockMode held, LockBody locks, FlowResult<LockState> result)
        {
            if (acquire.Primitive.IsReentrant)
            {
                return;
            }

            var isUpgrade = held == LockMode.Read && acquire.Effect.Mode == LockMode.Write;
            var mode = isUpgrade ? held : acquire.Effect.Mode;
            var acquires = new List<IOperation>();
            var releases = new List<IOperation>();
            var depth = 0;
            result.Visit((operation, before) =>
            {
                if (!locks.Events.TryGetValue(operation, out var found) || !found.Key.Equals(acquire.Key) || found.Effect.Mode != mode)
                {
                    return;
                }

                if (operation == acquire.Operation)
                {
                    depth = before[found.Key].Depths[mode].Min + 1;
                }

                (found.Kind == LockEventKind.Release ? releases : acquires).Add(operation);
            });

            if (isUpgrade)
            {
                Places = [.. acquires, .. releases];
                Repair = acquires.Count == 1 && releases.Count > 0 ? Upgrade : null;
                return;
            }

            // A release that some path reaches less deep belongs to an outer acquire.
            var own = new List<IOperation>();
            result.Visit((operation, before) =>
            {
                if (releases.Contains(operation) && before[acquire.Key].Depths[mode].Min == depth)
                {
                    own.Add(operation);
                }
            });
            Places = [acquire.Operation, .. own];
            Repair = own.Count > 0 && acquire.Kind == LockEventKind.Acquire && held == LockMode.Write | held == acquire.Effect.Mode ? Remove : null;
        }

        public string? Repair { get; }

        public IReadOnlyList<IOperation> Places { get; } = [];
    }
}
