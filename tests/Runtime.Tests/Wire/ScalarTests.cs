using System.Numerics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.Wire;

public class ScalarTests
{
    private enum Weekday : byte
    {
        Monday,
        Sunday = 6,
    }

    public static TheoryData<object> Scalars => new(
        true, false, (byte)255, (sbyte)-128, short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue, long.MinValue, ulong.MaxValue,
        Int128.MinValue, UInt128.MaxValue, (Half)1.5, float.Epsilon, double.NaN, double.NegativeInfinity, -0.0, decimal.MinValue, 1.10m, 'x', '\uD800',
        "", "grüße 世界 🎉", "lone \uDC00 surrogate", Guid.NewGuid(), DateTime.UtcNow, DateTime.Now, DateTime.MinValue, DateTime.MaxValue,
        DateTimeOffset.MinValue, new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromMinutes(-570)), DateOnly.MaxValue, TimeOnly.MaxValue,
        TimeSpan.MinValue, new Version(1, 2), new Version(1, 2, 3, 4), new Uri("https://example.org/a?b=c#d"), new Uri("../relative", UriKind.Relative),
        BigInteger.Pow(-7, 300), BigInteger.Zero, nint.MaxValue, nuint.MaxValue, Weekday.Sunday, (Weekday)77, new string('x', 100_000));

    [Theory]
    [MemberData(nameof(Scalars))]
    public void A_scalar_comes_back_as_it_was(object value)
    {
        using var writer = new WireWriter();
        WireCodec.Write(writer, value.GetType(), value);
        var reader = new WireReader(writer.Written);
        object? back = WireCodec.Read(reader, value.GetType());
        Assert.Equal(value, back);
        Assert.Equal(value.GetType(), back!.GetType());
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void A_time_keeps_its_kind_and_an_offset_its_offset()
    {
        Assert.Equal(DateTimeKind.Local, WireTrip.Of(DateTime.Now).Kind);
        Assert.Equal(DateTimeKind.Unspecified, WireTrip.Of(new DateTime(2020, 1, 1)).Kind);
        Assert.Equal(TimeSpan.FromHours(14), WireTrip.Of(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(14))).Offset);
    }

    [Fact]
    public void A_decimal_keeps_its_trailing_zeros() => Assert.Equal("1.100", WireTrip.Of(1.100m).ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Null_comes_back_as_null()
    {
        Assert.Null(WireTrip.Of<string?>(null));
        Assert.Null(WireTrip.Of<int?>(null));
        Assert.Null(WireTrip.Of<Uri?>(null));
        Assert.Null(WireTrip.Of<int[]?>(null));
        Assert.Null(WireTrip.Of<Dictionary<string, int>?>(null));
        Assert.Null(WireTrip.Of<Tuple<int, string>?>(null));
        Assert.Null(WireTrip.Of<object?>(null));
    }

    [Fact]
    public void A_nullable_with_a_value_comes_back()
    {
        Assert.Equal(5, WireTrip.Of<int?>(5));
        Assert.Equal(Weekday.Sunday, WireTrip.Of<Weekday?>(Weekday.Sunday));
        Assert.Equal((1, "a"), WireTrip.Of<(int, string)?>((1, "a")));
    }

    [Fact]
    public void Both_ends_must_mean_the_same_type()
    {
        Assert.Throws<WireFormatException>(() => WireTrip.Read<long>(WireTrip.Bytes(5)));
        Assert.Throws<WireFormatException>(() => WireTrip.Read<int[]>(WireTrip.Bytes("text")));
        Assert.Throws<WireFormatException>(() => WireTrip.Read<uint>(WireTrip.Bytes(5)));
    }

    [Fact]
    public void A_token_crosses_outside_of_calls_only_if_nothing_can_happen_to_it()
    {
        Assert.False(WireTrip.Of(CancellationToken.None).CanBeCanceled);
        Assert.True(WireTrip.Of(new CancellationToken(canceled: true)).IsCancellationRequested);
        using var source = new CancellationTokenSource();
        Assert.Contains("parameter of type CancellationToken", WireTrip.Refused(source.Token).Message, StringComparison.Ordinal);
    }
}
