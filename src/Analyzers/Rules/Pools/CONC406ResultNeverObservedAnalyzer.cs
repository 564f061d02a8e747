using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Pools;

/// <summary>CONC406: nobody asks how the work that was given to a pool has ended.</summary>
public sealed class CONC406ResultNeverObservedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC406",
        title: "Result of submitted work never observed",
        messageFormat: "Nobody looks at the result of this '{0}': if the work fails, its exception is lost",
        category: Category.Pools,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "An exception of work that a pool does for somebody is kept in the result that the submission returned. It is seen only by whoever asks for the value, awaits it, or gave a callback for errors.");

    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(Submits));

    private protected override Trigger Trigger { get; } = Trigger.On(Submits);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new HandleFlows(facts));
        foreach (var body in type.Bodies.Where(static outermost => outermost.ContainsAny(Words)).SelectMany(static outermost => outermost.SelfAndNested))
        {
            if (flows.Of(body).Exit is not { } exit)
            {
                continue;
            }

            var dropped = exit.All
                .Where(static handle => handle.Kind == PrimitiveKind.PendingResult && !handle.IsEscaped && handle.Must(HandleStates.Running))
                .SelectMany(static handle => handle.Births)
                .OfType<IInvocationOperation>()
                .Where(call => IsDropped(call, type.Model))
                .Distinct()
                .OrderBy(static call => call.Syntax.SpanStart);
            foreach (var call in dropped)
            {
                context.Report(Spans.Of(call), call.TargetMethod.Name);
            }
        }
    }

    /// <summary>Returns an object with the outcome; the framework's pool has none.</summary>
    private static bool Submits(PrimitiveType type, MemberEffect member) =>
        type.Kind == PrimitiveKind.Pool && member.Effect == Effect.Submit && (type.Traits & PrimitiveTraits.Static) == 0;

    /// <summary>No callback learns of the outcome, and the author has not said that it does not matter.</summary>
    private static bool IsDropped(IInvocationOperation call, ConcurrencyModel model) =>
        model.EffectOf(call) is { } effect && Submits(effect.Type, effect)
        && call.Parent is not ISimpleAssignmentOperation { Target: IDiscardOperation }
        && !call.Arguments.Any(argument => argument.Parameter is { } parameter && effect.CallbackParameters.Contains(parameter.Ordinal) && !argument.IsImplicit && argument.Value.ConstantValue is not { HasValue: true, Value: null });
}
