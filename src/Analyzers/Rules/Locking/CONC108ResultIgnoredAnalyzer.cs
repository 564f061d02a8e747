using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>CONC108: whether a lock was taken, or a thread has ended, is told by a result that nobody looks at.</summary>
public sealed class CONC108ResultIgnoredAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC108",
        title: "Result of a timed acquire, wait or join ignored",
        messageFormat: "The result of '{0}' is ignored: {1}",
        category: Category.Locking,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A call with a timeout comes back in either case, and only its result tells whether it got what it waited for. Code that goes on as if it had runs without the lock, and releases what it does not hold.");

    private static readonly RuleText WithoutLock = new("CONC108.Lock", "when the lock is not free in time, the code goes on without it");
    private static readonly RuleText BesideThread = new("CONC108.Join", "when the time runs out, the code goes on beside the one it waited for");

    /// <summary>Methods that wait for a while as a courtesy before they go on with the end.</summary>
    private static readonly string[] EndingNames = ["Dispose", "Stop", "Close", "Shutdown", "Shut", "Terminate", "Exit", "Abort", "Kill", "Cancel", "Cleanup", "TearDown", "Finalize", "End", "Disconnect", "Quit"];

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        IsLockLike(type) ? member.Effect == Effect.TryAcquire : member.Effect == Effect.TryJoin && type.Kind is PrimitiveKind.Thread);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var outermost in type.Bodies)
        {
            if (!Trigger.IsMetIn(outermost.Owner, context.CancellationToken) && outermost.Owner is not IMethodSymbol { IsImplicitlyDeclared: true })
            {
                continue;
            }

            foreach (var body in outermost.SelfAndNested)
            {
                foreach (var operation in body.Operations.All)
                {
                    if (operation is IInvocationOperation call && IsDropped(call) && type.Model.EffectOf(call) is { } effect && WaitTimes.Of(effect, call) is var time and not WaitTime.Infinite)
                    {
                        Analyze(call, effect, time, body, context);
                    }
                }
            }
        }
    }

    private static bool IsLockLike(PrimitiveType type) => type.Kind is PrimitiveKind.Lock or PrimitiveKind.ReaderWriterLock or PrimitiveKind.Semaphore or PrimitiveKind.Condition;

    private static void Analyze(IInvocationOperation call, MemberEffect effect, WaitTime time, Body body, RuleContext context)
    {
        if (effect.Effect == Effect.TryAcquire && effect.TakenParameter == MemberEffect.Absent && effect.ScopeParameter == MemberEffect.Absent && IsLockLike(effect.Type))
        {
            var releases = ReleasesOf(call, body);
            if (IsEnteredAnyway(call, effect, releases, body))
            {
                context.Report(
                    call.Syntax.GetLocation(),
                    time == WaitTime.Unknown ? DiagnosticSeverity.Info : null,
                    releases.Select(static release => release.Syntax.GetLocation()),
                    ImmutableDictionary<string, string?>.Empty,
                    NameOf(call, effect),
                    WithoutLock);
            }
        }
        else if (effect.Effect == Effect.TryJoin && effect.Type.Kind == PrimitiveKind.Thread && time != WaitTime.Unknown && IsReliedOn(call, body))
        {
            context.Report(call.Syntax.GetLocation(), DiagnosticSeverity.Info, [], ImmutableDictionary<string, string?>.Empty, NameOf(call, effect), BesideThread);
        }
    }

    private static string NameOf(IInvocationOperation call, MemberEffect effect) => call.Syntax.Span.Length <= 60 ? call.Syntax.ToString() : effect.Name;

    /// <summary>Nothing is done with the value, not even to throw it away on purpose.</summary>
    private static bool IsDropped(IInvocationOperation call)
    {
        IOperation value = call;
        while (value.Parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation
            || value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask" } through && through.Instance == value)
        {
            value = value.Parent!;
        }

        return value.Parent is IExpressionStatementOperation && value.Type?.SpecialType == SpecialType.System_Boolean;
    }

    /// <summary>The releases, in the same body, of the lock that the call tries to acquire.</summary>
    private static List<IOperation> ReleasesOf(IInvocationOperation call, Body body)
    {
        var releases = new List<IOperation>();
        if (LockEvents.Of(call, body) is { } acquire)
        {
            foreach (var operation in body.Operations.All)
            {
                if (LockEvents.Of(operation, body) is { Kind: LockEventKind.Release } release && release.Key.Equals(acquire.Key) && !releases.Any(known => known.Syntax == operation.Syntax))
                {
                    releases.Add(operation);
                }
            }
        }

        return releases;
    }

    /// <summary>Whether the code needs the lock: it releases it, or the lock has an owner, so that nobody else can.</summary>
    private static bool IsEnteredAnyway(IInvocationOperation call, MemberEffect effect, List<IOperation> releases, Body body)
    {
        if (body.Operations.All.Any(operation => IsQuery(operation, body)))
        {
            return false;
        }

        // Who waits for a permit that others hand out waits for a signal, and may well go on without.
        return effect.Type.IsThreadAffine || releases.Any(release => release.Syntax.SpanStart > call.Syntax.SpanStart);
    }

    /// <summary>Asks afterwards whether the lock was taken.</summary>
    private static bool IsQuery(IOperation operation, Body body) => operation switch
    {
        IPropertyReferenceOperation property => body.Model.EffectOf(property.Property, isWrite: false)?.Effect == Effect.QueryHeld,
        IInvocationOperation call => body.Model.EffectOf(call)?.Effect == Effect.QueryHeld,
        _ => false,
    };

    /// <summary>Something follows that is not the end of the program or object, and nobody asks whether the thread has ended.</summary>
    private static bool IsReliedOn(IInvocationOperation join, Body body)
    {
        if (IsEnding(body) || join.Instance is null)
        {
            return false;
        }

        var follows = false;
        foreach (var operation in body.Operations.All)
        {
            var effect = operation switch
            {
                IInvocationOperation call => body.Model.EffectOf(call),
                IPropertyReferenceOperation property => body.Model.EffectOf(property.Property, isWrite: false),
                _ => null,
            };
            if (effect?.Effect is Effect.QueryAlive or Effect.Stop or Effect.Join)
            {
                return false;
            }

            follows |= operation is IInvocationOperation && operation.Syntax.SpanStart > join.Syntax.Span.End && effect?.Effect is not (Effect.TryJoin or Effect.Dispose);
        }

        return follows;
    }

    private static bool IsEnding(Body body)
    {
        for (var current = body; current is not null; current = current.Parent)
        {
            if (current.Method is { } method
                && (method.MethodKind == MethodKind.Destructor || EndingNames.Any(name => method.Name.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0)))
            {
                return true;
            }
        }

        return false;
    }
}
