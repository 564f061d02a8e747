namespace ConcurrencyAnalyzers.Runtime.Transport;

internal static class FrameLimits
{
    /// <summary>The longest message, in bytes: what is longer is refused by the sender and is malformed to the receiver.</summary>
    internal const int MaxPayload = 256 * 1024 * 1024;
}
