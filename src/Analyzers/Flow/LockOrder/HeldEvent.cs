using ConcurrencyAnalyzers.Flow.Locks;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Something that happens while a lock is held.</summary>
/// <param name="Event">What happens.</param>
/// <param name="Origin">The body in which it happens.</param>
/// <param name="Place">The operation itself, or the call that leads to it, in the body that holds the lock.</param>
/// <param name="In">That body.</param>
/// <param name="Call">The call; null where the event happens in the body itself.</param>
/// <param name="Locks">The locks before it.</param>
internal sealed record HeldEvent<T>(T Event, Body Origin, IOperation Place, Body In, CallSite? Call, LockState Locks);
