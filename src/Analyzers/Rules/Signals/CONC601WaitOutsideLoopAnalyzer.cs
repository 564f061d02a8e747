using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>CONC601: what a thread waited for is not tested again once it wakes up.</summary>
public sealed class CONC601WaitOutsideLoopAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC601",
        title: "Condition wait outside a loop",
        messageFormat: "'{0}' is not tested again after '{1}': it may still hold, or hold again, when the thread goes on",
        category: Category.Signals,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A waiting thread wakes up when somebody notifies it, and goes on when it has the lock again. In between another thread may have taken what it waited for, and the notification may have been about something else. So the condition has to be tested again, in a loop.");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => IsWait(type.Kind, member));

    private static readonly WordSet Waits = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) => IsWait(type.Kind, member)));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var body in type.Bodies.Where(static body => body.ContainsAny(Waits) && body.Mentions("if")))
        {
            foreach (var operation in BodyOperations.Evaluation(body.Root))
            {
                if (operation is IInvocationOperation call
                    && type.Model.EffectOf(call) is { } effect
                    && IsWait(effect.Type.Kind, effect)
                    && WaitTimes.Of(effect, call) == WaitTime.Infinite
                    && GuardedWait.Of(call, type.Model) is { } guard)
                {
                    context.Report(Spans.Of(call), guard.IsLast ? DiagnosticSeverity.Info : null, [guard.If.GetLocation()], System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty, Short(guard.If.Condition), effect.Name);
                }
            }
        }
    }

    private static bool IsWait(PrimitiveKind kind, MemberEffect member) =>
        member is { Effect: Effect.Wait or Effect.TryWait, CallbackParameters.Count: 0 } && kind is PrimitiveKind.Condition or PrimitiveKind.Lock;

    private static string Short(ExpressionSyntax condition) => condition.Span.Length <= 60 ? condition.ToString() : condition.ToString().Substring(0, 57) + "...";
}
