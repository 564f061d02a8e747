using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Pools;

/// <summary>CONC403: the rounds of a parallel loop change the same thing, and nothing keeps them apart.</summary>
public sealed class CONC403ParallelWriteAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>What goes wrong: the name of a <see cref="ParallelDamage"/>.</summary>
    internal const string DamageProperty = "Damage";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC403",
        title: "Unsynchronised write to captured state in a parallel body",
        messageFormat: "Several threads change '{0}' here at once: {1}",
        category: Category.Pools,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "The rounds of a parallel loop, the elements of a parallel query and the work items of a pool run at the same time. What they share must be changed atomically, under a lock, or in a part of its own for each thread that is put together afterwards.");

    private static readonly RuleText Lost = new("CONC403.Lost", "a change is lost when two threads read the same old value");
    private static readonly RuleText Mixed = new("CONC403.Mixed", "one thread goes on with the value of another");
    private static readonly RuleText Broken = new("CONC403.Broken", "the object is not made for that and loses data, throws or breaks");

    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(ParallelRuns.Runs).Append("AsParallel"));

    private protected override Trigger Trigger { get; } = Trigger.On(ParallelRuns.Runs, "AsParallel");

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var reported = new HashSet<Location>();
        foreach (var body in type.Bodies.Where(outermost => outermost.ContainsAny(Words) && RunsInParallel(outermost)).SelectMany(static outermost => outermost.SelfAndNested))
        {
            foreach (var write in ParallelWrites.Of(body))
            {
                var place = Spans.Of(write.Access.Operation);
                if (reported.Add(place))
                {
                    Report(write, place, context);
                }
            }
        }
    }

    /// <summary>A walk over the tree costs much less than a graph, and words such as For are frequent.</summary>
    private static bool RunsInParallel(Body body) =>
        BodyOperations.Evaluation(body.Root).Any(operation => operation is Microsoft.CodeAnalysis.Operations.IInvocationOperation call && body.Model.EffectOf(call) is { } effect && ParallelRuns.Runs(effect.Type, effect));

    private static void Report(ParallelWrite write, Location place, RuleContext context) => context.Report(
        place,
        write.IsCertain ? null : DiagnosticSeverity.Info,
        [write.Run.Call.Syntax.GetLocation()],
        ImmutableDictionary<string, string?>.Empty.Add(DamageProperty, write.Damage.ToString()),
        write.Access.Location,
        write.Damage switch { ParallelDamage.Lost => Lost, ParallelDamage.Mixed => Mixed, _ => Broken });
}
