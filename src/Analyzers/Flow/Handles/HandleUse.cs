using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>One use of a handle.</summary>
/// <param name="Operation">The call, or the reading of a property.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Body">Where it stands.</param>
/// <param name="Receiver">The handle, or the end of a channel, as the code names it there.</param>
internal sealed record HandleUse(IOperation Operation, MemberEffect Effect, Body Body, IOperation Receiver);
