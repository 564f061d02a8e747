using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Pools;

/// <summary>CONC401: the end of a pool is waited for while it takes work, so that there is no end to wait for.</summary>
public sealed class CONC401PoolJoinedBeforeCloseAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The name of the member that closes the pool.</summary>
    internal const string CloseProperty = "Close";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC401",
        title: "Pool joined before it is closed",
        messageFormat: "'{0}' is still open here: '{1}' throws unless '{2}' was called before",
        category: Category.Pools,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "The workers of a pool end when the pool is closed and its work is done. As long as it is open more work may come, so waiting for their end is refused or would never return.");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => type.Kind == PrimitiveKind.Pool && member.Effect is Effect.Join or Effect.TryJoin);

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
                    if (operation is IInvocationOperation { Instance: { } pool } join
                        && type.Model.EffectOf(join) is { Effect: Effect.Join or Effect.TryJoin, Type.Kind: PrimitiveKind.Pool } effect
                        && CloseOf(effect) is { } close
                        && handles.Of(pool) is { } handle
                        && handle.Must(HandleStates.Open))
                    {
                        Report(join, effect, close, handle, context);
                    }
                });
            }
        }
    }

    private static string? CloseOf(MemberEffect join) => join.Type.Members.FirstOrDefault(static member => member.Effect == Effect.Close)?.Name;

    private static void Report(IInvocationOperation join, MemberEffect effect, string close, Handle handle, RuleContext context) =>
        context.Report(
            NameOf(join).GetLocation(),
            effect.Type.IsRuntime ? DiagnosticSeverity.Error : null,
            handle.Births.Select(static birth => birth.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty.Add(CloseProperty, close),
            join.Instance!.Syntax is ExpressionSyntax { Span.Length: <= 40 } pool ? pool : effect.Type.SimpleName,
            effect.Name,
            close);

    private static SyntaxNode NameOf(IInvocationOperation call) => call.Syntax is InvocationExpressionSyntax invocation
        ? invocation.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            var other => other,
        }
        : call.Syntax;
}
