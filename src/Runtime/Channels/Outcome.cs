namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>What the end of a call means to user code.</summary>
internal static class Outcome
{
    /// <summary>True: it has happened; false: the time was up.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="what">What cannot be done with a closed queue.</param>
    /// <exception cref="QueueClosedException">The queue is closed.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    internal static bool Succeeded(ReplyStatus status, string what = "done with it") => status switch
    {
        ReplyStatus.Ok => true,
        ReplyStatus.Expired => false,
        ReplyStatus.Closed => throw new QueueClosedException($"The queue is closed: nothing more can be {what}."),
        ReplyStatus.Gone => throw new ObjectDisposedException(null, "Its owner has disposed the shared object."),
        _ => throw new InvalidDataException($"The owner of the shared object answered {status}."),
    };
}
