namespace ConcurrencyAnalyzers.Runtime.Hosting;

internal static class CancelMessage
{
    /// <summary>Cancels a call, over the lifeline, because the child's main thread runs it.</summary>
    internal static void Send(ChildProcess child, long sequence)
    {
        Span<byte> payload = stackalloc byte[sizeof(long)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(payload, sequence);
        child.PostControl(MessageKind.Cancel, payload);
    }
}
