using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Pools;

/// <summary>A body that a pool runs.</summary>
/// <param name="Body">The body.</param>
/// <param name="Map">What a path of the body is to the body that submits it.</param>
/// <param name="Submission">The call that hands the work over.</param>
/// <param name="Context">The body in which that call stands.</param>
/// <param name="Role">Where it runs.</param>
internal sealed record PoolWork(Body Body, Func<AccessPath, AccessPath?> Map, IOperation Submission, Body Context, PoolRole Role)
{
    /// <summary>The pool, as the submitting body names it; null where it has no name: the framework's.</summary>
    public AccessPath? Pool { get; init; }

    /// <summary>One call submits the work many times.</summary>
    public bool IsRepeated { get; init; }
}
