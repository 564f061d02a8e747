namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>What an owner and its clients say to each other. Numbers are little endian.</summary>
internal static class Protocol
{
    /// <summary>Sent first, so that a stranger who connects is recognised before anything else is read.</summary>
    internal const int Magic = 0x424F4143;

    /// <summary>Raised with every change of what follows: both ends must be of the same build of the library.</summary>
    internal const int Version = 1;

    /// <summary>Call number, slot and operation: what every call begins with.</summary>
    internal const int CallHeader = sizeof(long) + sizeof(int) + 1;

    /// <summary>Slot and operation: what every post begins with.</summary>
    internal const int PostHeader = sizeof(int) + 1;

    /// <summary>So many puts may be on their way without the owner having stored them.</summary>
    internal const int WindowItems = 256;

    /// <summary>So many bytes of puts may be on their way; the put that goes beyond is still sent.</summary>
    internal const int WindowBytes = 1024 * 1024;
}
