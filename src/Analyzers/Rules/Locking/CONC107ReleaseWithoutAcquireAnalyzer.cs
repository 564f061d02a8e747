using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>CONC107: a lock is released that is not held, or held in another mode.</summary>
public sealed class CONC107ReleaseWithoutAcquireAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The member that would release the lock as it is held; absent where the release has to go.</summary>
    internal const string ReleaseProperty = "Release";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC107",
        title: "Release without matching acquire",
        messageFormat: "'{0}' is {1}",
        category: Category.Locking,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A lock must be released as often as it was acquired, in the mode in which it was acquired. A release too many throws; that of a semaphore lets two threads in at once.");

    private static readonly RuleText NotHeld = new("CONC107.NotHeld", "released here without being held");
    private static readonly RuleText ReleasedAgain = new("CONC107.ReleasedAgain", "released here and once more on the way out of the block");
    private static readonly RuleText NotTaken = new("CONC107.NotTaken", "released here also where it could not be acquired");
    private static readonly RuleText OtherMode = new("CONC107.OtherMode", "held in another mode than the one that is released here");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        type.Kind is PrimitiveKind.Lock or PrimitiveKind.Semaphore or PrimitiveKind.ReaderWriterLock && member.Effect == Effect.Release);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new LockFlows(facts));
        foreach (var body in flows.Bodies)
        {
            AnalyzeModes(body, flows, context);
            AnalyzeTries(body, flows, type.Analysis(static facts => new LockUses(facts)), context);
            AnalyzeCounts(body, flows, type.Analysis(static facts => new LockUses(facts)), context);
        }
    }

    private static void AnalyzeModes(Body body, LockFlows flows, RuleContext context)
    {
        var locks = flows.LocksOf(body)!;
        flows.ResultOf(body)!.Visit((operation, before) =>
        {
            if (locks.Events.TryGetValue(operation, out var release) && release.Kind == LockEventKind.Release && HeldMode(before[release.Key], release) is { } held)
            {
                var name = release.Primitive.Members.First(member => member.Effect == Effect.Release && member.Mode == held).Name;
                Report(release, OtherMode, before[release.Key].Sites, name, context);
            }
        });
    }

    /// <summary>The one mode in which the lock is held, if the release is for another one.</summary>
    private static LockMode? HeldMode(LockValue value, LockEvent release)
    {
        var released = release.Effect.Mode;
        if (release.Primitive.Kind != PrimitiveKind.ReaderWriterLock
            || value.IsUnknown
            || value.Depths[released].IsMayHeld
            || (release.Primitive.IsReentrant && released == LockMode.Read))
        {
            return null;
        }

        var others = new[] { LockMode.Read, LockMode.UpgradeableRead, LockMode.Write }.Where(mode => mode != released && value.Depths[mode].IsMayHeld).ToList();
        return others.Count == 1 && value.Depths[others[0]].IsMustHeld ? others[0] : null;
    }

    private static void AnalyzeCounts(Body body, LockFlows flows, LockUses uses, RuleContext context)
    {
        var result = flows.ResultOf(body)!;
        if (result.IsOverBudget || result.Exit is not { } exit || result.Exits is not { } exits)
        {
            return;
        }

        var locks = flows.LocksOf(body)!;
        ImmutableHashSet<AccessPath>? releasedFirst = null;
        foreach (var key in exit.Keys)
        {
            if (exits.Returned.Values.Any(state => state[key] is { Max: < 0, IsUnknown: false })
                && (IsNeverLeftHeld(key, body, locks, flows, uses)
                    || (locks.Events.Values.Any(found => found.Kind == LockEventKind.Acquire && found.Key.Equals(key))
                        && IsOwn(key, body, flows, uses)
                        && !(releasedFirst ??= new FirstLockEvents(locks, flows).ReleasedFirst()).Contains(key))))
            {
                ReportExcess(key, locks, result, context);
            }
        }

        foreach (var earlier in new ExcessReleases(locks, flows).InHandlers())
        {
            if (IsOwn(earlier.Key, body, flows, uses))
            {
                Report(earlier, ReleasedAgain, [], null, context);
            }
        }
    }

    private static void AnalyzeTries(Body body, LockFlows flows, LockUses uses, RuleContext context)
    {
        if (flows.ResultOf(body)!.IsOverBudget)
        {
            return;
        }

        foreach (var (release, attempt) in new ExcessReleases(flows.LocksOf(body)!, flows).AfterFailedTries())
        {
            if (release.Primitive.IsThreadAffine || IsOwn(release.Key, body, flows, uses))
            {
                Report(release, NotTaken, [attempt.Operation], string.Empty, context);
            }
        }
    }

    /// <summary>
    /// A lock that belongs to a thread, that some other code of this type acquires and always gives back, and that this body only releases: another one is meant.
    /// </summary>
    private static bool IsNeverLeftHeld(AccessPath key, Body body, LockBody locks, LockFlows flows, LockUses uses) =>
        locks.Events.Values.First(found => found.Key.Equals(key)).Primitive.IsThreadAffine
        && body.Method is { MethodKind: MethodKind.Ordinary } method && !method.IsOverride && method.ExplicitInterfaceImplementations.IsEmpty
        && IsOwn(key, body, flows, uses)
        && locks.Events.Values.Where(found => found.Key.Equals(key)).All(static found => found.Kind == LockEventKind.Release)
        && locks.Events.Values.Any(found => !found.Key.Equals(key) && found.Kind == LockEventKind.Acquire && flows.ResultOf(body)!.Exit![found.Key].IsMustHeld)
        && flows.Bodies.All(other => !flows.LocksOf(other)!.IsIterator && !flows.ResultOf(other)!.IsOverBudget);

    /// <summary>No other code can have acquired for this body.</summary>
    private static bool IsOwn(AccessPath key, Body body, LockFlows flows, LockUses uses) =>
        (key.IsStable || body.Type.IsNeverReassigned(key))
        && uses.Of(key) is { IsClosed: true } use
        && use.Releasers.All(other => other == body)
        && !uses.IsCalledHere(body)
        && !flows.Bodies.Any(other => other != body && flows.SummaryOf(other).Net.Any(net => net.Max > 0 && SymbolEqualityComparer.Default.Equals(net.Key.Holder, key.Holder)));

    private static void ReportExcess(AccessPath key, LockBody locks, FlowResult<LockState> result, RuleContext context)
    {
        var certain = new List<LockEvent>();
        var earlier = new List<LockEvent>();
        var isAgain = false;
        var acquires = new List<IOperation>();
        result.Visit((operation, before) =>
        {
            if (!locks.Events.TryGetValue(operation, out var found) || !found.Key.Equals(key))
            {
                return;
            }

            if (found.Kind != LockEventKind.Release)
            {
                acquires.Add(operation);
            }
            else if (before[key] is { IsMayHeld: false, IsUnknown: false } && !operation.IsImplicit)
            {
                certain.Add(found);
            }
            else if (before.Cases.Any(way => way[key] is { IsMayHeld: false, IsUnknown: false }))
            {
                isAgain = true;
            }
            else if (before[key].IsMustHeld && !operation.IsImplicit)
            {
                earlier.Add(found);
            }
            else
            {
                isAgain |= operation.IsImplicit && !before[key].IsMayHeld;
            }
        });

        if (certain.Count > 0)
        {
            Report(certain[0], NotHeld, acquires, null, context);
        }
        else if (isAgain && earlier.Count > 0)
        {
            Report(earlier[earlier.Count - 1], ReleasedAgain, acquires, null, context);
        }
    }

    private static void Report(LockEvent release, RuleText what, IEnumerable<IOperation> acquires, string? matching, RuleContext context) =>
        context.Report(
            release.Operation.Syntax.GetLocation(),
            severity: null,
            acquires.Take(1).Select(static operation => operation.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty.Add(ReleaseProperty, matching),
            release.Key,
            what);
}
