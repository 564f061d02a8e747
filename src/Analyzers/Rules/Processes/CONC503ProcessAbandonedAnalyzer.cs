using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>CONC503: a process is started, kept in a variable or a collection, and then neither waited for nor disposed of.</summary>
public sealed class CONC503ProcessAbandonedAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The call that waits for the end; missing where disposing is enough.</summary>
    internal const string WaitProperty = "Wait";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC503",
        title: "Started process neither waited for nor disposed",
        messageFormat: "'{0}' is started, but {1}",
        category: Category.Processes,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "Who starts a process should know how it ends: its exit code, or the exception of a worker process, is lost otherwise. A Process keeps a handle of the system until it is disposed of or the garbage collector comes by.");

    private static readonly RuleText Abandoned = new("CONC503.Abandoned", "nobody waits for it, and its handle is never disposed of");
    private static readonly RuleText Unobserved = new("CONC503.Unobserved", "nobody waits for it, so a failure in it goes unnoticed");

    private static readonly WordSet Starts = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(IsStart));

    private protected override Trigger Trigger { get; } = Trigger.On(IsStart).AndTypeName();

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var processes = new AbandonedProcesses(type.Analysis(static facts => new HandleFlows(facts)));
        foreach (var body in FactoryCallers.Of(type, Starts, static kind => kind == PrimitiveKind.Process).SelectMany(static body => body.SelfAndNested))
        {
            foreach (var found in processes.In(body))
            {
                context.Report(
                    Spans.Of(found.Start),
                    null,
                    found.Declaration is null ? [] : [found.Declaration.GetLocation()],
                    ImmutableDictionary<string, string?>.Empty.Add(WaitProperty, found.Wait),
                    found.Name,
                    found.IsRuntime ? Unobserved : Abandoned);
            }
        }
    }

    private static bool IsStart(PrimitiveType type, MemberEffect member) => type.Kind == PrimitiveKind.Process && member.Effect is Effect.Start or Effect.CreateStarted;
}
