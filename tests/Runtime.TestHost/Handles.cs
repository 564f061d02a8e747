using ConcurrencyAnalyzers.Runtime;

namespace Runtime.TestHost;

/// <summary>Handles as texts, for command lines.</summary>
internal static class Handles
{
    internal static string Write<T>(T handle)
    {
        using var writer = new WireWriter();
        writer.WriteValue(handle);
        return Convert.ToBase64String(writer.Written.Span);
    }

    internal static T Read<T>(string text) => new WireReader(Convert.FromBase64String(text)).ReadValue<T>();
}
