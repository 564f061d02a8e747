namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>An endpoint that processes of the same user connect to. Disposing it ends a wait in <see cref="Accept"/>.</summary>
internal interface ITransportListener : IDisposable
{
    /// <summary>What a peer passes to <see cref="IPlatform.Connect"/>.</summary>
    string Endpoint { get; }

    /// <summary>Waits for a peer of the same user; others are turned away unseen.</summary>
    /// <param name="timeout">How long to wait; −1 ms: for ever.</param>
    /// <returns>The peer; null when the time is up or the listener was disposed.</returns>
    TransportPeer? Accept(TimeSpan timeout);
}
