using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>CONC304: a thread or process is started a second time, or its end is waited for before it is started.</summary>
public sealed class CONC304WrongStartOrderAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The name of the method that starts it; there where it is joined too early.</summary>
    internal const string StartProperty = "Start";

    /// <summary>There where the second start is the first one in another round of a loop.</summary>
    internal const string LoopProperty = "Loop";

    /// <summary>There where the start can only be one too many.</summary>
    internal const string SecondProperty = "Second";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC304",
        title: "Thread or process started twice, or joined before its start",
        messageFormat: "'{0}' {1}: '{2}' throws",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A thread or task runs once. A second start throws, and so does waiting for the end of a thread or process that has not been started.");

    private static readonly RuleText StartedBefore = new("WrongStart.Twice", "has already been started");
    private static readonly RuleText StartedEachRound = new("WrongStart.Loop", "is one thread for all rounds of the loop");
    private static readonly RuleText NotStarted = new("WrongStart.Early", "has not been started yet");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        member.Effect == Effect.Start ? type.Kind is PrimitiveKind.Thread or PrimitiveKind.Process or PrimitiveKind.Task : type.Kind is PrimitiveKind.Thread or PrimitiveKind.Process && member.Effect is Effect.Join or Effect.TryJoin);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new HandleFlows(facts));
        foreach (var outermost in type.Bodies)
        {
            if (!Trigger.IsMetIn(outermost.Owner, context.CancellationToken))
            {
                continue;
            }

            foreach (var body in outermost.SelfAndNested)
            {
                flows.Of(body).Visit((operation, handles) =>
                {
                    if (operation is IInvocationOperation { Instance: { } instance } call
                        && type.Model.EffectOf(call) is { Type.Kind: PrimitiveKind.Thread or PrimitiveKind.Process or PrimitiveKind.Task } effect
                        && handles.Of(instance) is { Events.IsComplete: true } handle
                        && !ExpectsException(call.Syntax))
                    {
                        Check(call, effect, handle, body, context);
                    }
                });
            }
        }
    }

    private static void Check(IInvocationOperation call, MemberEffect effect, Handle handle, Body body, RuleContext context)
    {
        if (effect.Effect is Effect.Join or Effect.TryJoin)
        {
            // To wait for a task that was not started hangs, and somebody else may start it yet.
            if (effect.Type.Kind != PrimitiveKind.Task && handle.Must(HandleStates.New) && !handle.Births.Any(birth => DirectCalls.Of(birth, body) is not null))
            {
                Report(call, effect, NotStarted, handle.Births, Properties(StartProperty, StartOf(handle, call, body.Model)), context);
            }
        }
        else if (effect.Effect == Effect.Start && RunsOnce(effect.Type))
        {
            if (handle.Must(HandleStates.Started) && handle.Starts.Any())
            {
                Report(call, effect, StartedBefore, handle.Starts, Properties(SecondProperty, ""), context);
            }
            else if (RepeatedStart.BirthOf(call, body) is { } birth && handle.Starts.Contains(call))
            {
                Report(call, effect, StartedEachRound, [birth], Properties(LoopProperty, ""), context);
            }
        }
    }

    /// <summary>A process of the base class library may be started again when it has ended.</summary>
    private static bool RunsOnce(PrimitiveType type) => type.Kind is PrimitiveKind.Thread or PrimitiveKind.Task || type.IsRuntime;

    private static string? StartOf(Handle handle, IInvocationOperation join, ConcurrencyModel model)
    {
        var births = handle.Births.ToList();
        return births.Any(birth => LifeMethods.StartOf(birth, model) is null) ? null : LifeMethods.Of(join.Instance!.Type, Effect.Start, model);
    }

    private static ImmutableDictionary<string, string?> Properties(string key, string? value) =>
        value is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(key, value);

    private static void Report(IInvocationOperation call, MemberEffect effect, RuleText what, IEnumerable<IOperation> others, ImmutableDictionary<string, string?> properties, RuleContext context) =>
        context.Report(
            Spans.Of(call),
            effect.Type.IsRuntime ? DiagnosticSeverity.Error : null,
            others.Select(static other => other.Syntax.GetLocation()),
            properties,
            call.Instance!.Syntax is ExpressionSyntax { Span.Length: <= 40 } handle && handle.DescendantNodesAndSelf().All(static node => node is not BaseObjectCreationExpressionSyntax) ? handle : effect.Type.SimpleName,
            what,
            effect.Name);

    /// <summary>The exception is what the code is about: a test, or a demonstration.</summary>
    private static bool ExpectsException(SyntaxNode call) => call.Ancestors().TakeWhile(static node => node is not MemberDeclarationSyntax)
        .OfType<TryStatementSyntax>()
        .Any(attempt => attempt.Block.Span.Contains(call.Span) && attempt.Catches.Any(handler =>
            attempt.Block.Statements.Count <= 2 || handler.Declaration?.Type.ToString().Split('.').Last() is "ThreadStateException" or "InvalidOperationException"));
}
