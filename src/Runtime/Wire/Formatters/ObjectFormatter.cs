using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Where <see cref="object"/> is declared: a closed set of plain values, collections of them, and types registered under an id.</summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
[RequiresDynamicCode(WireCodec.TrimMessage)]
internal sealed class ObjectFormatter : WireFormatter<object?>
{
    internal override void Write(WireWriter writer, object? value)
    {
        if (value is null)
        {
            writer.WriteTag(WireTag.Null);
            return;
        }

        Type type = value.GetType();
        writer.Enter();
        if (PlainTypes.TagOf(type) is null)
        {
            writer.WriteTag(WireTag.Typed);
            TypeShape.Write(writer, type);
        }

        FormatterFactory.Get(type, Refusal.Name(type)).WriteBoxed(writer, value);
        writer.Leave();
    }

    internal override object? Read(WireReader reader)
    {
        if (reader.TryReadNull())
        {
            return null;
        }

        reader.Enter();
        Type type = PlainTypes.TypeOf(reader.PeekTag()) ?? ReadShape(reader);
        object? value = FormatterFactory.Get(type, Refusal.Name(type)).ReadBoxed(reader);
        reader.Leave();
        return value;
    }

    private static Type ReadShape(WireReader reader)
    {
        reader.Expect(WireTag.Typed);
        return TypeShape.Read(reader);
    }
}
