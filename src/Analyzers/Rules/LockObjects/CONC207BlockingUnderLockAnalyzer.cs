using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.LockOrder;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>CONC207: a thread sleeps, or waits for a file, the network or another thread, while it holds a lock.</summary>
public sealed class CONC207BlockingUnderLockAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>"true" where the call is a sleep.</summary>
    internal const string IsSleepProperty = "IsSleep";

    /// <summary>"true" where the call stands here itself and reads and writes nothing.</summary>
    internal const string IsWaitProperty = "IsWait";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC207",
        title: "Blocking call or sleep while a lock is held",
        messageFormat: "'{0}' blocks while '{1}' is held: every thread that needs the lock waits as long",
        category: Category.LockObjects,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "A lock should be held for a few instructions. A sleep, a wait or an access to a file or network under a lock makes all who need the lock wait for the slowest of these. Do it before or after the lock, and take only its result in.");

    private protected override Trigger Trigger => LockTriggers.AnyLock;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var held = new HeldLocks(type);
        var purposes = new LockPurposes(type);
        var fatal = type.Analysis(static facts => new ThreadWaits(facts));
        var reported = new HashSet<IOperation>();
        foreach (var found in new HeldEvents<Blocking>(type, Blocking.Of).Find())
        {
            if (fatal.Contains(found.Place) || fatal.Contains(found.Event.Operation) || reported.Contains(found.Place))
            {
                continue;
            }

            foreach (var (key, site) in held.At(found.Locks, found.In))
            {
                if (!key.Equals(found.Event.Releases) && !(found.Event.IsIo && purposes.OnlySerialises(key, found.Event.Device)))
                {
                    reported.Add(found.Place);
                    Report(found, key, site, context);
                    break;
                }
            }
        }
    }

    private static void Report(HeldEvent<Blocking> found, AccessPath key, IOperation site, RuleContext context) =>
        context.Report(
            Spans.Of(found.Place),
            severity: null,
            [site.Syntax.GetLocation(), .. found.Call is null ? Array.Empty<Location>() : [found.Event.Operation.Syntax.GetLocation()]],
            ImmutableDictionary<string, string?>.Empty.Add(IsSleepProperty, found.Call is null && IsSleep(found.Event) ? "true" : null)
                .Add(IsWaitProperty, found is { Call: null, Event.IsIo: false } ? "true" : null),
            found.Call is { } call ? BodyNames.Of(call.Callee) : NameOf(found.Event.Operation),
            key);

    private static bool IsSleep(Blocking blocking) => blocking.Row is { Effect: Effect.Block, Type.Kind: PrimitiveKind.Thread };

    private static string NameOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IPropertyReferenceOperation property => property.Property.Name,
        _ => operation.Syntax.ToString(),
    };
}
