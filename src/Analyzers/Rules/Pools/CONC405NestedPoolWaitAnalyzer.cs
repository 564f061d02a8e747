using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Pools;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Pools;

/// <summary>CONC405: work of a pool waits for work of the same pool.</summary>
public sealed class CONC405NestedPoolWaitAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>What repairs it: <see cref="RemoveRepair"/> or <see cref="AwaitRepair"/>; absent where nothing does.</summary>
    internal const string RepairProperty = "Repair";

    internal const string RemoveRepair = "Remove";
    internal const string AwaitRepair = "Await";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC405",
        title: "Pool task waits for another task of the same pool",
        messageFormat: "'{0}' is called in work that '{1}' runs: {2}",
        category: Category.Pools,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "Work that waits keeps its thread. When all threads of the pool wait for work that has not begun, or the work waits for something that includes itself, nobody is left to end the wait.");

    private static readonly RuleText All = new("CONC405.All", "it waits for all work, which includes the work that waits, and never returns");
    private static readonly RuleText Absent = new("CONC405.Absent", "a worker is another process, which does not have that pool and may not have one, so it throws");
    private static readonly RuleText Result = new("CONC405.Result", "the thread that waits is one that brings the results, and this one may never come");
    private static readonly RuleText End = new("CONC405.End", "the pool waits for its callbacks, so it throws");
    private static readonly RuleText Signal = new("CONC405.Signal", "only other work of the same kind ends the wait, and that gets no thread when all of them wait");
    private static readonly RuleText Thread = new("CONC405.Thread", "it holds a thread of the pool for as long as another one works, and when all of them wait, nobody works");

    private static readonly WordSet Submitters = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(PoolWorks.Submits).Append("AsParallel"));

    private protected override Trigger Trigger { get; } = Trigger.On(PoolWorks.Submits, "AsParallel").And(Waits);

    private static bool Waits(PrimitiveType type, MemberEffect member) => (type.Kind, member.Effect) switch
    {
        (PrimitiveKind.Pool, Effect.JoinQueue or Effect.TryJoinQueue or Effect.Wait or Effect.Join or Effect.ParallelInvoke or Effect.Submit) => type.IsRuntime,
        (PrimitiveKind.Task or PrimitiveKind.Awaiter, Effect.Join or Effect.JoinAll or Effect.TryJoin or Effect.TryJoinAll) => !member.IsAsync,
        (PrimitiveKind.Event or PrimitiveKind.Countdown, Effect.Wait or Effect.TryWait) => !member.IsAsync,
        _ => false,
    };

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var submitting = type.Bodies.Where(static body => body.ContainsAny(Submitters) && SubmitsWork(body)).ToList();
        var scan = type.Analysis(static facts => new TypeScan(facts));

        // Also who hands work to a method that submits it.
        var callers = submitting.Where(static body => body.Method?.Parameters.Any(static parameter => parameter.Type.TypeKind == TypeKind.Delegate) == true).SelectMany(body => scan.CallersOf(body.Owner));
        var bodies = submitting.Union(callers).OrderBy(static body => body.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(static body => body.Syntax.SpanStart).SelectMany(static body => body.SelfAndNested);
        foreach (var waits in new PoolWaits(type, bodies).Find().GroupBy(static wait => wait.Wait).OrderBy(static group => group.Key.Syntax.SpanStart))
        {
            Report(waits.First(), context);
        }
    }

    /// <summary>A walk over the tree costs much less than a graph, and words such as Run are frequent.</summary>
    private static bool SubmitsWork(Body body) => BodyOperations.Evaluation(body.Root).Any(operation =>
        operation is IInvocationOperation call && body.Model.EffectOf(call) is { } effect && PoolWorks.Submits(effect.Type, effect));

    private static void Report(PoolWait wait, RuleContext context) => context.Report(
        Spans.Of(wait.Wait),
        wait.Kind switch
        {
            PoolWaitKind.All or PoolWaitKind.Absent or PoolWaitKind.End => DiagnosticSeverity.Error,
            PoolWaitKind.Thread => DiagnosticSeverity.Info,
            _ => null,
        },
        [wait.Work.Submission.Syntax.GetLocation()],
        RepairOf(wait) is { } repair ? ImmutableDictionary<string, string?>.Empty.Add(RepairProperty, repair) : ImmutableDictionary<string, string?>.Empty,
        NameOf(wait.Wait),
        wait.Work.Pool?.ToString() ?? PoolName(wait.Work),
        wait.Kind switch
        {
            PoolWaitKind.All => All,
            PoolWaitKind.Absent => Absent,
            PoolWaitKind.Result => Result,
            PoolWaitKind.End => End,
            PoolWaitKind.Signal => Signal,
            _ => Thread,
        });

    private static string? RepairOf(PoolWait wait) => wait.Kind switch
    {
        PoolWaitKind.All when wait.IsWaitedOutside => RemoveRepair,
        PoolWaitKind.Thread => AwaitRepair,
        _ => null,
    };

    private static string NameOf(IOperation wait) => wait switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IPropertyReferenceOperation property => property.Property.Name,
        _ => wait.Syntax.ToString(),
    };

    private static string PoolName(PoolWork work) => work.Submission.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } access }
        ? access.Expression is IdentifierNameSyntax holder ? $"{holder.Identifier.ValueText}.{name}" : name
        : "the pool";
}
