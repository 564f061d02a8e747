using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Why something cannot cross, and what to write instead. A message names the member.</summary>
internal static class Refusal
{
    internal static NotSerializableException Because(string path, Type type, string reason) =>
        new($"'{path}' is {Article(Name(type))} {Name(type)}, which {reason}.");

    internal static NotSerializableException OtherType(Type declared, Type actual) => new(
        $"A {Name(declared)} is declared but a {Name(actual)} is given; what {Name(actual)} adds would be lost. Declare {Name(actual)}, or register it with WireTypes.Register<{Name(actual)}>(\"…\"), or copy it into a {Name(declared)}.");

    /// <summary>Types that have no values of their own: void, references, pointers, stack-only types, open generics.</summary>
    internal static void ThrowIfNoValue(Type type, string path)
    {
        string? reason =
            type == typeof(void) ? "has no value"
            : type.IsByRef ? "is passed by reference: another process has no access to this variable. Return the new value instead"
            : type.IsPointer || type.IsFunctionPointer ? "is an address of this process: pass the data, or a SharedArray<T>"
            : type.IsByRefLike ? "lives on this thread's stack: pass a T[] or a Memory<T>"
            : type.ContainsGenericParameters ? "is an open generic type: say which"
            : null;
        if (reason is not null)
        {
            throw Because(path, type, reason);
        }
    }

    /// <summary>Types that mean something only in the process they were made in.</summary>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    internal static void ThrowIfBoundToProcess(Type type, string path)
    {
        if (ProcessBound.ReasonOf(type) is { } reason)
        {
            throw Because(path, type, reason);
        }
    }

    internal static string Name(Type type)
    {
        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        }

        if (!type.IsGenericType)
        {
            return type.Name;
        }

        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        string name = tick < 0 ? type.Name : type.Name[..tick];
        return type.IsGenericTypeDefinition ? name : $"{name}<{string.Join(", ", Array.ConvertAll(type.GetGenericArguments(), Name))}>";
    }

    private static string Article(string name) => "AEIOaeio".Contains(name[0], StringComparison.Ordinal) ? "an" : "a";
}
