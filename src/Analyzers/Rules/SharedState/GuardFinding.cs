using ConcurrencyAnalyzers.Flow;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>What is wrong with a use of a guarded field.</summary>
internal enum GuardFault
{
    /// <summary>Most uses hold the lock, this one holds none.</summary>
    NotHeld,

    /// <summary>The field says which lock guards it, and it is not held.</summary>
    NotHeldAsDeclared,

    /// <summary>A write under a reader's hold.</summary>
    HeldForReading,

    /// <summary>Another lock is held than elsewhere.</summary>
    OtherLock,
}

/// <param name="Fault">What is wrong.</param>
/// <param name="Use">Where.</param>
/// <param name="Guard">The lock that guards the field.</param>
/// <param name="Example">A use that holds it; null where there is none.</param>
/// <param name="Guarded">How many uses hold it.</param>
/// <param name="All">Of how many.</param>
/// <param name="IsStrong">Enough uses, in more than one method, agree on the lock.</param>
internal sealed record GuardFinding(GuardFault Fault, GuardedUse Use, AccessPath Guard, GuardedUse? Example, int Guarded, int All, bool IsStrong);
