using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>macOS. Compiled, never run: nothing here was tested on a Mac.</summary>
[SupportedOSPlatform("macos")]
internal sealed partial class MacPlatform : UnixPlatform
{
    private const int LocalLevel = 0; // SOL_LOCAL
    private const int PeerCredentials = 1; // LOCAL_PEERCRED
    private const int PeerProcess = 2; // LOCAL_PEERPID
    private const uint Shared = 1; // OS_SYNC_WAIT_ON_ADDRESS_SHARED
    private const uint MonotonicClock = 32; // OS_CLOCK_MACH_ABSOLUTE_TIME

    // 104 bytes with the terminating zero.
    public override int MaxEndpointLength => 103;

    // os_sync_wait_on_address came with 14.4.
    public override bool HasWaitOnAddress { get; } = OperatingSystem.IsMacOSVersionAtLeast(14, 4);

    // Not $TMPDIR: its path is too long for a socket.
    public override string SocketRoot { get; } = Path.Combine(SystemTemporaryFolder, FolderName);

    public override string SharedMemoryRoot => SocketRoot;

    public override long? StartTimeOf(int processId) => ProcessStart.Of(processId);

    public override void WaitOnAddress(ref int word, int expected, TimeSpan timeout)
    {
        if (HasWaitOnAddress)
        {
            _ = WaitOnAddressWithTimeout(ref word, (uint)expected, sizeof(int), Shared, MonotonicClock, (ulong)(timeout.Ticks * 100));
        }
        else
        {
            Polling.Wait(ref word, expected, timeout);
        }
    }

    public override void WakeByAddress(ref int word, int count)
    {
        if (!HasWaitOnAddress)
        {
            return;
        }

        if (count == int.MaxValue)
        {
            _ = WakeAll(ref word, sizeof(int), Shared);
            return;
        }

        for (int woken = 0; woken < count && WakeAny(ref word, sizeof(int), Shared) == 0; woken++)
        {
        }
    }

    internal override (uint UserId, int ProcessId)? PeerOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[76];
        Span<byte> process = stackalloc byte[sizeof(int)];
        if (socket.GetRawSocketOption(LocalLevel, PeerCredentials, credentials) < 8)
        {
            return null;
        }

        int id = socket.GetRawSocketOption(LocalLevel, PeerProcess, process) == sizeof(int) ? MemoryMarshal.Read<int>(process) : 0;
        return (MemoryMarshal.Read<uint>(credentials[4..]), id);
    }

    [LibraryImport("libSystem", EntryPoint = "os_sync_wait_on_address_with_timeout", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int WaitOnAddressWithTimeout(ref int word, ulong value, nuint size, uint flags, uint clock, ulong nanoseconds);

    [LibraryImport("libSystem", EntryPoint = "os_sync_wake_by_address_any", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int WakeAny(ref int word, nuint size, uint flags);

    [LibraryImport("libSystem", EntryPoint = "os_sync_wake_by_address_all", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int WakeAll(ref int word, nuint size, uint flags);
}
