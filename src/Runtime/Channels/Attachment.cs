namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>The use of one object by one process.</summary>
internal sealed class Attachment(PeerConnection peer, int slot, HostedObject target)
{
    private readonly object _gate = new();
    private int _storedItems;
    private int _storedBytes;

    internal PeerConnection Peer { get; } = peer;

    internal int Slot { get; } = slot;

    internal HostedObject Target { get; } = target;

    internal void Reply(long call, ReplyStatus status) => Peer.Reply(call, status, [], isOwnThread: true);

    internal void Reply(long call, ReplyStatus status, ReadOnlySpan<byte> content) => Peer.Reply(call, status, content, isOwnThread: true);

    internal void Notify(byte notice, ReadOnlySpan<byte> content) => Peer.Notify(Slot, notice, content);

    /// <summary>A put that nobody waits for was stored: the client may send more. Told in batches.</summary>
    internal void Credit(int bytes)
    {
        int items, total;
        lock (_gate)
        {
            _storedItems++;
            _storedBytes += bytes;
            if (_storedItems < Protocol.WindowItems / 2 && _storedBytes < Protocol.WindowBytes / 4)
            {
                return;
            }

            (items, total) = (_storedItems, _storedBytes);
            (_storedItems, _storedBytes) = (0, 0);
        }

        Span<byte> content = stackalloc byte[sizeof(int) * 2];
        BitConverter.TryWriteBytes(content, items);
        BitConverter.TryWriteBytes(content[sizeof(int)..], total);
        Notify(Notice.Credit, content);
    }
}
