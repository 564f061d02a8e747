using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Pools;

/// <summary>CONC402: a pool gets work after it was closed, or is never closed.</summary>
public sealed class CONC402PoolUsedAfterCloseAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC402",
        title: "Work submitted after close, or pool never closed",
        messageFormat: "'{0}' {1}",
        category: Category.Pools,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "A pool takes work until it is closed, terminated or disposed; whoever submits later gets an exception. A pool that nobody closes keeps its workers, and nobody waits for the end of its work.");

    private static readonly RuleText Late = new("CONC402.Late", "throws here: the pool was closed before and takes no more work");
    private static readonly RuleText NeverClosed = new("CONC402.NeverClosed", "is neither closed nor disposed on every path: its workers live on, and nobody waits for the end of the work");

    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(IsOfPool));

    private protected override Trigger Trigger { get; } = Trigger.On(IsOfPool);

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var flows = type.Analysis(static facts => new HandleFlows(facts));
        foreach (var body in type.Bodies.Where(static outermost => outermost.ContainsAny(Words)).SelectMany(static outermost => outermost.SelfAndNested))
        {
            var result = flows.Of(body);
            ReportLateWork(result, type.Model, context);
            if (body.Graph.Blocks[body.Graph.Blocks.Length - 1].IsReachable && result.Exit is { } exit)
            {
                ReportOpenPools(exit, context);
            }
        }
    }

    /// <summary>The members of a pool's life; a pool without instances, such as the framework's, has none.</summary>
    private static bool IsOfPool(PrimitiveType type, MemberEffect member) =>
        type.Kind == PrimitiveKind.Pool && (type.Traits & PrimitiveTraits.Static) == 0 && member.Effect is Effect.Create or Effect.Close or Effect.Stop or Effect.Submit or Effect.ParallelInvoke;

    private static void ReportLateWork(HandleResult result, ConcurrencyModel model, RuleContext context)
    {
        var late = LateUse.In(result, model, static effect => effect is { Effect: Effect.Submit or Effect.ParallelInvoke, Type.Kind: PrimitiveKind.Pool });
        foreach (var work in late)
        {
            context.Report(Spans.Of(work.Call), work.Effect.Type.IsRuntime ? DiagnosticSeverity.Error : null, LateUse.OtherPlaces(work, late), work.Properties, work.Effect.Name, Late);
        }
    }

    private static void ReportOpenPools(HandleView exit, RuleContext context)
    {
        var births = exit.All
            .Where(static handle => handle.Kind == PrimitiveKind.Pool && !handle.IsEscaped && (handle.Must(HandleStates.Open) || (handle.May(HandleStates.Open) && handle.Births.All(IsDeclaration))))
            .SelectMany(static handle => handle.Births)
            .Distinct()
            .OrderBy(static birth => birth.Syntax.SpanStart);
        foreach (var birth in births)
        {
            var place = birth.Syntax switch
            {
                ObjectCreationExpressionSyntax { Type: var made } => made.GetLocation(),
                BaseObjectCreationExpressionSyntax creation => creation.NewKeyword.GetLocation(),

                // A method of the type makes it for its caller.
                InvocationExpressionSyntax when birth is IInvocationOperation call => Spans.Of(call),
                _ => null,
            };
            if (place is not null)
            {
                context.Report(place, birth.Type!.Name, NeverClosed);
            }
        }
    }

    /// <summary>Whoever gets past the declaration has the pool, so no condition that goes with it decides about its end.</summary>
    private static bool IsDeclaration(IOperation birth) =>
        birth.Syntax.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax } } };
}
