using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Elements one after the other: in one piece where memory is the value, else each by its formatter.</summary>
internal static class Elements
{
    internal static void Write<T>(WireWriter writer, WireFormatter<T> formatter, ReadOnlySpan<T> items)
    {
        writer.WriteInt32(items.Length);
        if (formatter.IsBlittable)
        {
            Bytes(items).CopyTo(writer.Append(checked(items.Length * Unsafe.SizeOf<T>())));
            return;
        }

        foreach (T item in items)
        {
            formatter.Write(writer, item);
        }
    }

    internal static int ReadCount<T>(WireReader reader, WireFormatter<T> formatter) =>
        reader.ReadCount(formatter.IsBlittable ? Unsafe.SizeOf<T>() : formatter.MinBytes);

    internal static void Read<T>(WireReader reader, WireFormatter<T> formatter, Span<T> items)
    {
        if (formatter.IsBlittable)
        {
            reader.Take((long)items.Length * Unsafe.SizeOf<T>()).CopyTo(WritableBytes(items));
            return;
        }

        for (int i = 0; i < items.Length; i++)
        {
            items[i] = formatter.Read(reader);
        }
    }

    private static ReadOnlySpan<byte> Bytes<T>(ReadOnlySpan<T> items) =>
        MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(items)), checked(items.Length * Unsafe.SizeOf<T>()));

    private static Span<byte> WritableBytes<T>(Span<T> items) =>
        MemoryMarshal.CreateSpan(
            ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(items)), checked(items.Length * Unsafe.SizeOf<T>()));
}
