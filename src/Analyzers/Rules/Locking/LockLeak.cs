using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>An acquire whose lock is still held when the body is left.</summary>
/// <param name="Site">The acquire, or the call that leads to it.</param>
/// <param name="Key">The lock.</param>
/// <param name="Effect">The row of the table that says what is acquired.</param>
/// <param name="LeftAt">Where the body is left with the lock held.</param>
/// <param name="Releases">The places in the body that release it.</param>
internal sealed record LockLeak(IOperation Site, AccessPath Key, MemberEffect Effect, IOperation LeftAt, IReadOnlyList<IOperation> Releases);
