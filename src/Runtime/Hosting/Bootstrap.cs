using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>
/// The first message on the lifeline. The secret is here and not in the arguments or the environment, because those can be
/// read by every process of the user and are inherited by grandchildren.
/// </summary>
internal sealed record Bootstrap(string Endpoint, byte[] Secret, ProcessIdentity Parent, string? OriginalHooks)
{
    /// <summary>Changes with every change of a message: parent and child may be different builds of the library.</summary>
    internal const int ProtocolVersion = 2;

    internal const int SecretSize = 32;

    internal void Write(WireWriter writer)
    {
        writer.WriteInt32(ProtocolVersion);
        writer.WriteString(Endpoint);
        writer.WriteBytes(Secret);
        writer.WriteInt32(Parent.ProcessId);
        writer.WriteInt64(Parent.StartTime);
        writer.WriteString(OriginalHooks);
    }

    internal static Bootstrap Read(WireReader reader)
    {
        int version = reader.ReadInt32();
        if (version != ProtocolVersion)
        {
            throw new WireFormatException(
                $"The parent speaks version {version} of the protocol, this process version {ProtocolVersion}: they run different builds of ConcurrencyAnalyzers.Runtime.");
        }

        return new Bootstrap(
            reader.ReadString() ?? "",
            reader.ReadBytes(),
            new ProcessIdentity(reader.ReadInt32(), reader.ReadInt64()),
            reader.ReadString());
    }
}
