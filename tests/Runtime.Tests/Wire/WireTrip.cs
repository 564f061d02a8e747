using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.Wire;

/// <summary>To bytes and back.</summary>
internal static class WireTrip
{
    internal static T Of<T>(T value)
    {
        using var writer = new WireWriter();
        WireCodec.Write(writer, value);
        var reader = new WireReader(writer.Written.ToArray());
        T back = WireCodec.Read<T>(reader);
        Assert.Equal(0, reader.Remaining);
        return back;
    }

    internal static byte[] Bytes<T>(T value)
    {
        using var writer = new WireWriter();
        WireCodec.Write(writer, value);
        return writer.Written.ToArray();
    }

    internal static T Read<T>(byte[] bytes) => WireCodec.Read<T>(new WireReader(bytes));

    /// <summary>Sends the bytes and reads them as another type; both must agree.</summary>
    internal static NotSerializableException Refused<T>(T value) =>
        Assert.ThrowsAny<NotSerializableException>(() => Bytes(value));

    internal static NotSerializableException RefusedType(Type type, string path = "argument 'job'") =>
        Assert.ThrowsAny<NotSerializableException>(() => WireCodec.EnsureSupported(type, path));
}
