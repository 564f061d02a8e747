using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>CONC301: what a thread or task writes is read while the body may still run.</summary>
public sealed class CONC301ResultReadBeforeJoinAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The names of the handles to join, or of the collections of handles, separated by semicolons; absent where one has no name.</summary>
    internal const string HandlesProperty = "Handles";

    /// <summary>"Task" or "Thread".</summary>
    internal const string KindProperty = "Kind";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC301",
        title: "Result read before the thread is joined",
        messageFormat: "'{0}' is read here while {1} may still be writing it, so it can have its old value or a part of the new one",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "What another thread computes is there once that thread has ended, and visible for certain only after it was joined or awaited. Join it before reading the result.");

    private static readonly RuleText SomeThread = new("EarlyRead.Thread", "the thread");
    private static readonly RuleText SomeTask = new("EarlyRead.Task", "the task");
    private static readonly RuleText SomeProcess = new("EarlyRead.Process", "the process");

    private protected override Trigger Trigger { get; } = Trigger.On(ForkJoins.StartsAny);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new ForkJoins(facts));
        foreach (var body in flows.Parents)
        {
            foreach (var read in flows.EarlyReadsOf(body, context.CancellationToken))
            {
                Report(read, context);
            }
        }
    }

    private static void Report(EarlyRead read, RuleContext context)
    {
        var forks = read.Forks.Select(static pair => pair.Fork).ToList();
        var names = forks.ConvertAll(fork => HandleNames.Of(fork, forks)?.Name).Distinct().ToList();
        var isNamed = !names.Contains(null);
        var isTask = read.Forks[0].Fork.IsTask;
        context.Report(
            read.Read.Operation.Syntax.GetLocation(),
            severity: null,
            read.Forks.SelectMany(static pair => new[] { pair.Fork.Start.Syntax.GetLocation(), pair.Write.Operation.Syntax.GetLocation() }),
            ImmutableDictionary<string, string?>.Empty
                .Add(HandlesProperty, isNamed ? string.Join(";", names) : null)
                .Add(KindProperty, isTask ? "Task" : "Thread"),
            read.Read.Location,
            isNamed ? string.Join(", ", names.Select(static name => $"'{name}'")) : isTask ? SomeTask : forks[0].IsProcess ? SomeProcess : SomeThread);
    }
}
