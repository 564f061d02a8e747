using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The producers' ends of tasks that nobody outside of a type can reach.</summary>
internal sealed class OwnPromises(TypeFacts type) : OwnHandles(type, PrimitiveKind.Promise);
