using System.ComponentModel;
using System.Diagnostics;

namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>The start of a process as .NET tells it, for systems where nothing cheaper is at hand.</summary>
internal static class ProcessStart
{
    internal static long? Of(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
