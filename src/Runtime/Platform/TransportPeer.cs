namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>Who connected, as the operating system says, not as the peer says.</summary>
/// <param name="Stream">Blocking and full duplex; one reader and one writer at a time.</param>
/// <param name="ProcessId">The peer's process id; null where the system does not tell.</param>
internal sealed record TransportPeer(Stream Stream, int? ProcessId);
