namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>What can be asked of a mailbox.</summary>
internal static class MailboxOperation
{
    /// <summary>Deadline, payload.</summary>
    internal const byte Put = 1;

    /// <summary>Deadline. The reply is a delivery, whose content is the item.</summary>
    internal const byte Get = 2;

    /// <summary>Deadline.</summary>
    internal const byte Poll = 3;

    /// <summary>Deadline.</summary>
    internal const byte Join = 4;

    /// <summary>No arguments.</summary>
    internal const byte FinishOne = 5;

    /// <summary>One byte: 1 drops what is there.</summary>
    internal const byte Close = 6;

    /// <summary>The reply's content: int32 count, byte 1 if full.</summary>
    internal const byte State = 7;

    /// <summary>A post: payload. The owner gives credit once it is stored.</summary>
    internal const byte PutUnacknowledged = 8;
}
