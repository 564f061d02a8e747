using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>CONC303: a thread, task, process or timer is created and nothing ever starts it.</summary>
public sealed class CONC303NeverStartedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The name of the method that starts it.</summary>
    internal const string StartProperty = "Start";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC303",
        title: "Thread, task, process or timer never started",
        messageFormat: "'{0}' is created but never started: it does not run",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "Creating a thread, a task, a process or a timer does not start it. The work that it was given is not done, and nothing says so. Who waits for such a task waits for ever.");

    private static readonly Trigger Makers = Trigger.On(static (type, member) => IsBirth(member) && Births.IsOfKind(type.Kind));

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => IsBirth(member) && (Births.IsOfKind(type.Kind) || type.Kind == PrimitiveKind.Task));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new HandleFlows(facts));
        foreach (var outermost in type.Bodies)
        {
            if (outermost.MayCreateTask)
            {
                foreach (var birth in outermost.SelfAndNested.SelectMany(body => UnstartedTasks.In(body, flows)))
                {
                    Report(birth, type.Model, context);
                }
            }

            if (!Makers.IsMetIn(outermost.Owner, context.CancellationToken))
            {
                continue;
            }

            // Where the body is called instead, CONC310 says so.
            foreach (var birth in outermost.SelfAndNested.SelectMany(body => UnstartedHandles.In(body, flows).Where(birth => DirectCalls.Of(birth, body) is null)))
            {
                Report(birth, type.Model, context);
            }
        }

        foreach (var birth in UnstartedFields.In(type).Where(birth => DirectCalls.In(type, birth) is null))
        {
            Report(birth, type.Model, context);
        }
    }

    private static bool IsBirth(MemberEffect member) => member.Name == PrimitiveTableParser.ConstructorName && member.Effect is Effect.Create or Effect.CreateStarted;

    private static void Report(IOperation birth, ConcurrencyModel model, RuleContext context) =>
        context.Report(
            Births.SpanOf(birth),
            severity: null,
            [],
            ImmutableDictionary<string, string?>.Empty.Add(StartProperty, LifeMethods.StartOf(birth, model)),
            Births.NameOf(birth));
}
