using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime.Internal;

internal sealed class PairFormatter<TKey, TValue>(WireFormatter<TKey> key, WireFormatter<TValue> value)
    : WireFormatter<KeyValuePair<TKey, TValue>>
{
    internal override int MinBytes => 1 + key.MinBytes + value.MinBytes;

    internal override void Write(WireWriter writer, KeyValuePair<TKey, TValue> pair)
    {
        writer.WriteTag(WireTag.Pair);
        key.Write(writer, pair.Key);
        value.Write(writer, pair.Value);
    }

    internal override KeyValuePair<TKey, TValue> Read(WireReader reader)
    {
        reader.Expect(WireTag.Pair);
        TKey first = key.Read(reader);
        return new KeyValuePair<TKey, TValue>(first, value.Read(reader));
    }
}

internal sealed class ValueTupleFormatter<T1, T2>(WireFormatter<T1> item1, WireFormatter<T2> item2) : WireFormatter<(T1, T2)>
{
    internal override int MinBytes => 1 + item1.MinBytes + item2.MinBytes;

    internal override void Write(WireWriter writer, (T1, T2) value)
    {
        writer.WriteTag(WireTag.Tuple);
        item1.Write(writer, value.Item1);
        item2.Write(writer, value.Item2);
    }

    internal override (T1, T2) Read(WireReader reader)
    {
        reader.Expect(WireTag.Tuple);
        T1 first = item1.Read(reader);
        return (first, item2.Read(reader));
    }
}

internal sealed class ValueTupleFormatter<T1, T2, T3>(WireFormatter<T1> item1, WireFormatter<T2> item2, WireFormatter<T3> item3)
    : WireFormatter<(T1, T2, T3)>
{
    internal override int MinBytes => 1 + item1.MinBytes + item2.MinBytes + item3.MinBytes;

    internal override void Write(WireWriter writer, (T1, T2, T3) value)
    {
        writer.WriteTag(WireTag.Tuple);
        item1.Write(writer, value.Item1);
        item2.Write(writer, value.Item2);
        item3.Write(writer, value.Item3);
    }

    internal override (T1, T2, T3) Read(WireReader reader)
    {
        reader.Expect(WireTag.Tuple);
        T1 first = item1.Read(reader);
        T2 second = item2.Read(reader);
        return (first, second, item3.Read(reader));
    }
}

/// <summary>The other tuples: of 1 and of 4 to 8 items (the eighth is a tuple of the rest), structs and classes.</summary>
internal sealed class TupleFormatter<T>(WireFormatter[] items, MemberInfo[] members, ConstructorInfo constructor) : WireFormatter<T?>
{
    private readonly ConstructorInvoker _constructor = ConstructorInvoker.Create(constructor);

    internal override int MinBytes => typeof(T).IsValueType ? 1 + items.Length : 1;

    internal override void Write(WireWriter writer, T? value)
    {
        if (value is null)
        {
            writer.WriteTag(WireTag.Null);
            return;
        }

        writer.WriteTag(WireTag.Tuple);
        for (int i = 0; i < items.Length; i++)
        {
            items[i].WriteBoxed(writer, members[i] is FieldInfo field ? field.GetValue(value) : ((PropertyInfo)members[i]).GetValue(value));
        }
    }

    internal override T? Read(WireReader reader)
    {
        if (!typeof(T).IsValueType && reader.TryReadNull())
        {
            return default;
        }

        reader.Expect(WireTag.Tuple);
        var values = new object?[items.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = items[i].ReadBoxed(reader);
        }

        return (T)_constructor.Invoke(values.AsSpan());
    }
}
