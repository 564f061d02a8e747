using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Members that JSON would change, such as handles, stacks and sets with a comparer: their wire form, as text.</summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
[RequiresDynamicCode(WireCodec.TrimMessage)]
internal sealed class WireJsonConverter<T> : JsonConverter<T?>
{
    private WireFormatter<T?>? _formatter;

    // Asked for late: while a recursive type is being set up, its formatter does not exist yet.
    private WireFormatter<T?> Formatter => _formatter ??= (WireFormatter<T?>)FormatterFactory.Get(typeof(T), Refusal.Name(typeof(T)));

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options)
    {
        JsonSession? session = JsonSession.Current;
        using var inner = new WireWriter(session?.Context ?? WireContext.None, depth: session?.Depth ?? 0);
        inner.Enter();
        Formatter.Write(inner, value);
        writer.WriteBase64StringValue(inner.Written.Span);
    }

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonSession? session = JsonSession.Current;
        var inner = new WireReader(reader.GetBytesFromBase64(), session?.Context ?? WireContext.None, session?.Depth ?? 0);
        inner.Enter();
        T? value = Formatter.Read(inner);
        inner.ExpectEnd();
        return value;
    }
}
