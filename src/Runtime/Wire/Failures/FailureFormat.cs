using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A failure's bytes. It needs no reflection, so that reporting an error does not depend on what failed.</summary>
internal static class FailureFormat
{
    private const int MaxDepth = 32;

    internal static void Write(WireWriter writer, RemoteFailure failure)
    {
        writer.WriteTag(WireTag.Failure);
        writer.WriteString(failure.TypeName);
        writer.WriteString(failure.Message);
        writer.WriteString(failure.StackTrace);
        writer.WriteString(failure.Source);
        writer.WriteInt32(failure.HResult);
        writer.WriteBoolean(failure.IsAggregate);
        writer.WriteInt32(failure.Data.Length);
        foreach ((string key, object? value) in failure.Data)
        {
            writer.WriteString(key);
            WriteValue(writer, value);
        }

        writer.WriteInt32(failure.Children.Length);
        foreach (RemoteFailure child in failure.Children)
        {
            Write(writer, child);
        }
    }

    internal static RemoteFailure Read(WireReader reader, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new WireFormatException("A failure is nested too deeply.");
        }

        reader.Expect(WireTag.Failure);
        return RemoteFailure.Create(
            reader.ReadString() ?? "", reader.ReadString(), reader.ReadString() ?? "", reader.ReadString(), reader.ReadInt32(), reader.ReadBoolean(),
            data: ReadData(reader),
            children: ReadChildren(reader, depth + 1));
    }

    private static KeyValuePair<string, object?>[] ReadData(WireReader reader)
    {
        var data = new KeyValuePair<string, object?>[reader.ReadCount(5)];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = new(reader.ReadString() ?? "", ReadValue(reader));
        }

        return data;
    }

    private static RemoteFailure[] ReadChildren(WireReader reader, int depth)
    {
        var children = new RemoteFailure[reader.ReadCount(30)];
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = Read(reader, depth);
        }

        return children;
    }

    private static void WriteValue(WireWriter writer, object? value)
    {
        if (value is null)
        {
            writer.WriteTag(WireTag.Null);
        }
        else
        {
            ScalarTypes.Find(value.GetType())!.WriteBoxed(writer, value);
        }
    }

    private static object? ReadValue(WireReader reader) =>
        reader.TryReadNull() ? null
            : PlainTypes.TypeOf(reader.PeekTag()) is { } type ? ScalarTypes.Find(type)!.ReadBoxed(reader)
            : throw new WireFormatException("A failure's data is of no plain type.");
}
