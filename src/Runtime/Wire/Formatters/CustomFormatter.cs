namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Types that write and read themselves.</summary>
internal sealed class CustomFormatter<T> : WireFormatter<T?>
    where T : IWireSerializable<T>
{
    internal override void Write(WireWriter writer, T? value)
    {
        if (value is null)
        {
            writer.WriteTag(WireTag.Null);
            return;
        }

        // An abstract type that implements the interface knows its own kinds; a concrete one knows only itself.
        if (!typeof(T).IsAbstract && value.GetType() != typeof(T))
        {
            throw Refusal.OtherType(typeof(T), value.GetType());
        }

        writer.Enter();
        writer.WriteTag(WireTag.Custom);
        value.WriteTo(writer);
        writer.Leave();
    }

    internal override T? Read(WireReader reader)
    {
        if (!typeof(T).IsValueType && reader.TryReadNull())
        {
            return default;
        }

        reader.Enter();
        reader.Expect(WireTag.Custom);
        T value = ReadUser(reader);
        reader.Leave();
        return value;
    }

    private static T ReadUser(WireReader reader)
    {
        try
        {
            return T.ReadFrom(reader) ?? throw new WireFormatException($"{typeof(T).Name}.ReadFrom returned null.");
        }
        catch (Exception exception) when (exception is not WireFormatException)
        {
            throw new WireFormatException($"{typeof(T).Name}.ReadFrom failed: {exception.Message}", exception);
        }
    }
}
