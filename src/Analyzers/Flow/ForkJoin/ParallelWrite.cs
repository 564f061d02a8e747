using ConcurrencyAnalyzers.Flow.Bodies;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>What goes wrong when several threads make a write at once.</summary>
internal enum ParallelDamage
{
    /// <summary>A change of the value depends on the old value: changes get lost.</summary>
    Lost,

    /// <summary>One thread reads what another one has written in the meantime.</summary>
    Mixed,

    /// <summary>The object is not made for two threads: it breaks.</summary>
    Broken,
}

/// <summary>A write to memory that several threads share, with nothing that keeps them apart.</summary>
/// <param name="Run">The delegate that all of them run.</param>
/// <param name="Access">The write.</param>
/// <param name="Damage">What goes wrong.</param>
/// <param name="IsCertain">False where each thread may have a place of its own.</param>
internal sealed record ParallelWrite(ParallelRun Run, Access Access, ParallelDamage Damage, bool IsCertain);
