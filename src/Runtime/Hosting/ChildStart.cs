namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>What differs from child to child when it is started.</summary>
internal sealed record ChildStart
{
    internal static ChildStart Plain { get; } = new();

    internal StdStream Output { get; init; }

    internal StdStream Error { get; init; }

    internal IReadOnlyDictionary<string, string?>? Environment { get; init; }

    internal string? WorkingDirectory { get; init; }

    internal TimeSpan? StartTimeout { get; init; }

    /// <summary>Called with each captured line of standard output, without its end; null marks the end of the stream.</summary>
    internal Action<string?>? OnOutput { get; init; }

    internal Action<string?>? OnError { get; init; }

    /// <summary>Whether a worker that was started ahead would be the same as a new one.</summary>
    internal bool IsPlain =>
        Output == StdStream.Inherit && Error == StdStream.Inherit && Environment is null && WorkingDirectory is null;
}
