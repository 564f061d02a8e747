using System.Net.Sockets;
using System.Runtime.Versioning;

namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>Listens on a socket in a folder that only the current user can enter, and asks the kernel who connected.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class UnixSocketListener : ITransportListener
{
    private const int Backlog = 128;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly UnixPlatform _platform;
    private int _disposed;

    internal UnixSocketListener(string path, UnixPlatform platform)
    {
        Endpoint = path;
        _platform = platform;
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _socket.Listen(Backlog);
    }

    public string Endpoint { get; }

    public TransportPeer? Accept(TimeSpan timeout)
    {
        long start = Environment.TickCount64;
        while (Volatile.Read(ref _disposed) == 0)
        {
            Socket peer;
            try
            {
                if (!WaitForPeer(timeout, start))
                {
                    return null;
                }

                peer = _socket.Accept();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                if (Volatile.Read(ref _disposed) != 0)
                {
                    return null;
                }

                if (exception is SocketException { SocketErrorCode: SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.Interrupted })
                {
                    // That peer has gone again; the next one counts.
                    continue;
                }

                // Out of descriptors, for example: to try again at once would be to try for ever.
                throw new IOException($"A connection at '{Endpoint}' could not be taken: {exception.Message}", exception);
            }

            if (_platform.IsSameUser(peer, out int? processId))
            {
                return new TransportPeer(new NetworkStream(peer, ownsSocket: true), processId);
            }

            peer.Dispose();
        }

        return null;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _socket.Dispose();
            File.Delete(Endpoint);
        }
    }

    /// <summary>In slices, because disposing a socket does not end a poll on every system.</summary>
    private bool WaitForPeer(TimeSpan timeout, long start)
    {
        const int SliceMicroseconds = 100_000;
        while (Volatile.Read(ref _disposed) == 0)
        {
            if (timeout == Timeout.InfiniteTimeSpan)
            {
                return true; // Accept itself waits, and disposal ends it.
            }

            double left = timeout.TotalMilliseconds - (Environment.TickCount64 - start);
            if (_socket.Poll((int)Math.Clamp(left * 1000, 0, SliceMicroseconds), SelectMode.SelectRead))
            {
                return true;
            }

            if (left <= 0)
            {
                return false;
            }
        }

        return false;
    }
}
