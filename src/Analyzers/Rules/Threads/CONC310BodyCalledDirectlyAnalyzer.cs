using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.LockObjects;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>CONC310: what a thread or process should run is called like any method, and nothing starts the thread.</summary>
public sealed class CONC310BodyCalledDirectlyAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>The name of the method that starts it.</summary>
    internal const string StartProperty = "Start";

    /// <summary>The variable that holds the thread, where the call names it not.</summary>
    internal const string HandleProperty = "Handle";

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC310",
        title: "Thread body called directly instead of started",
        messageFormat: "'{0}' runs here, on the calling thread, which waits for its end: '{1}' would run it beside this one",
        category: Category.Threads,
        defaultSeverity: DiagnosticSeverity.Warning,
        description: "Calling the body of a thread or process runs it where it is called, like any other method. Only the start makes it run on a thread, or in a process, of its own.");

    private static readonly string[] Starting = ["Start", "Begin", "Launch", "Go", "Spawn", "Fork"];

    private static readonly WordSet Runs = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(IsRun));

    private static readonly Trigger Births = Trigger.On(static (type, member) => type.Kind is PrimitiveKind.Thread or PrimitiveKind.Process && member is { Effect: Effect.Create, BodyParameter: not MemberEffect.Absent });

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        IsRun(type, member) || (type.Kind is PrimitiveKind.Thread or PrimitiveKind.Process && member is { Effect: Effect.Create, BodyParameter: not MemberEffect.Absent }));

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        var mayCreate = Births.IsMetIn(type.Symbol, context.CancellationToken);
        foreach (var outermost in type.Bodies)
        {
            if (outermost.ContainsAny(Runs))
            {
                foreach (var call in CallsOfRun(outermost))
                {
                    Report(call, "Start", handle: null, call.Instance is IInstanceReferenceOperation ? "Start" : $"{call.Instance!.Syntax}.Start", context);
                }
            }

            if (mayCreate && Births.IsMetIn(outermost.Owner, context.CancellationToken))
            {
                ReportDirectCalls(outermost, context);
            }
        }

        if (mayCreate)
        {
            foreach (var birth in UnstartedFields.In(type))
            {
                Report(birth, DirectCalls.In(type, birth), type.Model, context);
            }
        }
    }

    private static bool IsRun(PrimitiveType type, MemberEffect member) => type.Kind is PrimitiveKind.Thread or PrimitiveKind.Process && member.Effect == Effect.Run;

    private static void ReportDirectCalls(Body outermost, RuleContext context)
    {
        var flows = outermost.Type.Analysis(static facts => new HandleFlows(facts));
        foreach (var body in outermost.SelfAndNested)
        {
            foreach (var birth in UnstartedHandles.In(body, flows, orJoined: true))
            {
                Report(birth, DirectCalls.Of(birth, body), body.Model, context);
            }
        }
    }

    private static void Report(IOperation birth, IInvocationOperation? call, ConcurrencyModel model, RuleContext context)
    {
        if (call is not null)
        {
            // Without a start that fits, the message still has to say what starts such threads.
            var name = Threads.Births.NameOf(birth);
            var start = LifeMethods.StartOf(birth, model);
            Report(call, start ?? "Start", name.ToString(), $"{name}.{start ?? "Start"}", context);
        }
    }

    private static void Report(IInvocationOperation call, string start, string? handle, string suggestion, RuleContext context)
    {
        var properties = ImmutableDictionary<string, string?>.Empty.Add(StartProperty, start);
        context.Report(
            Spans.Of(call),
            severity: null,
            [],
            handle is null ? properties : properties.Add(HandleProperty, handle),
            call.TargetMethod.MethodKind == MethodKind.DelegateInvoke ? call.Instance!.Syntax : call.TargetMethod.Name,
            suggestion);
    }

    private static IEnumerable<IInvocationOperation> CallsOfRun(Body outermost)
    {
        // An override calls that of its base, or of what it wraps; a test may look at the body alone.
        if (outermost.Method is { IsOverride: true } method && outermost.Model.EffectOf(method)?.Effect == Effect.Run || Inspection.IsTest(outermost))
        {
            return [];
        }

        return outermost.SelfAndNested.SelectMany(static body => body.Operations.All.Select(operation => (Body: body, Call: operation as IInvocationOperation)))
            .Where(static pair => pair.Call is { Instance: not null, Parent: IExpressionStatementOperation } call
                && call.TargetMethod.Parameters.IsEmpty
                && pair.Body.Model.EffectOf(call) is { } effect
                && IsRun(effect.Type, effect)
                && IsMeantAsStart(call, pair.Body))
            .Select(static pair => pair.Call!);
    }

    private static bool IsMeantAsStart(IInvocationOperation call, Body body) => body.Definitions.SkipWrappers(call.Instance!) switch
    {
        IInstanceReferenceOperation self => !self.IsBase() && SaysStart(body.Outermost.Method) && !IsStarted(static instance => instance is IInstanceReferenceOperation, body),
        IObjectCreationOperation => true,
        var handle => HandleSources.HolderOf(handle, body) is { } holder && holder is not (IFieldSymbol or IPropertySymbol)
            && !IsStarted(instance => SymbolEqualityComparer.Default.Equals(HandleSources.HolderOf(instance, body), holder), body),
    };

    /// <summary>Nothing but a start is expected of a constructor that runs the body, or of a method with such a name.</summary>
    private static bool SaysStart(IMethodSymbol? method) =>
        method is { MethodKind: MethodKind.Constructor } || (method is not null && Starting.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal)));

    /// <summary>One way starts it, another runs it in place.</summary>
    private static bool IsStarted(Func<IOperation, bool> isHandle, Body body) => body.Outermost.SelfAndNested.SelectMany(static nested => nested.Operations.All)
        .Any(operation => operation is IInvocationOperation { Instance: { } instance } call && body.Model.EffectOf(call) is { Effect: Effect.Start } && isHandle(body.Definitions.SkipWrappers(instance)));
}
