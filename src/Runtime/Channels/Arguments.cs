using System.Buffers.Binary;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>Numbers of a call, cut off its content. Whatever is missing makes the message malformed.</summary>
internal static class Arguments
{
    internal static byte ReadByte(ref ReadOnlySpan<byte> content) => Cut(ref content, 1)[0];

    internal static int ReadInt32(ref ReadOnlySpan<byte> content) => BinaryPrimitives.ReadInt32LittleEndian(Cut(ref content, sizeof(int)));

    internal static long ReadInt64(ref ReadOnlySpan<byte> content) => BinaryPrimitives.ReadInt64LittleEndian(Cut(ref content, sizeof(long)));

    /// <summary>A time from now on, in ms; −1: for ever. It is the owner's clock that counts.</summary>
    internal static Deadline ReadDeadline(ref ReadOnlySpan<byte> content)
    {
        int milliseconds = ReadInt32(ref content);
        return milliseconds >= -1
            ? Deadline.After(TimeSpan.FromMilliseconds(milliseconds))
            : throw new InvalidDataException($"{milliseconds} ms is no time to wait.");
    }

    /// <summary>Bytes with their number in front.</summary>
    internal static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> content) => Cut(ref content, ReadInt32(ref content));

    private static ReadOnlySpan<byte> Cut(ref ReadOnlySpan<byte> content, int count)
    {
        if (count < 0 || content.Length < count)
        {
            throw new InvalidDataException("The message is too short.");
        }

        ReadOnlySpan<byte> cut = content[..count];
        content = content[count..];
        return cut;
    }
}
