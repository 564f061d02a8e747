using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>A wait for a thread that takes a lock before it ends.</summary>
/// <param name="Key">The lock, as the waiting body names it.</param>
/// <param name="Effect">The row of the table of the thread's acquire.</param>
/// <param name="Acquire">That acquire.</param>
/// <param name="Wait">The wait.</param>
/// <param name="Started">What the thread runs.</param>
internal sealed record WaitNeed(AccessPath Key, MemberEffect Effect, IOperation Acquire, IOperation Wait, Body Started);
