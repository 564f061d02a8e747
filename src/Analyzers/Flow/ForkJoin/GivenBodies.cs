using ConcurrencyAnalyzers.Flow.Bodies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>The work that a method has a thread do for its caller: a delegate that it is given.</summary>
internal static class GivenBodies
{
    /// <param name="target">What the thread runs.</param>
    /// <param name="context">The body in which that stands.</param>
    /// <param name="call">The call of the method that makes the thread.</param>
    /// <returns>What the given delegates do, in the words of the caller; null where there are none, or they are not known.</returns>
    public static BodyEffects? EffectsOf(IOperation? target, Body context, CallSite call)
    {
        if (target is null)
        {
            return null;
        }

        if (Given(context.Definitions.Origin(target), call) is { } given)
        {
            return BodyFinder.OfDelegate(given, call.Caller) is { } body ? EffectCollector.Of(body, call.Caller) : null;
        }

        BodyEffects? all = null;
        foreach (var operation in BodyFinder.OfDelegate(target, context)?.Body.Operations.All ?? [])
        {
            if (operation is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } invoked }
                && Given(context.Definitions.SkipWrappers(invoked), call) is { } argument
                && BodyFinder.OfDelegate(argument, call.Caller) is { } body)
            {
                var effects = EffectCollector.Of(body, call.Caller);
                all = all is null ? effects : all.And(effects);
            }
        }

        return all;
    }

    /// <summary>The argument for a parameter of the method, if it is never assigned.</summary>
    private static IOperation? Given(IOperation value, CallSite call) =>
        value is IParameterReferenceOperation { Parameter: var parameter }
        && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, call.Callee.Owner)
        && call.Callee.Definitions.WritesTo(parameter) == 0
            ? call.Argument(parameter)
            : null;
}
