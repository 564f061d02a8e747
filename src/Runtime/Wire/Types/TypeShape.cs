using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>
/// A type built of plain types, a few collections and registered ids, written as codes. The reader can make no type outside of
/// this set, whatever the bytes say: no name of a type is ever looked up.
/// </summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
[RequiresDynamicCode(WireCodec.TrimMessage)]
internal static class TypeShape
{
    private const int MaxParts = 32;
    private const byte Object = 200;
    private const byte Registered = 201;
    private const byte Array = 202;

    /// <summary>Codes from here on are indices of this table.</summary>
    private const byte FirstGeneric = 210;

    private static readonly Type[] _generics =
    [
        typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(KeyValuePair<,>), typeof(Nullable<>),
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>),
        typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>),
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>), typeof(Tuple<,,,,>), typeof(Tuple<,,,,,>), typeof(Tuple<,,,,,,>),
    ];

    internal static void Write(WireWriter writer, Type type)
    {
        if (WireTypes.IdOf(type) is { } id)
        {
            writer.WriteByte(Registered);
            writer.WriteString(id);
        }
        else if (PlainTypes.TagOf(type) is { } tag)
        {
            writer.WriteTag(tag);
        }
        else if (type.IsSZArray)
        {
            writer.WriteByte(Array);
            WriteArgument(writer, type.GetElementType()!);
        }
        else
        {
            WriteGeneric(writer, type);
        }
    }

    internal static Type Read(WireReader reader)
    {
        int parts = 0;
        return Read(reader, ref parts);
    }

    private static void WriteArgument(WireWriter writer, Type type)
    {
        if (type == typeof(object))
        {
            writer.WriteByte(Object);
        }
        else
        {
            Write(writer, type);
        }
    }

    private static void WriteGeneric(WireWriter writer, Type type)
    {
        int index = type.IsGenericType ? System.Array.IndexOf(_generics, type.GetGenericTypeDefinition()) : -1;
        if (index < 0)
        {
            throw new NotSerializableException(
                $"A {Refusal.Name(type)} stands where object is declared: the other process cannot know which type to make. Declare the type, or register it in both with WireTypes.Register<{Refusal.Name(type)}>(\"…\").");
        }

        writer.WriteByte((byte)(FirstGeneric + index));
        foreach (Type argument in type.GenericTypeArguments)
        {
            WriteArgument(writer, argument);
        }
    }

    private static Type Read(WireReader reader, ref int parts)
    {
        if (++parts > MaxParts)
        {
            throw new WireFormatException("A type is made of too many parts.");
        }

        byte code = reader.ReadByte();
        return code switch
        {
            Object => typeof(object),
            Registered => WireTypes.TypeOf(reader.ReadString()),
            Array => Read(reader, ref parts).MakeArrayType(),
            >= FirstGeneric when code - FirstGeneric < _generics.Length => ReadGeneric(reader, _generics[code - FirstGeneric], ref parts),
            _ => PlainTypes.TypeOf((WireTag)code) ?? throw new WireFormatException($"There is no type {code}."),
        };
    }

    private static Type ReadGeneric(WireReader reader, Type definition, ref int parts)
    {
        var arguments = new Type[definition.GetGenericArguments().Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Read(reader, ref parts);
        }

        bool isValid = definition != typeof(Nullable<>) || (arguments[0].IsValueType && Nullable.GetUnderlyingType(arguments[0]) is null);
        return isValid ? definition.MakeGenericType(arguments) : throw new WireFormatException("Only a struct can be nullable.");
    }
}
