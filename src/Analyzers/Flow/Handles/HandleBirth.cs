using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The operation that makes a handle.</summary>
/// <param name="Operation">The creation.</param>
/// <param name="Effect">What the model knows of it.</param>
/// <param name="Body">Where the creation stands: in the body that keeps the handle, or in a helper of the type that does no more than make it.</param>
/// <param name="Home">The body that keeps the handle.</param>
/// <param name="Call">The call of the helper.</param>
internal sealed record HandleBirth(IOperation Operation, MemberEffect Effect, Body Body, Body Home, CallSite? Call)
{
    /// <returns>Null where the value comes from elsewhere.</returns>
    public static HandleBirth? Of(IOperation value, Body home)
    {
        var made = home.Definitions.SkipWrappers(value);
        if (Creation(made, home) is { } effect)
        {
            return new(made, effect, home, home, Call: null);
        }

        return made is IInvocationOperation && CallSite.Of(made, home) is { Callee: var helper } call
            && ReturnedBy(helper) is { } returned && Creation(returned, helper) is { } inner
                ? new(returned, inner, helper, home, call)
                : null;
    }

    /// <summary>The argument of the creation, as the body that keeps the handle knows it, and that body.</summary>
    public (IOperation Value, Body Body)? Argument(int ordinal)
    {
        var arguments = Operation switch
        {
            IObjectCreationOperation creation => creation.Arguments,
            IInvocationOperation call => call.Arguments,
            _ => default,
        };
        if (arguments.IsDefault || arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal)?.Value is not { } value)
        {
            return null;
        }

        return Call is not null && Body.Definitions.SkipWrappers(value) is IParameterReferenceOperation { Parameter: var parameter } && Body.Definitions.WritesTo(parameter) == 0
            ? Call.Argument(parameter) is { } given ? (given, Home) : null
            : (value, Body);
    }

    private static MemberEffect? Creation(IOperation made, Body body)
    {
        var effect = made switch
        {
            IObjectCreationOperation creation => body.Model.EffectOf(creation),
            IInvocationOperation call => body.Model.EffectOf(call),
            _ => null,
        };
        return effect is { Effect: Model.Effect.Create } ? effect : null;
    }

    /// <summary>What the body returns, where that is all that it does.</summary>
    private static IOperation? ReturnedBy(Body body)
    {
        var returns = body.Graph.Blocks.Where(static block => block.IsReachable && block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return && block.BranchValue is not null).ToList();
        return body.Method is { IsAsync: false } && returns is [{ BranchValue: { } value, Operations.IsEmpty: true }] ? body.Definitions.SkipWrappers(value) : null;
    }
}
