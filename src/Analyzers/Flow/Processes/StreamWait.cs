using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>A wait that the process cannot end as long as nobody reads its output.</summary>
/// <param name="Operation">The call that waits for the exit, or for the end of the other stream; the await of its task where that stands elsewhere.</param>
/// <param name="Process">The expression that is the process.</param>
/// <param name="Undrained">The streams that nobody reads by then.</param>
internal sealed record StreamWait(IOperation Operation, IOperation Process, ProcessStreams Undrained)
{
    /// <summary>Those of the streams that are connected for certain: they were redirected here, or are read afterwards.</summary>
    public ProcessStreams Blocked { get; set; }

    /// <summary>The uses of the streams that come too late.</summary>
    public SortedDictionary<int, (IOperation Stream, ProcessStreams Which)> Reads { get; } = [];
}
