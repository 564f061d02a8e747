namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Every collection: a tag, which comparer, a count, the elements. A dictionary is a collection of pairs.</summary>
/// <typeparam name="TCollection">The declared type.</typeparam>
/// <typeparam name="TElement">The type of its elements.</typeparam>
internal abstract class SequenceFormatter<TCollection, TElement>(WireFormatter<TElement> element) : WireFormatter<TCollection?>
{
    /// <summary>False for interfaces, behind which any collection may stand.</summary>
    protected virtual bool IsExact => true;

    internal sealed override void Write(WireWriter writer, TCollection? value)
    {
        if (value is null || IsMissing(value))
        {
            writer.WriteTag(WireTag.Null);
            return;
        }

        if (IsExact && value.GetType() != typeof(TCollection))
        {
            throw Refusal.OtherType(typeof(TCollection), value.GetType());
        }

        writer.Enter();
        writer.WriteTag(WireTag.Sequence);
        writer.WriteByte(Comparer(value));
        Elements.Write(writer, element, Items(value));
        writer.Leave();
    }

    internal sealed override TCollection? Read(WireReader reader)
    {
        if (reader.TryReadNull())
        {
            return Missing;
        }

        reader.Enter();
        reader.Expect(WireTag.Sequence);
        byte comparer = reader.ReadByte();
        if (comparer != 0 && !HasComparer)
        {
            throw new WireFormatException($"A {typeof(TCollection).Name} has no comparer.");
        }

        int count = Elements.ReadCount(reader, element);
        TCollection collection = Fill(reader, count, comparer);
        reader.Leave();
        return collection;
    }

    protected virtual bool HasComparer => false;

    protected virtual TCollection? Missing => default;

    protected virtual bool IsMissing(TCollection value) => false;

    protected virtual byte Comparer(TCollection value) => 0;

    protected virtual ReadOnlySpan<TElement> Items(TCollection value) => Snapshot.Of((IEnumerable<TElement>)value!);

    /// <summary>Makes the collection of its elements. Throws <see cref="ArgumentException"/> or <see cref="InvalidOperationException"/> if they don't fit, such as a key that comes twice.</summary>
    protected abstract TCollection Build(TElement[] items, byte comparer);

    protected virtual TCollection Fill(WireReader reader, int count, byte comparer)
    {
        var items = count == 0 ? [] : new TElement[count];
        Elements.Read(reader, element, items.AsSpan());
        try
        {
            return Build(items, comparer);
        }
        catch (Exception exception) when (exception is not (WireFormatException or OutOfMemoryException))
        {
            // A key twice or a null key, or the elements' own comparison failed.
            throw new WireFormatException($"The elements do not make a {typeof(TCollection).Name}: {exception.Message}", exception);
        }
    }

    protected void ReadInto(WireReader reader, Span<TElement> items) => Elements.Read(reader, element, items);
}
