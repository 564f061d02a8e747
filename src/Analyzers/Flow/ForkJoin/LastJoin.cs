using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>A wait for one of the handles that a loop makes or a method returns, while nothing waits for the others.</summary>
/// <param name="Wait">The wait.</param>
/// <param name="Handle">What is waited for, as it is written there.</param>
/// <param name="Fork">What starts the handles.</param>
/// <param name="Collection">The variable that holds all of them, where the wait is for an element; null where it is for a variable that held one after the other.</param>
internal sealed record LastJoin(IOperation Wait, IOperation Handle, Fork Fork, ILocalSymbol? Collection);
