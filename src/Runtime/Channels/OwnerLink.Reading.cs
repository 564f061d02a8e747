using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Transport;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <content>Who reads, and what becomes of what was read.</content>
internal sealed partial class OwnerLink
{
    private const int PumpStackSize = 256 * 1024;

    /// <summary>Waits for a call's reply, reading for everybody if nobody else does.</summary>
    internal Reply Await(RemoteCall call, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = RegisterCancellation(call, cancellationToken);
        if (TryBecomeReader(call) || WaitForTurn(call))
        {
            try
            {
                while (!call.IsDone)
                {
                    ReadOne();
                }
            }
            finally
            {
                HandTurnOn();
            }
        }

        Reply reply = call.Result;
        if (reply.Status == ReplyStatus.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return reply;
    }

    internal async Task<Reply> AwaitAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        await using ConfiguredAsyncDisposable registration =
            RegisterCancellation(call, cancellationToken).ConfigureAwait(false);
        Reply reply = await call.Task.ConfigureAwait(false);
        if (reply.Status == ReplyStatus.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return reply;
    }

    /// <summary>Reads what has already come, if nobody else reads; never waits.</summary>
    internal void ReadAvailable()
    {
        lock (_gate)
        {
            if (_isReading || _failure is not null || _stream is not NetworkStream)
            {
                return;
            }

            _isReading = true;
        }

        try
        {
            // A frame that has begun to come comes to its end: the owner sends whole ones.
            while (!IsBroken && (_reader.HasBuffered || IsReadable((NetworkStream)_stream)))
            {
                ReadOne();
            }
        }
        finally
        {
            HandTurnOn();
        }
    }

    private static bool IsReadable(NetworkStream stream)
    {
        try
        {
            return stream.Socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private CancellationTokenRegistration RegisterCancellation(RemoteCall call, CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled
            ? cancellationToken.UnsafeRegister(static state => (((OwnerLink, RemoteCall))state!).Item1.Cancel((((OwnerLink, RemoteCall))state!).Item2), (this, call))
            : default;

    /// <summary>The owner decides what came first, the cancellation or what was waited for: so nothing is lost.</summary>
    private void Cancel(RemoteCall call)
    {
        Span<byte> content = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(content, call.Number);
        try
        {
            _writer.Send(call.IsSent ? FrameKind.Cancel : FrameKind.Echo, content);
        }
        catch (IOException)
        {
            // Then the reader hears of it as well.
        }
    }

    private bool TryBecomeReader(RemoteCall call)
    {
        lock (_gate)
        {
            if (!_isReading)
            {
                _isReading = true;
                return true;
            }

            if (!call.IsDone)
            {
                call.Place = _waitingThreads.AddLast(call);
            }

            return false;
        }
    }

    private bool WaitForTurn(RemoteCall call)
    {
        call.WaitForTurn();
        lock (_gate)
        {
            // Done or not: who was given the turn has to use it or hand it on.
            Leave(call);
            return call.IsPromoted;
        }
    }

    private void HandTurnOn()
    {
        lock (_gate)
        {
            _isReading = false;
            if (_waitingThreads.First is { } next)
            {
                _isReading = true;
                Leave(next.Value);
                next.Value.Promote();
            }
            else if (_tasks > 0)
            {
                Monitor.PulseAll(_gate);
            }

            FreeCounter();
        }
    }

    private void Leave(RemoteCall call)
    {
        if (call.Place is { } place)
        {
            _waitingThreads.Remove(place);
            call.Place = null;
        }
    }

    /// <summary>To be called by whoever has the turn.</summary>
    private void ReadOne()
    {
        try
        {
            if (_reader.Read() is { } frame)
            {
                Handle(frame.Kind, frame.Payload.Span);
            }
            else
            {
                Fail(new OwnerExitedException(Ended));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            Fail(exception);
        }
    }

    private void Handle(byte kind, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Reply or FrameKind.Delivery:
                long number = Arguments.ReadInt64(ref content);
                var status = (ReplyStatus)Arguments.ReadByte(ref content);
                if (Take(number) is { } call)
                {
                    var reply = new Reply(status, content.ToArray());
                    if (kind == FrameKind.Delivery)
                    {
                        // From here on the item is this process's: the owner will not give it to anybody else.
                        _received!.Value = ++_deliveries;
                    }

                    call.Complete(reply);
                }
                else if (kind == FrameKind.Delivery)
                {
                    // Nobody here would have it: with the connection it goes back.
                    throw new InvalidDataException("The owner delivered an item that was not asked for.");
                }

                break;
            case FrameKind.Notify:
                int slot = Arguments.ReadInt32(ref content);
                RemoteObject? target;
                lock (_gate)
                {
                    _objects.TryGetValue(slot, out target);
                }

                target?.OnNotice(Arguments.ReadByte(ref content), content);
                break;
            case FrameKind.Refused:
                Fail(new OwnerExitedException(RefusalText(content)));
                break;
            default:
                throw new InvalidDataException($"The owner sent a message of unknown kind {kind}.");
        }
    }

    private RemoteCall? Take(long number)
    {
        lock (_gate)
        {
            if (!_calls.Remove(number, out RemoteCall? call))
            {
                return null;
            }

            Leave(call);
            _tasks -= call.IsTask ? 1 : 0;
            return call;
        }
    }

    private void Fail(Exception failure)
    {
        RemoteCall[] calls;
        RemoteObject[] objects;
        lock (_gate)
        {
            _failure ??= failure;
            calls = [.. _calls.Values];
            objects = [.. _objects.Values];
            _calls.Clear();
            _waitingThreads.Clear();
            _tasks = 0;
            Array.ForEach(calls, static call => call.Place = null);
            Monitor.PulseAll(_gate);
            FreeCounter();
        }

        _stream.Dispose();
        Array.ForEach(calls, call => call.Fail(failure));
        Array.ForEach(objects, static target => target.OnNotice(Notice.Gone, []));
    }

    /// <summary>Inside the gate. Whoever reads may be about to write to it; after the last read nobody is.</summary>
    private void FreeCounter()
    {
        if (_failure is not null && !_isReading)
        {
            _received?.Dispose();
            _received = null;
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw new OwnerExitedException(failure.Message, failure);
        }
    }

    /// <summary>Inside the gate.</summary>
    private void StartPump()
    {
        if (_hasPump)
        {
            Monitor.PulseAll(_gate);
        }
        else
        {
            _hasPump = true;
            new Thread(Pump, PumpStackSize) { IsBackground = true, Name = "Shared object replies" }.Start();
        }
    }

    /// <summary>Reads while tasks wait and no thread reads.</summary>
    private void Pump()
    {
        while (true)
        {
            lock (_gate)
            {
                while ((_isReading || _tasks == 0) && _failure is null)
                {
                    Monitor.Wait(_gate);
                }

                if (_failure is not null)
                {
                    return;
                }

                _isReading = true;
            }

            while (HasTasks())
            {
                ReadOne();
            }

            HandTurnOn();
        }
    }

    private bool HasTasks()
    {
        lock (_gate)
        {
            return _tasks > 0;
        }
    }
}
