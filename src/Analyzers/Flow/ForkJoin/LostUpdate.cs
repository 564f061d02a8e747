using ConcurrencyAnalyzers.Flow.Bodies;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>An update in several steps, between which another thread may write.</summary>
/// <param name="Update">The update, with the location as the body names it that starts the threads.</param>
/// <param name="Rival">What the other thread does to the variable then.</param>
/// <param name="Start">Where that thread is started; null where it is the starter itself.</param>
internal sealed record LostUpdate(Access Update, Access Rival, IOperation? Start)
{
    /// <summary>All threads that meet are started at one place, and run the same update.</summary>
    public bool IsSameBody => Update.Operation == Rival.Operation;
}
