namespace ConcurrencyAnalyzers.Model;

/// <summary>What becomes of an option of a thread or process that is set after its start.</summary>
internal enum LateSetting
{
    /// <summary>It takes effect as ever.</summary>
    Harmless,

    /// <summary>It changes nothing: the start has already read it.</summary>
    Ignored,

    /// <summary>It takes effect while the thread runs, and throws once it has ended.</summary>
    Races,

    /// <summary>It throws.</summary>
    Throws,
}
