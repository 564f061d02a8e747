using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A type on the wire: definitions by module and token, generic types and arrays by their parts.</summary>
[RequiresUnreferencedCode(TargetId.TrimMessage)]
[RequiresDynamicCode(TargetId.TrimMessage)]
internal static class TypeIdentity
{
    private const byte Definition = 1;
    private const byte Generic = 2;
    private const byte Array = 3;
    private const int TypeDefinitionTable = 0x02;

    internal static void Write(WireWriter writer, Type type)
    {
        if (type.IsArray)
        {
            writer.WriteByte(Array);
            writer.WriteByte((byte)(type.IsSZArray ? 0 : type.GetArrayRank()));
            Write(writer, type.GetElementType()!);
        }
        else if (type.IsConstructedGenericType)
        {
            writer.WriteByte(Generic);
            Write(writer, type.GetGenericTypeDefinition());
            WriteAll(writer, type.GenericTypeArguments);
        }
        else if (type.IsGenericParameter || type.HasElementType || type.IsFunctionPointer)
        {
            throw new ArgumentException($"{type.Name} cannot be a type argument of a target.", nameof(type));
        }
        else
        {
            writer.WriteByte(Definition);
            writer.WriteString(type.Assembly.GetName().Name);
            writer.WriteGuid(type.Module.ModuleVersionId);
            writer.WriteInt32(type.MetadataToken);
        }
    }

    internal static void WriteAll(WireWriter writer, Type[] types)
    {
        writer.WriteByte(checked((byte)types.Length));
        foreach (Type type in types)
        {
            Write(writer, type);
        }
    }

    internal static Type Read(WireReader reader, TargetPolicy policy)
    {
        reader.Enter();
        byte kind = reader.ReadByte();
        Type type = kind switch
        {
            Definition => ReadDefinition(reader, policy),
            Generic => ReadGeneric(reader, policy),
            Array => ReadArray(reader, policy),
            _ => throw new WireFormatException($"There is no kind of type {kind}."),
        };
        reader.Leave();
        return type;
    }

    internal static Type[] ReadAll(WireReader reader, TargetPolicy policy)
    {
        var types = new Type[reader.ReadByte()];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = Read(reader, policy);
        }

        return types;
    }

    /// <summary>A token is an index into a table of the module; anything but the expected table is refused unread.</summary>
    internal static int CheckToken(int token, int table) =>
        token >>> 24 == table ? token : throw new WireFormatException("A token is of another kind.");

    private static Type ReadDefinition(WireReader reader, TargetPolicy policy)
    {
        string assembly = reader.ReadString() ?? throw new WireFormatException("A type has no assembly.");
        Module module = policy.Find(assembly, reader.ReadGuid());
        int token = CheckToken(reader.ReadInt32(), TypeDefinitionTable);
        try
        {
            return module.ResolveType(token);
        }
        catch (Exception exception) when (exception is ArgumentException or BadImageFormatException or TypeLoadException)
        {
            throw new WireFormatException("A token stands for no type.", exception);
        }
    }

    private static Type ReadGeneric(WireReader reader, TargetPolicy policy)
    {
        Type definition = Read(reader, policy);
        Type[] arguments = ReadAll(reader, policy);
        try
        {
            return definition.MakeGenericType(arguments);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or NotSupportedException or TypeLoadException)
        {
            throw new WireFormatException("Type arguments do not fit their type.", exception);
        }
    }

    private static Type ReadArray(WireReader reader, TargetPolicy policy)
    {
        byte rank = reader.ReadByte();
        Type element = Read(reader, policy);
        bool isValid = rank <= 32 && element != typeof(void) && !element.IsByRefLike && !element.ContainsGenericParameters;
        return !isValid ? throw new WireFormatException("An array is malformed.")
            : rank == 0 ? element.MakeArrayType() : element.MakeArrayType(rank);
    }
}
