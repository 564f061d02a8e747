using ConcurrencyAnalyzers.Runtime.Channels;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One end of a pipe that carries the same type both ways.</summary>
/// <typeparam name="T">What is sent and received.</typeparam>
/// <inheritdoc cref="ProcessConnection{TSend, TReceive}" path="/remarks"/>
public sealed class ProcessConnection<T> : ProcessConnection<T, T>, IWireSerializable<ProcessConnection<T>>
{
    internal ProcessConnection(PipeEnd end)
        : base(end)
    {
    }

    private ProcessConnection(ObjectAddress address, bool canReceive, bool canSend)
        : base(address, canReceive, canSend)
    {
    }

    /// <inheritdoc/>
    void IWireSerializable<ProcessConnection<T>>.WriteTo(WireWriter writer) => Write(writer);

    /// <inheritdoc/>
    static ProcessConnection<T> IWireSerializable<ProcessConnection<T>>.ReadFrom(WireReader reader)
    {
        (ObjectAddress address, bool canReceive, bool canSend, PipeEnd? here) = Read(reader);
        return here is null ? new ProcessConnection<T>(address, canReceive, canSend) : new ProcessConnection<T>(here);
    }
}
