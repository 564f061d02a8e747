using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>
/// A handle that a body, or a private field, makes and keeps within the type: everything that is ever done to it is known. Aliases, the two ends of a channel, and the
/// parameters of methods of the type that it is handed to, are names of the same object.
/// </summary>
/// <param name="Name">The local or field that holds it.</param>
/// <param name="Type">What it is.</param>
/// <param name="Birth">Where it is made.</param>
/// <param name="Names">All that the type calls it.</param>
/// <param name="Uses">All that is done to it, in any body.</param>
internal sealed record OwnHandle(ISymbol Name, ITypeSymbol Type, HandleBirth Birth, IReadOnlyCollection<ISymbol> Names, IReadOnlyList<HandleUse> Uses)
{
    public IEnumerable<HandleUse> With(Effect effect) => Uses.Where(use => use.Effect.Effect == effect);
}
