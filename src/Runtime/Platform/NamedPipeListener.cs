using System.IO.Pipes;

namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>A named pipe that only the current user can open. Compiled, never run.</summary>
internal sealed class NamedPipeListener : ITransportListener
{
    private readonly CancellationTokenSource _disposal = new();
    private NamedPipeServerStream _next;

    internal NamedPipeListener(string name)
    {
        Endpoint = name;
        // The first instance fails where somebody else took the name before.
        _next = Create(PipeOptions.FirstPipeInstance);
    }

    public string Endpoint { get; }

    public TransportPeer? Accept(TimeSpan timeout)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_disposal.Token);
        stop.CancelAfter(timeout);
        try
        {
            _next.WaitForConnectionAsync(stop.Token).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }

        NamedPipeServerStream peer = _next;
        _next = Create(PipeOptions.None);
        return new TransportPeer(peer, ProcessId: null);
    }

    public void Dispose()
    {
        if (!_disposal.IsCancellationRequested)
        {
            _disposal.Cancel();
            _next.Dispose();
        }
    }

    private NamedPipeServerStream Create(PipeOptions option) => new(
        Endpoint,
        PipeDirection.InOut,
        NamedPipeServerStream.MaxAllowedServerInstances,
        PipeTransmissionMode.Byte,
        PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly | option);
}
