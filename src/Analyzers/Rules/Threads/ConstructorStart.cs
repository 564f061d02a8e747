using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>A thread, task or timer that a constructor starts, with the body that it runs.</summary>
/// <param name="Start">The operation that starts it.</param>
/// <param name="Started">What then runs; null where that is not certain.</param>
/// <param name="Method">The method of this object that then runs, or one that overrides it; null for a lambda.</param>
internal sealed record ConstructorStart(IOperation Start, StartedBody? Started, IMethodSymbol? Method)
{
    public static IEnumerable<ConstructorStart> In(Body constructor)
    {
        foreach (var operation in constructor.Operations.All)
        {
            if (Of(operation, constructor) is { } start)
            {
                yield return start;
            }
        }
    }

    private static ConstructorStart? Of(IOperation operation, Body constructor)
    {
        switch (operation)
        {
            case IInvocationOperation { Instance: IInstanceReferenceOperation } call when IsStart(call, constructor):
                return RunOf(constructor) is { } run && constructor.Type.BodyOf(run) is { } body ? new(call, new(body, PathMap.Identity), run) : null;

            case IInvocationOperation { Instance: { } thread } call when IsStart(call, constructor):
                return BirthOf(thread, call, constructor) is { } birth ? WithWorkOf(birth, call, constructor) : null;

            case IInvocationOperation or IObjectCreationOperation when Calls.EffectOf(operation, constructor) is { } effect && StartsAtOnce(effect) && !Births.IsUnstarted(operation, constructor.Model):
                return WithWorkOf(operation, operation, constructor);

            default:
                return null;
        }
    }

    private static bool IsStart(IInvocationOperation call, Body constructor) =>
        Calls.EffectOf(call, constructor) is { Effect: Effect.Start, Type.Kind: PrimitiveKind.Thread };

    private static bool StartsAtOnce(MemberEffect effect) => effect.Effect switch
    {
        Effect.CreateStarted => effect.Type.Kind is PrimitiveKind.Task or PrimitiveKind.Factory or PrimitiveKind.Timer,
        Effect.Submit => effect.Type.Kind == PrimitiveKind.Pool,
        _ => false,
    };

    /// <summary>What the constructor itself put into the variable last, or what it starts without a variable.</summary>
    private static IOperation? BirthOf(IOperation thread, IOperation start, Body constructor)
    {
        var value = constructor.Definitions.SkipWrappers(thread);
        while (value is IInvocationOperation { Instance: { } receiver } call && constructor.Model.EffectOf(call) is { ReturnsReceiver: true })
        {
            value = constructor.Definitions.SkipWrappers(receiver);
        }

        if (HandleSources.HolderOf(value, constructor) is { } holder)
        {
            var assignment = constructor.Operations.All.OfType<ISimpleAssignmentOperation>().LastOrDefault(candidate =>
                candidate.Syntax.SpanStart < start.Syntax.SpanStart && SymbolEqualityComparer.Default.Equals(HandleSources.HolderOf(candidate.Target, constructor), holder));
            value = assignment is null ? value : constructor.Definitions.SkipWrappers(assignment.Value);
        }

        return value is IObjectCreationOperation or IInvocationOperation ? value : null;
    }

    private static ConstructorStart? WithWorkOf(IOperation birth, IOperation start, Body constructor)
    {
        var arguments = birth switch
        {
            IInvocationOperation call => call.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => default,
        };
        if (arguments.IsDefault
            || Calls.EffectOf(birth, constructor) is not { BodyParameter: not MemberEffect.Absent } effect
            || arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == effect.BodyParameter) is not { } work)
        {
            return null;
        }

        var method = constructor.Definitions.Origin(work.Value) is IDelegateCreationOperation { Target: IMethodReferenceOperation { Instance: IInstanceReferenceOperation } reference } ? reference.Method : null;
        return new(start, BodyFinder.OfDelegate(work.Value, constructor), method);
    }

    /// <summary>What a class that is a thread itself runs.</summary>
    private static IMethodSymbol? RunOf(Body constructor)
    {
        for (var type = constructor.Owner.ContainingType; type is not null; type = type.BaseType)
        {
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
            {
                if (method.IsOverride && constructor.Model.EffectOf(method)?.Effect == Effect.Run)
                {
                    return method;
                }
            }
        }

        return null;
    }
}
