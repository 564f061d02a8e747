using System.Buffers.Binary;
using ConcurrencyAnalyzers.Runtime.Channels;

namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>Several byte strings in one, each with its length in front.</summary>
internal static class Packing
{
    internal static byte[] Pack(params ReadOnlySpan<byte[]> parts)
    {
        int length = 0;
        foreach (byte[] part in parts)
        {
            length = checked(length + sizeof(int) + part.Length);
        }

        byte[] packed = new byte[length];
        Span<byte> target = packed;
        foreach (byte[] part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(target, part.Length);
            part.CopyTo(target[sizeof(int)..]);
            target = target[(sizeof(int) + part.Length)..];
        }

        return packed;
    }

    internal static byte[] Pack(IReadOnlyCollection<byte[]> parts) => Pack([.. parts]);

    internal static byte[][] Unpack(ReadOnlySpan<byte> packed)
    {
        var parts = new List<byte[]>();
        while (packed.Length > 0)
        {
            parts.Add(Arguments.ReadBytes(ref packed).ToArray());
        }

        return [.. parts];
    }

    internal static byte[] Of(int number)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
