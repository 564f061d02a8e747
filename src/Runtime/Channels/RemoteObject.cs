namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>An object of another process, connected on first use. Thread-safe.</summary>
internal abstract class RemoteObject(ObjectAddress address)
{
    private readonly object _gate = new();
    private OwnerLink? _link;
    private int _slot;
    private bool _isReleased;

    /// <summary>For who is woken by the link's reader.</summary>
    protected object Gate => _gate;

    internal ObjectAddress Address { get; } = address;

    internal bool IsOwnerGone
    {
        get
        {
            lock (_gate)
            {
                return _link is { IsBroken: true };
            }
        }
    }

    /// <summary>Connects now rather than on first use.</summary>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    /// <exception cref="ObjectDisposedException">The owner has disposed the object.</exception>
    internal (OwnerLink Link, int Slot) Connect()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isReleased, this);
            if (_link is null)
            {
                OwnerLink link = OwnerLink.To(Address.Endpoint);
                (int slot, ReplyStatus status) = link.Attach(Address.Id, Address.Token, this);
                if (status != ReplyStatus.Ok)
                {
                    throw new ObjectDisposedException(null, "Its owner has disposed the shared object.");
                }

                (_link, _slot) = (link, slot);
            }

            return (_link, _slot);
        }
    }

    /// <summary>Tells the owner that this process does not use the object any more.</summary>
    internal void Release()
    {
        OwnerLink? link;
        lock (_gate)
        {
            link = _isReleased ? null : _link;
            _isReleased = true;
        }

        link?.Detach(_slot);
    }

    /// <summary>What the owner tells unasked; called by whichever thread reads, so it must be quick and must not call the owner.</summary>
    internal abstract void OnNotice(byte notice, ReadOnlySpan<byte> content);

    internal Reply Call(byte operation, ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> payload = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (OwnerLink link, int slot) = Connect();
        return link.Call(slot, operation, arguments, payload, cancellationToken);
    }

    internal Task<Reply> CallAsync(byte operation, ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> payload = default, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<Reply>(cancellationToken);
        }

        (OwnerLink link, int slot) = Connect();
        return link.CallAsync(slot, operation, arguments, payload, cancellationToken);
    }
}
