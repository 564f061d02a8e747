using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>What a write does to a field that others lock.</summary>
internal enum LockFieldWriteKind
{
    /// <summary>Gives the object its lock before anybody else can have the object.</summary>
    Construction,

    /// <summary>Cannot be judged, or is known to be done with care: an atomic lazy creation, a framework's set-up method.</summary>
    Other,

    /// <summary>Puts another object there while threads may hold the old one.</summary>
    Replacement,
}

/// <param name="Target">The field where it is written.</param>
/// <param name="Kind">What the write does.</param>
/// <param name="Body">The outermost body it stands in.</param>
internal sealed record LockFieldWrite(IFieldReferenceOperation Target, LockFieldWriteKind Kind, Body Body);
