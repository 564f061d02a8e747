using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <content>Methods of the type that make a handle for their caller, or give back the one that they got.</content>
internal sealed partial class HandleFlow
{
    /// <summary>The handle that a method of the type has made for its caller. All that has happened to it there has happened in the call.</summary>
    private Handle? MadeBy(IInvocationOperation call)
    {
        if (reader.KindOf(call) == PrimitiveKind.None || HandleFlows.FactoryOf(call, Body) is not { } callee || flows.Returned(callee, depth) is not { } made)
        {
            return null;
        }

        return made with { Events = made.Events.Effects.Aggregate(HandleEvents.None, (events, effect) => events.After(effect, call)) };
    }

    private HandleState Return(IOperation returned, HandleState state)
    {
        // The caller knows that it gets its own argument back.
        if (Factories.ReturnedParameter(Body) is not null)
        {
            return state;
        }

        var kind = reader.KindOf(returned);
        if (kind != PrimitiveKind.None && !reader.Eval(returned, state).Equals(Referents.Nothing))
        {
            state = state with { Returned = Handle.Join(state.Returned, Known(returned, state) ?? Handle.Unknown(kind)) };
        }

        return Escape(returned, state);
    }
}
