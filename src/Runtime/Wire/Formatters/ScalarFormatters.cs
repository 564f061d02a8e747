using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

internal sealed class BooleanFormatter : WireFormatter<bool>
{
    internal override int MinBytes => 2;

    internal override void Write(WireWriter writer, bool value)
    {
        writer.WriteTag(WireTag.Boolean);
        writer.WriteBoolean(value);
    }

    internal override bool Read(WireReader reader)
    {
        reader.Expect(WireTag.Boolean);
        return reader.ReadBoolean();
    }
}

internal sealed class StringFormatter : WireFormatter<string?>
{
    internal override void Write(WireWriter writer, string? value)
    {
        writer.WriteTag(value is null ? WireTag.Null : WireTag.String);
        if (value is not null)
        {
            writer.WriteString(value);
        }
    }

    internal override string? Read(WireReader reader)
    {
        if (reader.TryReadNull())
        {
            return null;
        }

        reader.Expect(WireTag.String);
        return reader.ReadString() ?? throw new WireFormatException("A text is missing.");
    }
}

internal sealed class DecimalFormatter : WireFormatter<decimal>
{
    internal override int MinBytes => 17;

    internal override void Write(WireWriter writer, decimal value)
    {
        writer.WriteTag(WireTag.Decimal);
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        MemoryMarshal.AsBytes(bits).CopyTo(writer.Append(16));
    }

    internal override decimal Read(WireReader reader)
    {
        reader.Expect(WireTag.Decimal);
        Span<int> bits = stackalloc int[4];
        reader.Take(16).CopyTo(MemoryMarshal.AsBytes(bits));
        int scale = (bits[3] >> 16) & 0xFF;
        bool isValid = scale <= 28 && (bits[3] & 0x7F00FFFF) == 0;
        return isValid ? new decimal(bits) : throw new WireFormatException("A decimal is malformed.");
    }
}

/// <summary>Ticks and kind, so a local time is the same wall clock in the child, which lives in the same time zone.</summary>
internal sealed class DateTimeFormatter : WireFormatter<DateTime>
{
    internal override int MinBytes => 10;

    internal override void Write(WireWriter writer, DateTime value)
    {
        writer.WriteTag(WireTag.DateTime);
        writer.WriteByte((byte)value.Kind);
        writer.WriteInt64(value.Ticks);
    }

    internal override DateTime Read(WireReader reader)
    {
        reader.Expect(WireTag.DateTime);
        byte kind = reader.ReadByte();
        return kind <= (byte)DateTimeKind.Local
            ? new DateTime(Ticks(reader), (DateTimeKind)kind)
            : throw new WireFormatException("A time is malformed.");
    }

    internal static long Ticks(WireReader reader)
    {
        long ticks = reader.ReadInt64();
        return (ulong)ticks <= (ulong)DateTime.MaxValue.Ticks ? ticks : throw new WireFormatException("A time is malformed.");
    }
}

internal sealed class DateTimeOffsetFormatter : WireFormatter<DateTimeOffset>
{
    internal override int MinBytes => 11;

    internal override void Write(WireWriter writer, DateTimeOffset value)
    {
        writer.WriteTag(WireTag.DateTimeOffset);
        writer.WriteInt64(value.Ticks);
        writer.WriteInt16((short)value.TotalOffsetMinutes);
    }

    internal override DateTimeOffset Read(WireReader reader)
    {
        reader.Expect(WireTag.DateTimeOffset);
        long ticks = DateTimeFormatter.Ticks(reader);
        long offset = reader.ReadInt16() * TimeSpan.TicksPerMinute;
        bool isValid = Math.Abs(offset) <= 14 * TimeSpan.TicksPerHour && (ulong)(ticks - offset) <= (ulong)DateTime.MaxValue.Ticks;
        return isValid ? new DateTimeOffset(ticks, new TimeSpan(offset)) : throw new WireFormatException("A time is malformed.");
    }
}

internal sealed class DateOnlyFormatter : WireFormatter<DateOnly>
{
    internal override int MinBytes => 5;

    internal override void Write(WireWriter writer, DateOnly value)
    {
        writer.WriteTag(WireTag.DateOnly);
        writer.WriteInt32(value.DayNumber);
    }

    internal override DateOnly Read(WireReader reader)
    {
        reader.Expect(WireTag.DateOnly);
        int day = reader.ReadInt32();
        return (uint)day <= (uint)DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber(day)
            : throw new WireFormatException("A date is malformed.");
    }
}

internal sealed class TimeOnlyFormatter : WireFormatter<TimeOnly>
{
    internal override int MinBytes => 9;

    internal override void Write(WireWriter writer, TimeOnly value)
    {
        writer.WriteTag(WireTag.TimeOnly);
        writer.WriteInt64(value.Ticks);
    }

    internal override TimeOnly Read(WireReader reader)
    {
        reader.Expect(WireTag.TimeOnly);
        long ticks = reader.ReadInt64();
        return (ulong)ticks < TimeSpan.TicksPerDay ? new TimeOnly(ticks) : throw new WireFormatException("A time of day is malformed.");
    }
}
