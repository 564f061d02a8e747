using System.Buffers.Binary;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

internal static class RevokeMessage
{
    /// <summary>Asks a task back; the child answers with <see cref="MessageKind.Revoked"/> if it has not begun it, else not at all.</summary>
    internal static void Send(ChildProcess child, long sequence)
    {
        Span<byte> payload = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(payload, sequence);
        child.PostControl(MessageKind.Revoke, payload);
    }
}
