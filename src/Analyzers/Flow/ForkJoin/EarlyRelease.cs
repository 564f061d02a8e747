using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>An object that is disposed of while started bodies that use it may still run.</summary>
/// <param name="Resource">The variable.</param>
/// <param name="Release">The call that disposes of it; made by the compiler where a <c>using</c> does.</param>
/// <param name="Forks">Who may be using it.</param>
internal sealed record EarlyRelease(ILocalSymbol Resource, IInvocationOperation Release, ImmutableArray<Fork> Forks)
{
    public bool IsByUsing => Release.IsImplicit;
}
