using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>A delegate that several threads run at the same time.</summary>
/// <param name="Call">The loop, the query or the submission.</param>
/// <param name="Started">The delegate's body.</param>
/// <param name="Effects">What it reads and writes, in the names of the body that has it run.</param>
/// <param name="Others">The delegates that run beside it, where it runs once itself; empty where it runs many times.</param>
internal sealed record ParallelRun(IOperation Call, StartedBody Started, BodyEffects Effects, ImmutableArray<BodyEffects> Others)
{
    /// <summary>The innermost loop that submits the delegate again and again: what is declared inside it belongs to one run.</summary>
    public SyntaxNode? Loop { get; init; }
}
