using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>A signal that its worker gives only if all goes well.</summary>
/// <param name="Signal">The call that signals.</param>
/// <param name="Risk">What can throw before it.</param>
/// <param name="Wait">The wait that then never ends.</param>
internal sealed record WorkerSignal(IInvocationOperation Signal, IOperation Risk, IOperation Wait);
