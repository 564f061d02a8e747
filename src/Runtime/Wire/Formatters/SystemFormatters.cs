using System.Numerics;

namespace ConcurrencyAnalyzers.Runtime.Internal;

internal sealed class UriFormatter : WireFormatter<Uri?>
{
    internal override void Write(WireWriter writer, Uri? value)
    {
        writer.WriteTag(value is null ? WireTag.Null : WireTag.Uri);
        if (value is not null)
        {
            writer.WriteString(value.OriginalString);
            writer.WriteBoolean(value.IsAbsoluteUri);
        }
    }

    internal override Uri? Read(WireReader reader)
    {
        if (reader.TryReadNull())
        {
            return null;
        }

        reader.Expect(WireTag.Uri);
        string? text = reader.ReadString();
        UriKind kind = reader.ReadBoolean() ? UriKind.Absolute : UriKind.Relative;
        return Uri.TryCreate(text, kind, out Uri? uri) ? uri : throw new WireFormatException("A URI is malformed.");
    }
}

internal sealed class VersionFormatter : WireFormatter<Version?>
{
    internal override void Write(WireWriter writer, Version? value)
    {
        writer.WriteTag(value is null ? WireTag.Null : WireTag.Version);
        if (value is not null)
        {
            writer.WriteString(value.ToString());
        }
    }

    internal override Version? Read(WireReader reader)
    {
        if (reader.TryReadNull())
        {
            return null;
        }

        reader.Expect(WireTag.Version);
        return reader.ReadString() is not { } text ? throw new WireFormatException("A version is missing.")
            : Version.TryParse(text, out Version? version) ? version
            : throw new WireFormatException("A version is malformed.");
    }
}

internal sealed class BigIntegerFormatter : WireFormatter<BigInteger>
{
    internal override int MinBytes => 5;

    internal override void Write(WireWriter writer, BigInteger value)
    {
        writer.WriteTag(WireTag.BigInteger);
        writer.WriteBytes(value.ToByteArray());
    }

    internal override BigInteger Read(WireReader reader)
    {
        reader.Expect(WireTag.BigInteger);
        return new BigInteger(reader.Take(reader.ReadInt32()));
    }
}

internal sealed class CancellationTokenFormatter : WireFormatter<CancellationToken>
{
    internal override void Write(WireWriter writer, CancellationToken value)
    {
        writer.WriteTag(WireTag.CancellationToken);
        writer.Context.WriteToken(writer, value);
    }

    internal override CancellationToken Read(WireReader reader)
    {
        reader.Expect(WireTag.CancellationToken);
        return reader.Context.ReadToken(reader);
    }
}

internal sealed class ProgressFormatter<T> : WireFormatter<IProgress<T>?>
{
    internal override void Write(WireWriter writer, IProgress<T>? value)
    {
        writer.WriteTag(value is null ? WireTag.Null : WireTag.Progress);
        if (value is not null)
        {
            writer.Context.WriteProgress(writer, value);
        }
    }

    internal override IProgress<T>? Read(WireReader reader)
    {
        if (reader.TryReadNull())
        {
            return null;
        }

        reader.Expect(WireTag.Progress);
        return reader.Context.ReadProgress<T>(reader);
    }
}
