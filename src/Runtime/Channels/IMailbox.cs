using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>Serialised items in order of arrival, here or in another process. All members are thread-safe.</summary>
internal interface IMailbox
{
    int Count { get; }

    bool IsFull { get; }

    ReplyStatus Put(byte[] payload, Deadline deadline, CancellationToken cancellationToken);

    Task<ReplyStatus> PutAsync(byte[] payload, Deadline deadline, CancellationToken cancellationToken);

    ReplyStatus Get(out byte[]? payload, Deadline deadline, CancellationToken cancellationToken);

    Task<(ReplyStatus Status, byte[]? Payload)> GetAsync(Deadline deadline, CancellationToken cancellationToken);

    /// <summary>Waits until a get would end at once.</summary>
    ReplyStatus Poll(Deadline deadline, CancellationToken cancellationToken);

    Task<ReplyStatus> PollAsync(Deadline deadline, CancellationToken cancellationToken);

    /// <summary>Waits until everything put was reported as done.</summary>
    ReplyStatus Join(Deadline deadline, CancellationToken cancellationToken);

    Task<ReplyStatus> JoinAsync(Deadline deadline, CancellationToken cancellationToken);

    ReplyStatus FinishOne();

    ReplyStatus CloseNow(bool isImmediate);
}
