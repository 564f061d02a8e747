namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>
/// One end of a pipe that was made in this process. It may be held by this process and by others at once; it ends when
/// nobody holds it any more.
/// </summary>
internal sealed class PipeEnd : HostedObject
{
    /// <summary>A post of its own: the holder sends the end on to another process.</summary>
    internal const byte SendOn = 64;

    // Beyond this much unread the other end waits, as with the buffer of an operating system's pipe.
    private const int MaxUnreadBytes = 1024 * 1024;

    private readonly object _gate = new();
    private readonly MailboxService _service;
    private int _handles = 1;
    private int _underWay;
    private int _users;
    private bool _isUsedHere;
    private bool _isEnded;

    private PipeEnd(Mailbox? incoming, Mailbox? outgoing)
    {
        Incoming = incoming;
        Outgoing = outgoing;
        _service = new MailboxService(incoming, outgoing);
        if (outgoing is not null)
        {
            // Nobody reads any more: who writes should know before it tries.
            outgoing.Ended += () => NotifyAll(Notice.Closed);
        }
    }

    internal Mailbox? Incoming { get; }

    internal Mailbox? Outgoing { get; }

    internal static (PipeEnd First, PipeEnd Second) CreatePair(bool isDuplex)
    {
        var toFirst = new Mailbox(0, MaxUnreadBytes);
        Mailbox? toSecond = isDuplex ? new Mailbox(0, MaxUnreadBytes) : null;
        return (new PipeEnd(toFirst, toSecond), new PipeEnd(toSecond, toFirst));
    }

    internal override ReplyStatus Attach(Attachment attachment)
    {
        lock (_gate)
        {
            if (_isEnded)
            {
                return ReplyStatus.Gone;
            }

            _users++;
            _underWay -= _underWay > 0 ? 1 : 0;
        }

        ReplyStatus status = base.Attach(attachment);
        if (Outgoing is { } outgoing && outgoing.End != ReplyStatus.Ok)
        {
            attachment.Notify(Notice.Closed, []);
        }

        return status;
    }

    internal override void Detach(Attachment attachment, bool isLost)
    {
        base.Detach(attachment, isLost);
        EndIf(() =>
        {
            _users--;
            return isLost;
        });
    }

    internal override void Call(Attachment attachment, long call, byte operation, ReadOnlySpan<byte> arguments) =>
        _service.Call(attachment, call, operation, arguments);

    internal override void Post(Attachment attachment, byte operation, ReadOnlySpan<byte> arguments)
    {
        if (operation == SendOn)
        {
            BeginTransfer();
        }
        else
        {
            _service.Post(attachment, operation, arguments);
        }
    }

    /// <summary>The end's address was written for another process, which counts as holding it from now on.</summary>
    internal void BeginTransfer()
    {
        lock (_gate)
        {
            _underWay++;
        }
    }

    /// <summary>The end has come back to this process.</summary>
    internal void AddHandle()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, typeof(ProcessConnection));
            _handles++;
            _underWay -= _underWay > 0 ? 1 : 0;
        }
    }

    /// <summary>This process sends or receives here itself, rather than only having made the end for another one.</summary>
    internal void Use() => _isUsedHere = true;

    /// <summary>This process gives its handle up.</summary>
    internal void RemoveHandle() => EndIf(() =>
    {
        _handles--;
        return false;
    });

    /// <summary>
    /// Ends it if nobody holds it. A handle that its maker never used does not count when the process it was made for
    /// dies: the other end would wait for ever.
    /// </summary>
    private void EndIf(Func<bool> remove)
    {
        lock (_gate)
        {
            bool isLost = remove();
            bool isHeldHere = _handles > 0 && (_isUsedHere || !isLost);
            if (_isEnded || _users > 0 || _underWay > 0 || isHeldHere)
            {
                return;
            }

            _isEnded = true;
        }

        Outgoing?.Close(isImmediate: false);
        Incoming?.Close(isImmediate: true);
        if (ObjectHost.IsStarted)
        {
            ObjectHost.Current.Remove(this);
        }
    }
}
