namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>
/// A loop that goes over a collection, as far as it has got. Each round has its own element, so an event in the loop is certain for that
/// element; once the loop has come to its end, it is certain for all of them.
/// </summary>
/// <param name="Collection">The collection as a whole.</param>
/// <param name="Before">What an element is when its round begins; null: there is none.</param>
/// <param name="Done">The elements whose rounds have ended; null: none has.</param>
/// <param name="IsMixed">Whether elements have changed otherwise than through the loop.</param>
internal sealed record HandleLoop(HandleId Collection, Handle? Before, Handle? Done, bool IsMixed)
{
    public HandleLoop Join(HandleLoop other) => Equals(other)
        ? this
        : new(Collection, Handle.Join(Before, other.Before), Handle.Join(Done, other.Done), IsMixed | other.IsMixed | Collection != other.Collection);
}
