using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Numbers, and structs of nothing but numbers: every pattern of bits is a value.</summary>
internal sealed class BlitFormatter<T>(WireTag tag) : WireFormatter<T>
    where T : struct
{
    internal override int MinBytes => 1 + Unsafe.SizeOf<T>();

    internal override bool IsBlittable => true;

    internal override void Write(WireWriter writer, T value)
    {
        writer.WriteTag(tag);
        writer.WriteRaw(value);
    }

    internal override T Read(WireReader reader)
    {
        reader.Expect(tag);
        return reader.ReadRaw<T>();
    }
}
