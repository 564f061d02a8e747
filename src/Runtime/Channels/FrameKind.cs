namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>The messages between an owner and its clients.</summary>
internal static class FrameKind
{
    /// <summary>To the owner, first: magic, version.</summary>
    internal const byte Hello = 1;

    /// <summary>To the client, first: the owner's process id, and the file in which the client counts the deliveries it has read.</summary>
    internal const byte Welcome = 2;

    /// <summary>To the client, last: why the connection ends, as a <see cref="ReplyStatus"/> and a text.</summary>
    internal const byte Refused = 3;

    /// <summary>To the owner: call, slot, object, capability token. The client picks the slot.</summary>
    internal const byte Attach = 4;

    /// <summary>To the owner: slot. The client gives the object up; no reply.</summary>
    internal const byte Detach = 5;

    /// <summary>To the owner: call, slot, operation, arguments.</summary>
    internal const byte Call = 6;

    /// <summary>To the owner: slot, operation, arguments; no reply.</summary>
    internal const byte Post = 7;

    /// <summary>To the owner: call. Ends its wait, if it still waits; its one reply tells what came first.</summary>
    internal const byte Cancel = 8;

    /// <summary>To the client: call, status, content.</summary>
    internal const byte Reply = 9;

    /// <summary>To the client: slot, event, content.</summary>
    internal const byte Notify = 10;

    /// <summary>To the client: as a reply, and the content is an item, which the client counts when it has read it.</summary>
    internal const byte Delivery = 11;

    /// <summary>To the owner: call. It is replied to as cancelled: so a client wakes itself that reads and waits for room to send.</summary>
    internal const byte Echo = 12;
}
