using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Queues;

/// <summary>One use of a queue.</summary>
/// <param name="Operation">The call, or the reading of a property.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Body">Where it stands.</param>
/// <param name="Receiver">The queue, or the end of it, as the code names it there.</param>
internal sealed record QueueUse(IOperation Operation, MemberEffect Effect, Body Body, IOperation Receiver);
