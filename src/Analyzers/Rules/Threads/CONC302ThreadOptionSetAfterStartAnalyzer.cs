using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>CONC302: an option of a thread or process is set when the start has already read it.</summary>
public sealed class CONC302ThreadOptionSetAfterStartAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC302",
        title: "Thread option set after start",
        messageFormat: "'{0}' is set after '{1}' has been started: {2}",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A thread or process reads its options when it is started. An option that is set later is ignored, or throws, or throws only if the thread has already ended by then.");

    private static readonly RuleText NotSeen = new("LateOption.NotSeen", "what has been started does not see it");
    private static readonly RuleText MayThrow = new("LateOption.MayThrow", "this throws if the thread has already ended");
    private static readonly RuleText Throws = new("LateOption.Throws", "this throws");

    private static readonly Trigger Starts = Trigger.On(static (type, member) =>
        type.Kind is PrimitiveKind.Thread or PrimitiveKind.Process && member.Effect is Effect.Start or Effect.CreateStarted);

    private static readonly Trigger Options = Trigger.On(static (_, member) => member.LateSetting != LateSetting.Harmless);

    private protected override Trigger Trigger => Starts;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new HandleFlows(facts));
        foreach (var outermost in type.Bodies)
        {
            if (!Options.IsMetIn(outermost.Owner, context.CancellationToken))
            {
                continue;
            }

            foreach (var body in outermost.SelfAndNested)
            {
                flows.Of(body).Visit((operation, handles) =>
                {
                    if (LateOption.Of(operation, body) is { } option && handles.Of(option.Owner) is { } handle && IsTooLate(option, handle, body, flows))
                    {
                        Report(option, handle, context);
                    }
                });
            }
        }
    }

    private static bool IsTooLate(LateOption option, Handle handle, Body body, HandleFlows flows) =>
        option.IsInSettings
            ? handle.Must(HandleStates.Running) && !MayStartAgain(option, handle, body, flows)
            : handle.Must(HandleStates.Started);

    /// <summary>A process can be started again, and reads its settings again: then they are meant for the next time.</summary>
    private static bool MayStartAgain(LateOption option, Handle handle, Body body, HandleFlows flows)
    {
        if (body.Definitions.SkipWrappers(option.Owner) is not ILocalReferenceOperation { Local: var local }
            || handle.IsEscaped
            || flows.Of(body).Exit?.Of(option.Owner) is not { IsEscaped: false })
        {
            return true;
        }

        var isRepeated = option.Name.Ancestors().Any(node => node is WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax or ForStatementSyntax or LabeledStatementSyntax
            && !handle.Births.Any(birth => node.Span.Contains(birth.Syntax.Span)));
        return isRepeated || body.Outermost.SelfAndNested.SelectMany(static nested => nested.Operations.All).Any(operation =>
            operation is IInvocationOperation { Instance: { } instance } call
            && body.Model.EffectOf(call)?.Effect == Effect.Start
            && !handle.Starts.Contains(call)
            && body.Definitions.SkipWrappers(instance) is ILocalReferenceOperation other
            && SymbolEqualityComparer.Default.Equals(other.Local, local));
    }

    private static void Report(LateOption option, Handle handle, RuleContext context)
    {
        var isCertain = option.Effect.Type.IsRuntime && option.Effect.LateSetting == LateSetting.Throws;
        context.Report(
            option.Name.GetLocation(),
            isCertain ? DiagnosticSeverity.Error : null,
            handle.Starts.Select(static start => start.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty,
            option.Effect.Name,
            option.Owner.Syntax is ExpressionSyntax { Span.Length: <= 40 } owner ? owner : option.Effect.Type.SimpleName,
            Consequence(option.Effect));
    }

    private static RuleText Consequence(MemberEffect effect) => effect.LateSetting switch
    {
        LateSetting.Ignored => NotSeen,
        LateSetting.Races => MayThrow,
        _ => Throws,
    };
}
