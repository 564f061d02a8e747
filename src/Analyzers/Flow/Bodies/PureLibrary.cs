using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>The members of the base class library that only compute.</summary>
internal static class PureLibrary
{
    private static readonly HashSet<string> SystemTypes = new(StringComparer.Ordinal)
    {
        "Math", "MathF", "String", "Char", "Boolean", "Byte", "SByte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Int128", "UInt128",
        "IntPtr", "UIntPtr", "Single", "Double", "Decimal", "Half", "BitConverter", "Convert", "Array", "Span", "ReadOnlySpan", "Memory", "ReadOnlyMemory",
        "MemoryExtensions", "Random", "DateTime", "DateTimeOffset", "TimeSpan", "DateOnly", "TimeOnly", "Tuple", "ValueTuple", "HashCode", "Guid", "Nullable", "Index", "Range",
        "Buffer", "Enum", "Environment", "ArgumentException", "ArgumentNullException", "ArgumentOutOfRangeException", "InvalidOperationException",
        "NotSupportedException", "OverflowException", "IndexOutOfRangeException",
    };

    private static readonly HashSet<string> Namespaces = new(StringComparer.Ordinal)
    {
        "System.Collections", "System.Collections.Generic", "System.Collections.Immutable", "System.Text", "System.Text.RegularExpressions", "System.Numerics",
        "System.Globalization", "System.Runtime.Intrinsics", "System.Runtime.Intrinsics.X86", "System.Runtime.Intrinsics.Arm", "System.Buffers.Binary",
    };

    /// <param name="member">A member that the table of primitives does not list.</param>
    public static bool Contains(ISymbol member)
    {
        if (member.ContainingType is not { } type)
        {
            return false;
        }

        // Behind an interface there may be anything: a sequence may read a file as it goes.
        if (type.TypeKind == TypeKind.Interface)
        {
            return type.Name is "IList" or "IReadOnlyList" or "IReadOnlyCollection" or "IDictionary" or "IReadOnlyDictionary" && member.Name != "GetEnumerator";
        }

        var space = LibraryCalls.NamespaceOf(type);
        return space switch
        {
            "System" => SystemTypes.Contains(type.Name),
            "System.Linq" => type.Name == "Enumerable",
            "System.Diagnostics" => type.Name == "Stopwatch",
            "System.IO" => type.Name == "Path",
            "System.Security.Cryptography" => type.Name.StartsWith("SHA", StringComparison.Ordinal) || type.Name is "MD5" or "HashAlgorithm",
            "System.Runtime.InteropServices" => type.Name is "MemoryMarshal" or "CollectionsMarshal",
            "System.Runtime.CompilerServices" => type.Name is "Unsafe" or "RuntimeHelpers",
            _ => Namespaces.Contains(space),
        };
    }

    /// <summary>Waits for a disk, the network or a database.</summary>
    public static bool IsIo(ISymbol member)
    {
        var space = LibraryCalls.NamespaceOf(member.ContainingType);
        return space == "System.IO" || space.StartsWith("System.IO.", StringComparison.Ordinal) || space.StartsWith("System.Net", StringComparison.Ordinal) || space.StartsWith("System.Data", StringComparison.Ordinal);
    }

    /// <summary>Writing a line now and then does not make a computation anything else; waiting for one does.</summary>
    public static bool IsOutput(ISymbol member) => member.ContainingType is { Name: "Console", ContainingNamespace.Name: "System" } && member.Name.StartsWith("Write", StringComparison.Ordinal);
}
