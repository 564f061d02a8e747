using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.LockOrder;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>CONC602: a thread waits on, or notifies, a monitor or condition whose lock it does not hold.</summary>
public sealed class CONC602SignalWithoutLockAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The object that has to be locked, as the code names it.</summary>
    internal const string LockProperty = "Lock";

    /// <summary>The member that takes the lock for a scope; missing where the language's own statement does.</summary>
    internal const string EnterProperty = "Enter";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC602",
        title: "Wait or notify without owning the lock",
        messageFormat: "'{0}' throws: nobody has locked '{1}' here",
        category: Category.Signals,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "Only the thread that owns the lock may wait for a notification or send one; any other gets an exception. The lock is what makes the test of a condition and the wait for its change one step, so that no notification gets lost in between.");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => NeedsLock(type.Kind, member.Effect)).AndTypeName();

    private static readonly WordSet Signals = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) => NeedsLock(type.Kind, member.Effect)));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var signalling = type.Bodies.Where(static body => body.ContainsAny(Signals) && BodyOperations.Evaluation(body.Root).Any(operation => operation is IInvocationOperation call && body.Model.EffectOf(call) is { } effect && NeedsLock(effect.Type.Kind, effect.Effect))).ToList();
        if (signalling.Count == 0)
        {
            return;
        }

        var uses = new SignalUses(type);
        foreach (var body in signalling.SelectMany(static body => body.SelfAndNested))
        {
            if (uses.IsEntry(body))
            {
                uses.Visit(body, (operation, state) =>
                {
                    if (operation is IInvocationOperation call
                        && type.Model.EffectOf(call) is { } effect
                        && NeedsLock(effect.Type.Kind, effect.Effect)
                        && (effect.KeyParameter == MemberEffect.Absent ? call.Instance : call.ArgumentFor(effect.KeyParameter)?.Value) is { } target
                        && AccessPaths.Of(target, body) is { } key
                        && uses.IsFree(key, state, body)
                        && !SignalUses.IsAskedFor(key, body))
                    {
                        Report(call, target, effect, context);
                    }
                });
            }
        }
    }

    private static bool NeedsLock(PrimitiveKind kind, Effect effect) =>
        effect is Effect.Wait or Effect.TryWait or Effect.Notify && kind is PrimitiveKind.Condition or PrimitiveKind.Lock;

    private static void Report(IInvocationOperation call, IOperation target, MemberEffect effect, RuleContext context) => context.Report(
        Spans.Of(call),
        effect.Type.IsRuntime ? DiagnosticSeverity.Error : null,
        [],
        ImmutableDictionary<string, string?>.Empty
            .Add(LockProperty, target.Syntax.ToString())
            .Add(EnterProperty, effect.Type.Members.FirstOrDefault(static member => member is { Effect: Effect.Acquire, ReturnsScope: true, IsAsync: false })?.Name),
        effect.Name,
        target.Syntax);
}
