using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The barriers and countdowns of a type that nobody outside can reach.</summary>
internal sealed class OwnMeetings(TypeFacts type) : OwnHandles(type, PrimitiveKind.Barrier, PrimitiveKind.Countdown);
