using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>
/// Serves the objects of this process to others of the same user. Started with the first object that is handed out; one
/// thread accepts, and each client has a thread of its own.
/// </summary>
internal sealed class ObjectHost
{
    private const int StackSize = 256 * 1024;

    private static readonly Lazy<ObjectHost> s_current = new(static () => new ObjectHost());

    private readonly ConcurrentDictionary<Guid, HostedObject> _objects = new();
    private readonly ConcurrentDictionary<PeerConnection, bool> _connections = new();
    private readonly ITransportListener _listener;

    private ObjectHost()
    {
        _listener = CurrentPlatform.Instance.Listen(RuntimeDirectory.Sockets.NextPath());
        new Thread(AcceptAll, StackSize) { IsBackground = true, Name = "Shared object host" }.Start();
    }

    internal static ObjectHost Current => s_current.Value;

    internal string Endpoint => _listener.Endpoint;

    internal int ConnectionCount => _connections.Count;

    internal static bool IsStarted => s_current.IsValueCreated;

    /// <summary>Whether an endpoint is this process's own.</summary>
    internal static bool IsOwn(string endpoint) => s_current.IsValueCreated && s_current.Value.Endpoint == endpoint;

    internal void Add(HostedObject target) => _objects.TryAdd(target.Id, target);

    internal void Remove(HostedObject target) => _objects.TryRemove(target.Id, out _);

    internal HostedObject? Find(Guid id) => _objects.GetValueOrDefault(id);

    internal void Remove(PeerConnection connection) => _connections.TryRemove(connection, out _);

    private void AcceptAll()
    {
        while (_listener.Accept(Timeout.InfiniteTimeSpan) is { } peer)
        {
            var connection = new PeerConnection(this, peer);
            _connections.TryAdd(connection, true);
            connection.Start();
        }
    }
}
