using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

internal static partial class NativeThread
{
    private const long Unknown = -1;

    /// <summary>The operating system's id of the calling thread; −1 where there is none to be had.</summary>
    internal static long CurrentId
    {
        get
        {
            try
            {
                if (OperatingSystem.IsWindows())
                {
                    return GetCurrentThreadId();
                }

                if (OperatingSystem.IsLinux())
                {
                    return gettid();
                }

                return OperatingSystem.IsMacOS() && pthread_threadid_np(0, out ulong id) == 0 ? (long)id : Unknown;
            }
            catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
            {
                // A C library without gettid (glibc before 2.30).
                return Unknown;
            }
        }
    }

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetCurrentThreadId();

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int gettid();

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int pthread_threadid_np(nint thread, out ulong id);
}
