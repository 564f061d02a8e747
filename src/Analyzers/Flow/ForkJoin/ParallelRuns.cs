using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Finds the delegates that parallel loops, parallel queries and pools of this process run on several threads at once.</summary>
internal static class ParallelRuns
{
    /// <summary>The member runs its delegates in parallel, in this process.</summary>
    public static bool Runs(PrimitiveType type, MemberEffect member) =>
        member.BodyParameters.Count > 0
        && (type.Traits & PrimitiveTraits.CrossProcess) == 0
        && (type.Kind, member.Effect) is (PrimitiveKind.Parallel, Effect.ParallelInvoke or Effect.ParallelQuery) or (PrimitiveKind.Pool, Effect.Submit or Effect.Subscribe);

    public static IEnumerable<ParallelRun> In(Body body)
    {
        foreach (var operation in body.Operations.All)
        {
            if (operation is not IInvocationOperation call || body.Model.EffectOf(call) is not { } effect || !Runs(effect.Type, effect) || IsSequential(call, body))
            {
                continue;
            }

            var delegates = effect.BodyParameters
                .Select(ordinal => call.ArgumentFor(ordinal)?.Value)
                .OfType<IOperation>()
                .ToList();
            var runs = delegates.Count == 1 && SideBySide(delegates[0], body) is { } branches ? Branches(call, branches, body)
                : effect.Type.Kind == PrimitiveKind.Parallel ? delegates.Select(value => Repeated(call, value, body))
                : Submitted(call, effect, delegates, body);
            foreach (var run in runs)
            {
                if (run is not null)
                {
                    yield return run;
                }
            }
        }
    }

    private static ParallelRun? Repeated(IInvocationOperation call, IOperation value, Body body) =>
        BodyFinder.OfDelegate(value, body) is { } started ? new(call, started, EffectCollector.Of(started, body), ImmutableArray<BodyEffects>.Empty) : null;

    /// <summary>A pool runs one delegate once, so it takes a loop around the submission, or a list of arguments.</summary>
    private static IEnumerable<ParallelRun?> Submitted(IInvocationOperation call, MemberEffect effect, List<IOperation> delegates, Body body)
    {
        var loop = Places.LoopsAround(call.Syntax).FirstOrDefault();
        return loop is null && effect.Effect != Effect.Subscribe ? [] : delegates.Select(value => Repeated(call, value, body) is { } run ? run with { Loop = loop } : null);
    }

    /// <summary>Each delegate of <c>Parallel.Invoke</c> runs once, beside the others.</summary>
    private static IEnumerable<ParallelRun?> Branches(IInvocationOperation call, IReadOnlyList<StartedBody> branches, Body body)
    {
        var effects = branches.Select(branch => EffectCollector.Of(branch, body)).ToList();
        return branches.Select((branch, index) => new ParallelRun(call, branch, effects[index], effects.Where((_, other) => other != index).ToImmutableArray()));
    }

    /// <returns>Null where the value is no list of delegates.</returns>
    private static IReadOnlyList<StartedBody>? SideBySide(IOperation value, Body body) =>
        value.Type is IArrayTypeSymbol
            ? body.Definitions.Origin(value) is IArrayCreationOperation { Initializer: { } all } ? [.. all.ElementValues.Select(element => BodyFinder.OfDelegate(element, body)).OfType<StartedBody>()] : []
            : null;

    /// <summary>The call is told to use one thread, or follows a step of the query that is.</summary>
    private static bool IsSequential(IInvocationOperation call, Body body)
    {
        for (IOperation? current = call; current is IInvocationOperation step; current = step.Arguments.IsEmpty ? null : body.Definitions.Origin(step.Arguments[0].Value))
        {
            if (body.Model.EffectOf(step) is { Effect: Effect.Configure, CountParameter: >= 0 and var count } && IsOne(step.ArgumentFor(count)?.Value))
            {
                return true;
            }

            if (step.Arguments.Any(argument => body.Model.KindOf(argument.Value.Type) == PrimitiveKind.Options && IsForOneThread(argument.Value, body)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The graph splits an initializer into assignments, to the object that a capture holds.</summary>
    private static bool IsForOneThread(IOperation options, Body body)
    {
        var made = body.Definitions.Origin(options);
        return made is IObjectCreationOperation && body.Operations.All.Any(operation =>
            operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } instance } property } assignment
            && body.Model.EffectOf(property.Property, isWrite: true) is { Effect: Effect.Configure, CountParameter: >= 0 }
            && IsOne(assignment.Value)
            && ReferenceEquals(body.Definitions.Origin(instance), made));
    }

    private static bool IsOne(IOperation? value) => value?.ConstantValue is { HasValue: true, Value: 1 };
}
