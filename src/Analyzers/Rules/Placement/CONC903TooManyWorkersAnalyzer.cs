using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Placement;

/// <summary>CONC903: a constant number of workers, far more than a machine has processors, for work that only computes.</summary>
public sealed class CONC903TooManyWorkersAnalyzer() : ConcurrencyAnalyzer(Rule)
{
    /// <summary>As many processors as a large desktop machine has. Whoever writes fewer may mean that machine.</summary>
    private const int Many = 32;

    internal static readonly DiagnosticDescriptor Rule = Descriptors.Create(
        "CONC903",
        title: "More CPU workers than processors",
        messageFormat: "{0} workers are asked for, but {1} only computes: those beyond the number of processors take turns and pay for every switch",
        category: Category.Placement,
        defaultSeverity: DiagnosticSeverity.Info,
        description: "Work that computes runs as fast as the processors allow. More workers than processors share them, and cost memory, starts and switches; worker processes cost most. The number belongs to the machine, not into the source: Environment.ProcessorCount.");

    private static readonly RuleText Work = new("CONC903.Work", "the work");

    private protected override Trigger Trigger { get; } = Trigger.On(static (type, member) => IsCount(type, member), "MaxDegreeOfParallelism", "AsParallel");

    /// <summary>The member takes the number of workers.</summary>
    private static bool IsCount(PrimitiveType type, MemberEffect member) =>
        IsPool(type, member) || (type.MetadataName == "System.Linq.ParallelEnumerable" && member.Name == "WithDegreeOfParallelism");

    private static bool IsPool(PrimitiveType type, MemberEffect member) =>
        type is { IsRuntime: true, Kind: PrimitiveKind.Pool, SimpleName: not "WorkerThreadPool" } && member.Effect == Effect.Create && member.CountParameter != MemberEffect.Absent;

    private protected override void Analyze(TypeFacts type, RuleContext context)
    {
        foreach (var outermost in type.Bodies.Where(static body => BodyOperations.Evaluation(body.Root).Any(static operation => operation.ConstantValue is { HasValue: true, Value: int and >= Many })))
        {
            foreach (var body in outermost.SelfAndNested)
            {
                foreach (var operation in body.Operations.All)
                {
                    context.CancellationToken.ThrowIfCancellationRequested();
                    if (CountAt(operation, body) is { } count && count.ConstantValue is { HasValue: true, Value: int and >= Many } && WorkOf(operation, body) is { } work)
                    {
                        context.Report(count.Syntax.GetLocation(), severity: null, [], ImmutableDictionary<string, string?>.Empty, count.ConstantValue.Value!, NameOf(work));
                    }
                }
            }
        }
    }

    /// <summary>The number of workers that the operation sets.</summary>
    private static IOperation? CountAt(IOperation operation, Body body) => operation switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "MaxDegreeOfParallelism", ContainingType.Name: "ParallelOptions" } } } assignment => assignment.Value,
        IInvocationOperation call when body.Model.EffectOf(call) is { } effect && IsCount(effect.Type, effect) => call.ArgumentFor(effect.CountParameter)?.Value,
        IObjectCreationOperation creation when body.Model.EffectOf(creation) is { } effect && IsPool(effect.Type, effect) =>
            creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == effect.CountParameter && argument.ArgumentKind == ArgumentKind.Explicit)?.Value,
        _ => null,
    };

    /// <summary>The work of these workers, if all of it is known and computes.</summary>
    private static IOperation? WorkOf(IOperation operation, Body body)
    {
        var works = operation switch
        {
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } options } } => GivenTo(body, body.Definitions.Origin(options), static call => call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Type.Name == "ParallelOptions")?.Value),
            IObjectCreationOperation pool => GivenTo(body, pool, static call => call.Instance),
            IInvocationOperation query => Steps(query, body),
            _ => [],
        };
        return works.Count > 0 && works.All(work => work is not null && Computes(work, body)) ? works[0] : null;
    }

    /// <summary>The delegates of all calls that get the object; an object that other code may get has unknown work.</summary>
    private static List<IOperation?> GivenTo(Body body, IOperation origin, Func<IInvocationOperation, IOperation?> holderOf)
    {
        var works = new List<IOperation?>();
        foreach (var nested in body.Outermost.SelfAndNested)
        {
            foreach (var call in nested.Operations.All.OfType<IInvocationOperation>())
            {
                if (holderOf(call) is { } holder && nested.Definitions.Origin(holder) == origin && nested.Model.EffectOf(call) is { BodyParameters.Count: > 0 } effect)
                {
                    works.Add(call.ArgumentFor(effect.BodyParameter)?.Value);
                }
            }
        }

        return works;
    }

    /// <summary>The delegates of the query's steps after the one that sets the number.</summary>
    private static List<IOperation?> Steps(IInvocationOperation query, Body body)
    {
        var works = new List<IOperation?>();
        IOperation current = query;
        while (current.Parent is IArgumentOperation { Parent: IInvocationOperation next } argument && argument.Parameter?.Ordinal == 0)
        {
            if (body.Model.EffectOf(next) is { BodyParameters.Count: > 0 } effect)
            {
                works.Add(next.ArgumentFor(effect.BodyParameter)?.Value);
            }

            current = next;
        }

        return works;
    }

    private static bool Computes(IOperation work, Body body) =>
        BodyFinder.OfDelegate(work, body) is { } started && WorkloadClassifier.Of(started.Body) == Workload.Cpu;

    private static object NameOf(IOperation work)
    {
        while (work is IConversionOperation conversion)
        {
            work = conversion.Operand;
        }

        var value = work is IDelegateCreationOperation creation ? creation.Target : work;
        return value is IMethodReferenceOperation method ? $"'{method.Method.Name}'" : Work;
    }
}
