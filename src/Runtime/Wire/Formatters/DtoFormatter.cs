using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>The user's own classes and structs: as JSON, or by the type registered for what stands here in truth.</summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
[RequiresDynamicCode(WireCodec.TrimMessage)]
internal sealed class DtoFormatter<T> : WireFormatter<T?>
{
    /// <summary>Null for interfaces and abstract classes, of which only registered kinds cross.</summary>
    private readonly WireFormatter<T>? _body;

    /// <summary>True if the type says itself, by [JsonDerivedType], which kinds it has.</summary>
    private readonly bool _knowsKinds;

    public DtoFormatter(string path)
    {
        _knowsKinds = SaysKinds();
        _body = Body(path);
    }

    internal override void Write(WireWriter writer, T? value)
    {
        if (value is null)
        {
            writer.WriteTag(WireTag.Null);
            return;
        }

        Type type = value.GetType();
        writer.Enter();
        if (_body is not null && (type == typeof(T) || _knowsKinds))
        {
            _body.Write(writer, value);
        }
        else
        {
            WriteKind(writer, type, value);
        }

        writer.Leave();
    }

    internal override T? Read(WireReader reader)
    {
        if (!typeof(T).IsValueType && reader.TryReadNull())
        {
            return default;
        }

        reader.Enter();
        T value = reader.PeekTag() == WireTag.Typed ? ReadKind(reader)
            : _body is not null ? _body.Read(reader)
            : throw new WireFormatException($"A {Refusal.Name(typeof(T))} cannot be made.");
        reader.Leave();
        return value;
    }

    private static void WriteKind(WireWriter writer, Type type, T value)
    {
        string id = WireTypes.IdOf(type) ?? throw Refusal.OtherType(typeof(T), type);
        writer.WriteTag(WireTag.Typed);
        writer.WriteString(id);
        FormatterFactory.Get(type, Refusal.Name(type)).WriteBoxed(writer, value);
    }

    private static T ReadKind(WireReader reader)
    {
        reader.Expect(WireTag.Typed);
        Type type = WireTypes.TypeOf(reader.ReadString());
        return type != typeof(T) && type.IsAssignableTo(typeof(T)) && FormatterFactory.Get(type, Refusal.Name(type)).ReadBoxed(reader) is T value
            ? value
            : throw new WireFormatException($"A {Refusal.Name(type)} is no {Refusal.Name(typeof(T))}.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool SaysKinds() => JsonTypes.IsPolymorphic(typeof(T));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static JsonFormatter<T>? Body(string path)
    {
        bool isAbstract = typeof(T).IsInterface || typeof(T).IsAbstract;
        return JsonTypes.IsPolymorphic(typeof(T)) || !isAbstract ? new JsonFormatter<T>(path)
            : WireTypes.HasKindOf(typeof(T)) ? null
            : throw Refusal.Because(path, typeof(T), "may be anything: declare the class that is sent, or register the classes that may stand here with WireTypes.Register<T>(\"…\")");
    }
}
