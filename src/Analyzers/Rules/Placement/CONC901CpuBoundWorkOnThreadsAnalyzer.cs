using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.Processes;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Placement;

/// <summary>CONC901: a loop starts a thread of its own for every piece of a computation.</summary>
public sealed class CONC901CpuBoundWorkOnThreadsAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>There where another process can run the work: a static method that needs nothing but arguments which can be copied.</summary>
    internal const string CanCrossProperty = "CanCross";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC901",
        title: "CPU-bound work on dedicated threads",
        messageFormat: "{0} only computes, and {1}: threads beyond the number of processors do not make it faster, they take turns and pay for every switch",
        category: Category.Placement,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "Threads of .NET do run in parallel, but only as many at a time as there are processors. More of them for work that never waits cost memory for their stacks, time to start them and time to switch between them. Parallel.For and Parallel.ForEach use as many threads as the machine can run.");

    /// <summary>One of these stands in every body that makes and starts a thread, <c>new(…)</c> included.</summary>
    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (type, member) =>
        MakesThread(type, member) || FeedsPool(type, member) || (type.Kind == PrimitiveKind.Thread && member.Effect == Effect.Start)));

    private static readonly RuleText Work = new("CpuBound.Work", "The work");
    private static readonly RuleText OnePerItem = new("CpuBound.OnePerItem", "gets one thread per item");
    private static readonly RuleText TooManyWorkers = new("CpuBound.TooManyWorkers", "is given to a pool with more threads than may run at once");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => MakesThread(type, member) || FeedsPool(type, member));

    private static bool MakesThread(PrimitiveType type, MemberEffect member) =>
        member.Effect == Effect.Create && type.Kind == PrimitiveKind.Thread && member.BodyParameter == 0;

    private static bool FeedsPool(PrimitiveType type, MemberEffect member) =>
        type is { Kind: PrimitiveKind.Pool, IsRuntime: true, SimpleName: "WorkerThreadPool" } && member.Effect == Effect.Subscribe;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var outermost in type.Bodies.Where(body => MayStart(body, type)))
        {
            foreach (var body in outermost.SelfAndNested)
            {
                foreach (var operation in body.Operations.All)
                {
                    context.CancellationToken.ThrowIfCancellationRequested();
                    Analyze(operation, body, context);
                }
            }
        }
    }

    /// <summary>A walk over the tree, before any graph is made.</summary>
    private static bool MayStart(Body body, TypeFacts type)
    {
        if (!body.ContainsAny(Words))
        {
            return false;
        }

        var operations = BodyOperations.Evaluation(body.Root).ToList();
        return operations.Any(operation => EffectOf(operation, type) is { } effect && FeedsPool(effect.Type, effect))
            || (operations.Any(operation => EffectOf(operation, type) is { } effect && MakesThread(effect.Type, effect))
                && operations.Any(operation => EffectOf(operation, type) is { Effect: Effect.Start, Type.Kind: PrimitiveKind.Thread }));
    }

    private static MemberEffect? EffectOf(IOperation operation, TypeFacts type) => operation switch
    {
        IInvocationOperation call => type.Model.EffectOf(call),
        IObjectCreationOperation creation => type.Model.EffectOf(creation),
        _ => null,
    };

    private static void Analyze(IOperation operation, Body body, RuleContext context)
    {
        if (EffectOf(operation, body.Type) is not { } effect)
        {
            return;
        }

        if (MakesThread(effect.Type, effect)
            && !HasOptions(operation)
            && TargetOf(operation, effect) is { } target
            && new ThreadCount(body).IsOnePerItem(operation)
            && !IsThrottled(operation, body)
            && OnlyComputes(target, body))
        {
            Report(operation, target, OnePerItem, ImmutableDictionary<string, string?>.Empty, context);
        }
        else if (FeedsPool(effect.Type, effect) && TargetOf(operation, effect) is { } work && IsFedToManyWorkers(body) && OnlyComputes(work, body))
        {
            Report(operation, work, TooManyWorkers, CanCross(work, body) ? ImmutableDictionary<string, string?>.Empty.Add(CanCrossProperty, "true") : ImmutableDictionary<string, string?>.Empty, context);
        }
    }

    private static IOperation? TargetOf(IOperation operation, MemberEffect effect) =>
        ArgumentsOf(operation).FirstOrDefault(argument => argument.Parameter?.Ordinal == effect.BodyParameter && argument.ArgumentKind == ArgumentKind.Explicit)?.Value;

    private static ImmutableArray<IArgumentOperation> ArgumentsOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.Arguments,
        IObjectCreationOperation creation => creation.Arguments,
        _ => ImmutableArray<IArgumentOperation>.Empty,
    };

    /// <summary>A pool gives no thread a larger stack.</summary>
    private static bool HasOptions(IOperation creation) =>
        ArgumentsOf(creation).Any(static argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: "maxStackSize" });

    private static bool OnlyComputes(IOperation target, Body body) =>
        BodyFinder.OfDelegate(target, body) is { } started
        && WorkloadClassifier.Of(started.Body) == Workload.Cpu
        && !EffectCollector.Of(started, body).Has(BodyTraits.Service);

    /// <summary>The loop lets only some threads run at a time, or gives them options that a pool's threads do not have.</summary>
    private static bool IsThrottled(IOperation creation, Body body)
    {
        var loop = Places.LoopsAround(creation.Syntax).FirstOrDefault();
        return loop is not null && body.Operations.All.Any(operation =>
            loop.Span.Contains(operation.Syntax.Span)
            && Calls.EffectOf(operation, body) is { } effect
            && ((EffectGroups.TraitsOf(effect) & (BodyTraits.Synchronizes | BodyTraits.Sleeps)) != 0 || effect is { Effect: Effect.Configure, Name: "Priority" or "SetApartmentState" or "TrySetApartmentState" }));
    }

    private static bool IsFedToManyWorkers(Body body)
    {
        var pools = body.Outermost.SelfAndNested
            .SelectMany(static nested => nested.Operations.All)
            .OfType<IObjectCreationOperation>()
            .Where(creation => creation.Type is { Name: "WorkerThreadPool" } && body.Model.EffectOf(creation) is { Effect: Effect.Create })
            .ToList();
        return pools.Count == 1 && pools[0].Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0) is { } workers && new ThreadCount(body).IsMany(workers.Value);
    }

    private static bool CanCross(IOperation work, Body body)
    {
        var value = work is IDelegateCreationOperation creation ? creation.Target : work;
        return value is IMethodReferenceOperation { Method: { IsStatic: true, IsGenericMethod: false, ContainingType.IsGenericType: false, ReturnsVoid: false, MethodKind: MethodKind.Ordinary } method }
            && method.Parameters.All(static parameter => parameter.RefKind == RefKind.None && Crossing.Of(parameter.Type, parameter.Name) is null)
            && Crossing.Of(method.ReturnType, method.Name) is null
            && BodyFinder.OfDelegate(work, body) is { } started
            && EffectCollector.Of(started, body).Accesses.IsEmpty;
    }

    private static void Report(IOperation operation, IOperation target, RuleText consequence, ImmutableDictionary<string, string?> properties, RuleContext context)
    {
        var location = operation.Syntax switch
        {
            ObjectCreationExpressionSyntax creation => creation.Type.GetLocation(),
            ImplicitObjectCreationExpressionSyntax creation => creation.NewKeyword.GetLocation(),
            InvocationExpressionSyntax call => call.Expression.GetLocation(),
            _ => operation.Syntax.GetLocation(),
        };
        context.Report(location, severity: null, [], properties, NameOf(target), consequence);
    }

    private static object NameOf(IOperation target)
    {
        var value = target is IDelegateCreationOperation creation ? creation.Target : target;
        return value is IMethodReferenceOperation method ? $"'{method.Method.Name}'" : Work;
    }
}
