using System.Globalization;
using ConcurrencyAnalyzers.Runtime.Channels;

namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>The life of a process that is nothing but a manager.</summary>
internal static class ManagerServer
{
    /// <summary>Serves until its starter closes the pipe or ends.</summary>
    [ProcessTarget]
    internal static int Run(ProcessConnection<string> starter, byte[] key)
    {
        var core = new FactoryCore(key);
        using (starter)
        {
            starter.Send(AddressText(ObjectAddress.Of(core)));
            try
            {
                starter.Receive();
            }
            catch (EndOfStreamException)
            {
                // The starter has shut the manager down, or is no more.
            }
        }

        core.End();
        return 0;
    }

    /// <summary>Where a manager is, without its key.</summary>
    internal static string AddressText(ObjectAddress address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address.Id:N}@{address.Endpoint}");

    internal static ObjectAddress Address(string text, ReadOnlySpan<byte> key)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && Guid.TryParseExact(text.AsSpan(0, at), "N", out Guid id)
            ? new ObjectAddress(text[(at + 1)..], id, FactoryCore.TokenOf(key))
            : throw new FormatException($"'{text}' is no address of a manager; pass what its Address property says.");
    }
}
