using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Structs whose memory is their value: nothing but numbers, in which no pattern of bits is forbidden.</summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
internal static class Blittable
{
    internal static bool Is(Type type) => type.IsValueType && !type.IsGenericTypeDefinition && AreFields(type, 0);

    private static bool IsField(Type type, int depth) =>
        type.IsEnum || IsNumber(type) || (type.IsValueType && depth < 16 && AreFields(type, depth + 1));

    private static bool AreFields(Type type, int depth)
    {
        // A bool, a decimal or a time has patterns that are no value; an address means nothing elsewhere. The framework's own
        // structs have invariants that their fields do not show, other than vectors and the like.
        if (type.IsPrimitive || type == typeof(decimal) || (Framework.IsPartOf(type.Assembly) && type.Namespace != "System.Numerics"))
        {
            return false;
        }

        FieldInfo[] fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        return fields.Length > 0 && Array.TrueForAll(fields, field => IsField(field.FieldType, depth));
    }

    private static bool IsNumber(Type type) =>
        type == typeof(Guid) || type == typeof(TimeSpan) || type == typeof(Int128) || type == typeof(UInt128) || type == typeof(Half)
        || (type.IsPrimitive && type != typeof(bool) && type != typeof(nint) && type != typeof(nuint));
}
