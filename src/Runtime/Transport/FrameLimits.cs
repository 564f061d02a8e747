namespace ConcurrencyAnalyzers.Runtime.Transport;

internal static class FrameLimits
{
    /// <summary>
    /// The longest message, in bytes: what is longer is refused by the sender and is malformed to the receiver. What values may
    /// take, and some room for what is written around them.
    /// </summary>
    internal const int MaxPayload = WireLimits.MaxMessageBytes + (1024 * 1024);
}
