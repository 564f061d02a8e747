using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.LockOrder;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>CONC208: code that others have given is called while a lock is held.</summary>
public sealed class CONC208CallbackUnderLockAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC208",
        title: "Callback invoked while a lock is held",
        messageFormat: "'{0}' runs code of others while '{1}' is held: it deadlocks where that code waits for a thread that needs the lock",
        category: Category.LockObjects,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "Nobody knows what the handlers of an event, a delegate or the callbacks of a token do: wait for another thread, take locks of their own, call back. Copy what must be called while the lock is held, and call it after the lock is released.");

    private protected override Trigger Trigger => LockTriggers.AnyLock;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var held = new HeldLocks(type);
        var reported = new HashSet<IOperation>();
        foreach (var found in new HeldEvents<Callback>(type, Callback.Of).Find())
        {
            if (reported.Add(found.Place) && held.At(found.Locks, found.In).ToList() is { Count: > 0 } locks)
            {
                context.Report(
                    Spans.Of(found.Place),
                    severity: null,
                    [locks[0].Site.Syntax.GetLocation(), .. found.Call is null ? Array.Empty<Location>() : [found.Event.Operation.Syntax.GetLocation()]],
                    ImmutableDictionary<string, string?>.Empty,
                    found.Call is { } call ? BodyNames.Of(call.Callee) : found.Event.Source.Name,
                    locks[0].Key);
            }
        }
    }
}
