namespace ConcurrencyAnalyzers.Runtime.Internal;

internal sealed class NullableFormatter<T>(WireFormatter<T> inner) : WireFormatter<T?>
    where T : struct
{
    internal override void Write(WireWriter writer, T? value)
    {
        writer.WriteTag(value is null ? WireTag.Null : WireTag.Present);
        if (value is { } present)
        {
            inner.Write(writer, present);
        }
    }

    internal override T? Read(WireReader reader)
    {
        if (reader.TryReadNull())
        {
            return null;
        }

        reader.Expect(WireTag.Present);
        return inner.Read(reader);
    }
}
