using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>Linux: futexes, /proc, /dev/shm, and credentials of a socket's peer.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class LinuxPlatform : UnixPlatform
{
    private const int FutexWait = 0;
    private const int FutexWake = 1;
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED

    private static readonly SystemCalls? s_calls = SystemCalls.OfThisMachine();

    // 108 bytes with the terminating zero.
    public override int MaxEndpointLength => 107;

    public override bool HasWaitOnAddress => s_calls is not null;

    public override string SocketRoot { get; } = ChooseSocketRoot();

    public override string SharedMemoryRoot { get; } =
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), FolderName);

    /// <summary>Field 22 of /proc/id/stat, in clock ticks since the machine started.</summary>
    public override long? StartTimeOf(int processId)
    {
        Span<byte> buffer = stackalloc byte[1024];
        int length;
        try
        {
            using var handle = File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            length = RandomAccess.Read(handle, buffer, 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The name in field 2 may hold spaces and parentheses: what counts begins after the last one.
        string text = Encoding.ASCII.GetString(buffer[..length]);
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        const int State = 0;
        const int StartTime = 19;
        bool isDead = fields[State] is "Z" or "X";
        return isDead ? null : long.Parse(fields[StartTime], CultureInfo.InvariantCulture);
    }

    public override void WaitOnAddress(ref int word, int expected, TimeSpan timeout)
    {
        if (s_calls is not { } calls)
        {
            Polling.Wait(ref word, expected, timeout);
            return;
        }

        var time = new TimeSpec(timeout);
        _ = Futex(calls.Futex, ref word, FutexWait, expected, ref time);
    }

    public override void WakeByAddress(ref int word, int count)
    {
        if (s_calls is { } calls)
        {
            _ = Futex(calls.Futex, ref word, FutexWake, count, ref Unsafe.NullRef<TimeSpec>());
        }
    }

    internal override (uint UserId, int ProcessId)? PeerOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        int length = socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return length < credentials.Length
            ? null
            : (MemoryMarshal.Read<uint>(credentials[4..]), MemoryMarshal.Read<int>(credentials));
    }

    protected override uint? OwnerOf(string path)
    {
        if (s_calls is not { } calls)
        {
            return null;
        }

        const int CurrentDirectory = -100; // AT_FDCWD
        const int DoNotFollowLinks = 0x100; // AT_SYMLINK_NOFOLLOW
        const uint WithOwner = 8; // STATX_UID
        const int OwnerOffset = 20;
        byte[] status = new byte[256];
        ThrowIfFailed((int)Statx(calls.Statx, CurrentDirectory, path, DoNotFollowLinks, WithOwner, status));
        return MemoryMarshal.Read<uint>(status.AsSpan(OwnerOffset));
    }

    private static string ChooseSocketRoot()
    {
        // A socket's path ends in "/<process>-<start>/<number>"; what is before must leave room for it.
        const int Room = 45;
        string?[] candidates = [Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), Path.GetTempPath(), SystemTemporaryFolder];
        foreach (string? candidate in candidates)
        {
            if (!string.IsNullOrEmpty(candidate) && Directory.Exists(candidate))
            {
                string root = Path.Combine(candidate, FolderName);
                if (Encoding.UTF8.GetByteCount(root) <= 107 - Room)
                {
                    return root;
                }
            }
        }

        return Path.Combine(SystemTemporaryFolder, FolderName);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Futex(nint number, ref int word, nint operation, nint value, ref TimeSpec timeout);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Statx(nint number, nint directory, string path, nint flags, nuint mask, byte[] status);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        private readonly nint _seconds;
        private readonly nint _nanoseconds;

        internal TimeSpec(TimeSpan time)
        {
            _seconds = (nint)(time.Ticks / TimeSpan.TicksPerSecond);
            _nanoseconds = (nint)(time.Ticks % TimeSpan.TicksPerSecond * 100);
        }
    }

    /// <summary>Numbers of system calls, which differ between processors.</summary>
    private sealed record SystemCalls(nint Futex, nint Statx)
    {
        internal static SystemCalls? OfThisMachine() => RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => new(202, 332),
            Architecture.Arm64 => new(98, 291),
#if NET9_0_OR_GREATER
            Architecture.RiscV64 => new(98, 291),
#endif
            Architecture.LoongArch64 => new(98, 291),
            Architecture.S390x => new(238, 379),
            Architecture.Ppc64le => new(221, 383),
            // On 32 bits the time has another shape since 2038 came near: look again and again instead.
            _ => null,
        };
    }
}
