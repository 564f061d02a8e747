using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>A signal that its worker gives only if all goes well.</summary>
/// <param name="Signal">The call that signals.</param>
/// <param name="Risk">What can throw before it.</param>
/// <param name="Wait">The wait that then never ends; where the task of a promise is handed out, that.</param>
internal sealed record WorkerSignal(IInvocationOperation Signal, IOperation Risk, IOperation Wait)
{
    /// <summary>It is the result of a promise: a failure can be told as well.</summary>
    public bool IsResult { get; init; }

    /// <summary>False where the caller gets what can be waited for, and may or may not do so.</summary>
    public bool IsCertain { get; init; } = true;
}
