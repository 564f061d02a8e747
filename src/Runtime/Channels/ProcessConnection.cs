using ConcurrencyAnalyzers.Runtime.Channels;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What all ends of pipes have in common. Python's <c>multiprocessing.connection.Connection</c>.</summary>
/// <remarks>All members are thread-safe.</remarks>
public abstract class ProcessConnection : IDisposable
{
    private readonly PipeEnd? _end;
    private readonly RemoteMailbox? _remote;
    private int _isClosed;

    private protected ProcessConnection(PipeEnd end)
    {
        _end = end;
        CanReceive = end.Incoming is not null;
        CanSend = end.Outgoing is not null;
    }

    private protected ProcessConnection(ObjectAddress address, bool canReceive, bool canSend)
    {
        _remote = new RemoteMailbox(address, isBounded: false);
        (CanReceive, CanSend) = (canReceive, canSend);
        try
        {
            // At once: the other end shall notice if this process dies before it used the pipe.
            _remote.Connect();
        }
        catch (Exception exception) when (exception is OwnerExitedException or ObjectDisposedException)
        {
            // The first use tells.
        }
    }

    /// <summary>Whether this end may receive: false for the writing end of a pipe that goes one way.</summary>
    public bool CanReceive { get; }

    /// <summary>Whether this end may send: false for the reading end of a pipe that goes one way.</summary>
    public bool CanSend { get; }

    /// <summary>Whether this handle was closed in this process.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    private protected IMailbox Incoming => CanReceive
        ? Open(_end?.Incoming)
        : throw new InvalidOperationException("This is the writing end of a pipe that goes one way; receive at the other end, or create the pipe with duplex: true.");

    private protected IMailbox Outgoing => CanSend
        ? Open(_end?.Outgoing)
        : throw new InvalidOperationException("This is the reading end of a pipe that goes one way; send at the other end, or create the pipe with duplex: true.");

    /// <summary>Waits until at least one of several ends has a message, or the end of its messages, to receive.</summary>
    /// <typeparam name="TConnection">The type of the ends.</typeparam>
    /// <param name="connections">The ends.</param>
    /// <param name="timeout">How long to wait; zero: not at all; null or −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Those of which a <c>Receive</c> would end at once, in their order; none when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="InvalidOperationException">One of the ends cannot receive.</exception>
    /// <exception cref="ObjectDisposedException">One of the ends is closed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<TConnection> WaitAny<TConnection>(
        IEnumerable<TConnection> connections, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        where TConnection : ProcessConnection
    {
        ArgumentNullException.ThrowIfNull(connections);
        Deadline deadline = Deadline.After(timeout);
        TConnection[] all = [.. connections];
        TConnection[] ready = ReadyNow(all, cancellationToken);
        if (ready.Length > 0 || deadline.HasPassed || all.Length == 0)
        {
            return ready;
        }

        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] polls = Array.ConvertAll(all, one => (Task)one.Incoming.PollAsync(deadline, others.Token));
        Task.WaitAny(polls, CancellationToken.None);
        others.Cancel();
        Task.WhenAll(polls).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return ReadyNow(all, cancellationToken);
    }

    /// <summary>Whether there is a message, or the end of messages, to receive without waiting.</summary>
    /// <param name="timeout">How long to wait for one; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether a <c>Receive</c> would end at once; also true after the other end is closed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="InvalidOperationException">This end cannot receive.</exception>
    /// <exception cref="ObjectDisposedException">This end is closed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Poll(TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        return Ended(() => Incoming.Poll(deadline, cancellationToken)) != ReplyStatus.Expired;
    }

    /// <summary>
    /// Gives this process's handle up. The end itself lives on in the processes it was passed to; when nobody holds it any
    /// more the other end gets what was sent and then <see cref="EndOfStreamException"/>.
    /// </summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _end?.RemoveHandle();
            _remote?.Release();
        }
    }

    /// <inheritdoc cref="Close"/>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private protected static EndOfStreamException EndOfMessages() =>
        new("The other end of the pipe is closed, or its process has ended: nothing more can be received from it or sent to it.");

    /// <summary>An end whose pipe has gone, with its owner or without, is at the end of its messages.</summary>
    private protected static ReplyStatus Ended(Func<ReplyStatus> call)
    {
        try
        {
            return call();
        }
        catch (OwnerExitedException)
        {
            return ReplyStatus.Closed;
        }
    }

    private protected static async Task<TResult> EndedAsync<TResult>(Task<TResult> call, TResult end)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (OwnerExitedException)
        {
            return end;
        }
    }

    private protected void Write(WireWriter writer)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (_end is not null)
        {
            _end.BeginTransfer();
            ObjectAddress.Of(_end).WriteTo(writer);
        }
        else
        {
            (OwnerLink link, int slot) = _remote!.Connect();
            link.Post(slot, PipeEnd.SendOn, []);
            _remote.Address.WriteTo(writer);
        }

        writer.WriteBoolean(CanReceive);
        writer.WriteBoolean(CanSend);
    }

    private static TConnection[] ReadyNow<TConnection>(TConnection[] all, CancellationToken cancellationToken)
        where TConnection : ProcessConnection =>
        Array.FindAll(all, one => one.Poll(TimeSpan.Zero, cancellationToken));

    private IMailbox Open(Mailbox? mailbox)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        _end?.Use();
        return (IMailbox?)_remote ?? mailbox!;
    }
}
