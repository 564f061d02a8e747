using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>In which way a field gets its first value unsafely.</summary>
internal enum InitializationFault
{
    /// <summary>After the lock is taken nobody asks again whether another thread has done it already.</summary>
    NoSecondCheck,

    /// <summary>The field gets the object before the object is complete.</summary>
    PublishedEarly,

    /// <summary>The flag says that all is there before it is.</summary>
    FlagBeforeData,

    /// <summary>Two threads may both find nothing, and each makes an object of its own.</summary>
    NoLock,
}

/// <param name="Fault">What is wrong.</param>
/// <param name="Place">The write that comes too early, or once too often.</param>
/// <param name="Field">The field.</param>
/// <param name="Check">The first check; null where the write itself checks.</param>
internal sealed record UnsafeInitialization(InitializationFault Fault, IOperation Place, IFieldSymbol Field, IOperation? Check);
