using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>CONC105: something between an acquire and its release can throw, and then nothing releases.</summary>
public sealed class CONC105LockLeakedByExceptionAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC105",
        title: "Lock leaked when an exception is thrown",
        messageFormat: "'{0}' stays held when {1} throws, because the release is not in a finally block",
        category: Category.Locking,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "An exception between the acquire and the release of a lock skips the release, and whoever waits for the lock next waits for ever. Release it in a finally block, or use lock or using. The rule warns where the code that throws stands in the same type, and suggests where a call could throw.");

    private static readonly RuleText ThrowStatement = new("CONC105.ThrowStatement", "the throw below");
    private static readonly RuleText LaterCode = new("CONC105.LaterCode", "the code below");

    private protected override Trigger Trigger => LeakReport.Trigger;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new LockFlows(facts));
        foreach (var body in flows.Bodies)
        {
            var windows = new Dictionary<IOperation, Window>();
            Collect(body, flows, windows);
            var leaks = type.Analysis(static facts => new LockLeaks(facts)).Of(body);
            foreach (var window in windows.Values.Where(window => leaks.All(leak => !leak.Key.Equals(window.Acquire.Key))))
            {
                if (IsOwn(window.Acquire, type))
                {
                    Report(window, flows.ReleasesOf(body, window.Acquire.Key), context);
                }
            }
        }
    }

    private static void Collect(Body body, LockFlows flows, Dictionary<IOperation, Window> windows)
    {
        var locks = flows.LocksOf(body)!;
        var result = flows.ResultOf(body)!;
        if (result.Exits is not { } exits)
        {
            return;
        }

        result.Visit((operation, before) =>
        {
            if (exits.Thrown(operation) is not { } thrown || ThrowingWork.KindOf(operation, body, locks) is var kind && kind == ThrowingKind.Never)
            {
                return;
            }

            foreach (var key in thrown.Keys)
            {
                var value = thrown[key];
                if (value.IsMustHeld
                    && IsEvenAtExit(result, key)
                    && value.Sites.Select(site => AcquireAt(site, key, locks, flows)).FirstOrDefault(static found => found is not null) is { } acquire
                    && (!windows.TryGetValue(acquire.Site, out var known) || known.Kind < kind)
                    && flows.ReleasesOf(body, key).Count > 0)
                {
                    windows[acquire.Site] = new(acquire, operation, kind);
                }
            }
        });
    }

    /// <summary>Released wherever the body ends normally; what is not is another rule's business, or meant for the caller.</summary>
    private static bool IsEvenAtExit(FlowResult<LockState> result, AccessPath key) =>
        result.Exit is not { } exit || exit[key] is { Min: 0, Max: 0 };

    /// <summary>The acquire that stands here, or the call of a method that does nothing else; one whose scope releases is no such thing.</summary>
    private static Acquire? AcquireAt(IOperation site, AccessPath key, LockBody locks, LockFlows flows)
    {
        if (locks.Events.TryGetValue(site, out var found))
        {
            return site.IsImplicit || found.Effect.ScopeParameter != MemberEffect.Absent ? null : new(site, key, found.Effect);
        }

        return locks.Calls.TryGetValue(site, out var call)
            && (!LockScopes.IsMaker(call) || ScopeUse.StaysIn(site, locks.Body))
            && flows.SummaryOf(call.Callee).Acquires is [{ IsCertain: true } inner]
            && key.Equals(call.InCaller(inner.Key))
                ? new(site, key, inner.Effect)
                : null;
    }

    /// <summary>A semaphore must be used as a lock: another one may be released by whoever catches the exception.</summary>
    private static bool IsOwn(Acquire acquire, TypeFacts type) =>
        acquire.Effect.Type.Kind != PrimitiveKind.Semaphore
        || (type.Analysis(static facts => new LockHolders(facts)).Of(acquire.Key) is { IsUsedAsLock: true }
            && type.Analysis(static facts => new LockUses(facts)).Of(acquire.Key) is { Releasers.Count: 0 });

    private static void Report(Window window, IReadOnlyList<IOperation> releases, RuleContext context) =>
        context.Report(
            window.Acquire.Site.Syntax.GetLocation(),
            window.Kind == ThrowingKind.InSource ? DiagnosticSeverity.Warning : null,
            releases.Prepend(window.Throwing).Select(static operation => operation.Syntax.GetLocation()),
            LeakReport.Properties(window.Acquire.Effect),
            window.Acquire.Key,
            NameOf(window));

    private static object NameOf(Window window) => window.Throwing switch
    {
        { Parent: null } when window.Kind == ThrowingKind.InSource && window.Throwing is not IInvocationOperation => ThrowStatement,
        IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method } => "'" + method.Name + "'",
        IPropertyReferenceOperation { Property: { IsIndexer: false } property } => "'" + property.Name + "'",
        IObjectCreationOperation { Type: { } created } => "'new " + created.Name + "'",
        _ => LaterCode,
    };

    private sealed record Acquire(IOperation Site, AccessPath Key, MemberEffect Effect);

    private sealed record Window(Acquire Acquire, IOperation Throwing, ThrowingKind Kind);
}
