using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>How items of one type become bytes.</summary>
internal static class Formatters
{
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What makes a shared object for user code says that it needs reflection; what receives one got it from there.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The same.")]
    internal static WireFormatter<T> Of<T>() => WireCodec.Formatter<T>();

    /// <exception cref="NotSerializableException">The value cannot cross.</exception>
    internal static byte[] Encode<T>(this WireFormatter<T> formatter, T value)
    {
        using var writer = new WireWriter();
        formatter.Write(writer, value);
        return writer.Written.ToArray();
    }

    /// <exception cref="WireFormatException">The bytes are of another type.</exception>
    internal static T Decode<T>(this WireFormatter<T> formatter, ReadOnlyMemory<byte> bytes)
    {
        var reader = new WireReader(bytes);
        T value = formatter.Read(reader);
        reader.ExpectEnd();
        return value;
    }
}
