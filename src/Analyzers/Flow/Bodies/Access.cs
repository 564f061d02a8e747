using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>One use of one location.</summary>
internal sealed record Access(MemoryLocation Location, AccessKind Kind, IOperation Operation)
{
    public bool IsRead => (Kind & AccessKind.Read) != 0;

    public bool IsWrite => (Kind & AccessKind.Write) != 0;

    public bool IsAtomic => (Kind & AccessKind.Atomic) != 0;

    public bool IsGuarded => (Kind & AccessKind.Guarded) != 0;

    public bool IsUpdate => (Kind & AccessKind.Update) != 0;
}
