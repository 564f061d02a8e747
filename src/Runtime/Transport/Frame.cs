namespace ConcurrencyAnalyzers.Runtime.Transport;

/// <summary>A received message. The payload is valid until the next read of the same connection.</summary>
/// <param name="Kind">What the message means to the two ends.</param>
/// <param name="Payload">Its content.</param>
internal readonly record struct Frame(byte Kind, ReadOnlyMemory<byte> Payload);
