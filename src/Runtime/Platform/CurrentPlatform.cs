namespace ConcurrencyAnalyzers.Runtime.Platform;

internal static class CurrentPlatform
{
    internal static IPlatform Instance { get; } =
        OperatingSystem.IsLinux() ? new LinuxPlatform()
        : OperatingSystem.IsMacOS() ? new MacPlatform()
        : OperatingSystem.IsWindows() ? new WindowsPlatform()
        : throw new PlatformNotSupportedException(
            "Child processes are supported on Linux, macOS and Windows. Threads, locks and queues of this library work here as well.");
}
