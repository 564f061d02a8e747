using System.Numerics;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>The types whose tag alone tells which they are: what may stand where <see cref="object"/> is declared.</summary>
internal static class PlainTypes
{
    private static readonly Dictionary<Type, WireTag> _tags = new()
    {
        [typeof(bool)] = WireTag.Boolean,
        [typeof(byte)] = WireTag.Byte,
        [typeof(sbyte)] = WireTag.SByte,
        [typeof(short)] = WireTag.Int16,
        [typeof(ushort)] = WireTag.UInt16,
        [typeof(int)] = WireTag.Int32,
        [typeof(uint)] = WireTag.UInt32,
        [typeof(long)] = WireTag.Int64,
        [typeof(ulong)] = WireTag.UInt64,
        [typeof(Int128)] = WireTag.Int128,
        [typeof(UInt128)] = WireTag.UInt128,
        [typeof(Half)] = WireTag.Half,
        [typeof(float)] = WireTag.Single,
        [typeof(double)] = WireTag.Double,
        [typeof(decimal)] = WireTag.Decimal,
        [typeof(char)] = WireTag.Char,
        [typeof(string)] = WireTag.String,
        [typeof(Guid)] = WireTag.Guid,
        [typeof(DateTime)] = WireTag.DateTime,
        [typeof(DateTimeOffset)] = WireTag.DateTimeOffset,
        [typeof(DateOnly)] = WireTag.DateOnly,
        [typeof(TimeOnly)] = WireTag.TimeOnly,
        [typeof(TimeSpan)] = WireTag.TimeSpan,
        [typeof(Version)] = WireTag.Version,
    };

    private static readonly Dictionary<WireTag, Type> _types = Invert();

    internal static WireTag? TagOf(Type type) =>
        _tags.TryGetValue(type, out WireTag tag) ? tag
            : type.FullName is "System.Uri" or "System.Numerics.BigInteger" ? FindRare(type)
            : null;

    internal static Type? TypeOf(WireTag tag) =>
        _types.TryGetValue(tag, out Type? type) ? type
            : tag == WireTag.Uri ? RareUri()
            : tag == WireTag.BigInteger ? RareBigInteger()
            : null;

    private static WireTag? FindRare(Type type) =>
        type == RareUri() ? WireTag.Uri : type == RareBigInteger() ? WireTag.BigInteger : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Type RareUri() => typeof(Uri);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Type RareBigInteger() => typeof(BigInteger);

    private static Dictionary<WireTag, Type> Invert()
    {
        var types = new Dictionary<WireTag, Type>(_tags.Count);
        foreach ((Type type, WireTag tag) in _tags)
        {
            types.Add(tag, type);
        }

        return types;
    }
}
