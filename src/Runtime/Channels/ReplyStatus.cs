namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>How a call ended at the owner.</summary>
internal enum ReplyStatus : byte
{
    Ok,

    /// <summary>The time was up.</summary>
    Expired,

    /// <summary>The caller cancelled, and nothing had happened yet.</summary>
    Cancelled,

    /// <summary>Nothing more can be put, or nothing is left and nothing will come.</summary>
    Closed,

    /// <summary>The owner has disposed the object, or never had it.</summary>
    Gone,

    /// <summary>The capability token or the protocol version is wrong.</summary>
    Denied,

    /// <summary>The call does not fit the object's state; the content is the message.</summary>
    Invalid,

    /// <summary>The call itself is malformed or asks for something that is not offered; the content is the message.</summary>
    Violation,

    /// <summary>The called code threw; the content is the failure.</summary>
    Failed,

    /// <summary>There is no such key or element, or its value is another one by now.</summary>
    No,
}
