using System.Globalization;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>Names as Python gives them: "Process-2", and "Process-2:1" for its first child.</summary>
internal static class ProcessNames
{
    internal const string Main = "MainProcess";

    private static string s_prefix = "Process-";
    private static int s_last;

    internal static string Next() =>
        string.Create(CultureInfo.InvariantCulture, $"{Volatile.Read(ref s_prefix)}{Interlocked.Increment(ref s_last)}");

    internal static void SetPrefix(string ownName) => Volatile.Write(ref s_prefix, ownName + ":");
}
