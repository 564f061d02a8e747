using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>What a method does that returns threads or tasks of its own making: a call of it creates them, and perhaps starts them.</summary>
/// <param name="Handles">Each with the body in which it is created.</param>
/// <param name="IsStarted">All of them run when the method returns; otherwise none does.</param>
/// <param name="IsCollection">It returns a list or array of them.</param>
internal sealed record HandleFactory(ImmutableArray<(IOperation Creation, IOperation? Start, Body Context)> Handles, bool IsStarted, bool IsCollection);
