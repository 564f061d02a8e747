using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>CONC603: a worker gives its signal only if nothing before it throws, and somebody waits for it without a limit.</summary>
public sealed class CONC603SignalNotReachedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>There where the signal is the result of a promise, so that the failure can be told instead.</summary>
    internal const string ResultProperty = "Result";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC603",
        title: "Signal not reached when the worker throws",
        messageFormat: "'{0}' of '{1}' is not reached when '{2}' throws: whoever waits for it waits for ever",
        category: Category.Signals,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A task or worker thread keeps an exception to itself until somebody asks for it. A thread that waits for the worker's signal instead never gets there. A signal that others wait for belongs into a finally block, and a promise takes the exception.");

    private static readonly WordSet Signals = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(WorkerSignals.IsSignal));

    private static readonly WordSet Starters = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(WorkerSignals.KeepsExceptions));

    private protected override Trigger Trigger { get; } = Trigger.On(WorkerSignals.IsSignal).And(WorkerSignals.KeepsExceptions).And(WorkerSignals.IsWait);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        if (!type.Bodies.Any(static body => body.ContainsAny(Signals)))
        {
            return;
        }

        // One method may be started from several places.
        var reported = new HashSet<IOperation>();
        foreach (var body in type.Bodies.Where(static body => body.ContainsAny(Starters)).SelectMany(static body => body.SelfAndNested))
        {
            foreach (var found in WorkerSignals.In(body).Where(found => reported.Add(found.Signal)))
            {
                context.Report(
                    Spans.Of(found.Signal),
                    found.IsCertain ? null : DiagnosticSeverity.Info,
                    [found.Risk.Syntax.GetLocation(), found.Wait.Syntax.GetLocation()],
                    found.IsResult ? ImmutableDictionary<string, string?>.Empty.Add(ResultProperty, "") : ImmutableDictionary<string, string?>.Empty,
                    found.Signal.TargetMethod.Name,
                    found.Signal.Instance!.Syntax,
                    WorkerSignals.Describe(found.Risk));
            }
        }
    }
}
