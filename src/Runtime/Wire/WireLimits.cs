namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Bounds of one message. They hold for writing, too, so that the sender hears of it and not the receiver.</summary>
internal static class WireLimits
{
    internal const int MaxMessageBytes = 256 * 1024 * 1024;

    /// <summary>Values in values. Deep structures overflow stacks, and cycles never end.</summary>
    internal const int MaxDepth = 64;

    /// <summary>Elements of all collections of a message together: a null is one byte on the wire and eight in memory.</summary>
    internal const int MaxNodes = 64 * 1024 * 1024;
}
