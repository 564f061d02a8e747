using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

internal static class ScalarTypes
{
    internal static WireFormatter? Find(Type type) =>
        type.Namespace is not ("System" or "System.Threading" or "System.Numerics") || type.IsEnum || type.IsGenericType ? null
            : FindNumber(type) ?? FindCommon(type) ?? FindRare(type);

    private static WireFormatter? FindNumber(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => new BlitFormatter<byte>(WireTag.Byte),
        TypeCode.SByte => new BlitFormatter<sbyte>(WireTag.SByte),
        TypeCode.Int16 => new BlitFormatter<short>(WireTag.Int16),
        TypeCode.UInt16 => new BlitFormatter<ushort>(WireTag.UInt16),
        TypeCode.Int32 => new BlitFormatter<int>(WireTag.Int32),
        TypeCode.UInt32 => new BlitFormatter<uint>(WireTag.UInt32),
        TypeCode.Int64 => new BlitFormatter<long>(WireTag.Int64),
        TypeCode.UInt64 => new BlitFormatter<ulong>(WireTag.UInt64),
        TypeCode.Single => new BlitFormatter<float>(WireTag.Single),
        TypeCode.Double => new BlitFormatter<double>(WireTag.Double),
        TypeCode.Char => new BlitFormatter<char>(WireTag.Char),
        _ => null,
    };

    private static WireFormatter? FindCommon(Type type) =>
        type == typeof(string) ? new StringFormatter()
        : type == typeof(bool) ? new BooleanFormatter()
        : type == typeof(decimal) ? new DecimalFormatter()
        : type == typeof(DateTime) ? new DateTimeFormatter()
        : type == typeof(TimeSpan) ? new BlitFormatter<TimeSpan>(WireTag.TimeSpan)
        : type == typeof(Guid) ? new BlitFormatter<Guid>(WireTag.Guid)
        : type == typeof(DateTimeOffset) ? new DateTimeOffsetFormatter()
        : type == typeof(DateOnly) ? new DateOnlyFormatter()
        : type == typeof(TimeOnly) ? new TimeOnlyFormatter()
        : type == typeof(nint) ? new BlitFormatter<nint>(WireTag.IntPtr)
        : type == typeof(nuint) ? new BlitFormatter<nuint>(WireTag.UIntPtr)
        : type == typeof(Int128) ? new BlitFormatter<Int128>(WireTag.Int128)
        : type == typeof(UInt128) ? new BlitFormatter<UInt128>(WireTag.UInt128)
        : type == typeof(Half) ? new BlitFormatter<Half>(WireTag.Half)
        : type == typeof(CancellationToken) ? new CancellationTokenFormatter()
        : null;

    /// <summary>By name first: to mention one of these types loads its assembly, which costs a child's start.</summary>
    private static WireFormatter? FindRare(Type type) => type.FullName switch
    {
        "System.Uri" => MakeUri(),
        "System.Version" => new VersionFormatter(),
        "System.Numerics.BigInteger" => MakeBigInteger(),
        _ => null,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static UriFormatter MakeUri() => new();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BigIntegerFormatter MakeBigInteger() => new();
}
