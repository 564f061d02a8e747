using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Queues;

/// <summary>
/// A queue that a body, or a private field, makes and keeps within the type: everything that is ever done to it is known. Aliases, the two ends of a channel, and the
/// parameters of methods of the type that it is handed to, are names of the same queue.
/// </summary>
/// <param name="Name">The local or field that holds it.</param>
/// <param name="Type">What it is.</param>
/// <param name="Uses">All that is done to it, in any body.</param>
internal sealed record OwnQueue(ISymbol Name, ITypeSymbol Type, IReadOnlyList<QueueUse> Uses)
{
    public IEnumerable<QueueUse> With(Effect effect) => Uses.Where(use => use.Effect.Effect == effect);
}
