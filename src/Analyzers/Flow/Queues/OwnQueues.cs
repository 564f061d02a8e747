using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.Queues;

/// <summary>The queues of a type that nobody outside can reach.</summary>
internal sealed class OwnQueues(TypeFacts type) : OwnHandles(type, PrimitiveKind.Queue);
