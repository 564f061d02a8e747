using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ConcurrencyAnalyzers.Runtime.Internal;

[RequiresUnreferencedCode(WireCodec.TrimMessage)]
[RequiresDynamicCode(WireCodec.TrimMessage)]
internal sealed class JsonFormatter<T>(string path) : WireFormatter<T>
{
    private readonly JsonTypeInfo<T> _info = JsonTypes.InfoOf<T>(path);

    internal override void Write(WireWriter writer, T value)
    {
        JsonSession? outer = JsonSession.Current;
        JsonSession.Current = new JsonSession(writer.Context, writer.Depth);
        try
        {
            writer.WriteTag(WireTag.Json);
            writer.WriteBytes(JsonSerializer.SerializeToUtf8Bytes(value, _info));
        }
        catch (NotSupportedException exception) when (exception.InnerException is NotSerializableException)
        {
            // The serializer wraps what our own checks threw.
            throw new NotSerializableException(exception.InnerException.Message, exception);
        }
        catch (JsonException exception) when (exception.Message.Contains("cycle", StringComparison.Ordinal))
        {
            throw new NotSerializableException(
                $"A {Refusal.Name(typeof(T))} is nested more than {WireLimits.MaxDepth} levels deep, or contains itself. Send flat data: a list of nodes with indices instead of references.", exception);
        }
        catch (Exception exception) when (exception is not NotSerializableException)
        {
            throw new NotSerializableException($"A {Refusal.Name(typeof(T))} could not be written: {exception.Message}", exception);
        }
        finally
        {
            JsonSession.Current = outer;
        }
    }

    internal override T Read(WireReader reader)
    {
        reader.Expect(WireTag.Json);
        ReadOnlySpan<byte> json = reader.Take(reader.ReadInt32());
        JsonSession? outer = JsonSession.Current;
        JsonSession.Current = new JsonSession(reader.Context, reader.Depth);
        try
        {
            return JsonSerializer.Deserialize(json, _info) ?? throw new WireFormatException($"A {Refusal.Name(typeof(T))} is missing.");
        }
        catch (Exception exception) when (exception is not WireFormatException)
        {
            throw new WireFormatException($"A {Refusal.Name(typeof(T))} could not be read: {exception.Message}", exception);
        }
        finally
        {
            JsonSession.Current = outer;
        }
    }
}
