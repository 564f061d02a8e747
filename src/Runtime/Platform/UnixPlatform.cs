using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>What Linux and macOS have in common.</summary>
[UnsupportedOSPlatform("windows")]
internal abstract class UnixPlatform : IPlatform
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;

    public abstract string SocketRoot { get; }

    public abstract string SharedMemoryRoot { get; }

    public abstract int MaxEndpointLength { get; }

    public abstract bool HasWaitOnAddress { get; }

    protected static uint UserId { get; } = LibC.EffectiveUserId();

    /// <summary>The folder of one user; others have one beside it.</summary>
    protected static string FolderName => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"concurrency-runtime-{UserId}");

    /// <summary>The system's folder for temporary files, which POSIX promises; short where $TMPDIR is not.</summary>
    protected static string SystemTemporaryFolder => Path.Combine(Path.DirectorySeparatorChar.ToString(), "tmp");

    public abstract long? StartTimeOf(int processId);

    public void Terminate(int processId) => Send(processId, LibC.SigTerm);

    public void Kill(int processId) => Send(processId, LibC.SigKill);

    /// <summary>
    /// The runtime keeps a copy; number 0 becomes /dev/null, so that neither user code nor grandchildren eat its bytes.
    /// </summary>
    public Stream TakeStandardInput()
    {
        int copy = DuplicateForThisProcess(0);
        using (SafeFileHandle none = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            ThrowIfFailed(LibC.DuplicateTo((int)none.DangerousGetHandle(), 0));
        }

        // Unbuffered: what is read ahead would be lost for whoever reads after us.
        return new FileStream(new SafeFileHandle(copy, ownsHandle: true), FileAccess.Read, bufferSize: 0);
    }

    public void EnsurePrivateDirectory(string path)
    {
        Directory.CreateDirectory(path, OwnerOnly);
        var info = new DirectoryInfo(path);
        if (info.LinkTarget is not null || OwnerOf(path) is { } owner && owner != UserId)
        {
            throw new UnauthorizedAccessException(
                $"The folder '{path}' was made by another user, who could read what processes say to each other. Remove it, or set TMPDIR to a folder of your own.");
        }

        // Fails for a folder of another user on systems that do not tell its owner.
        File.SetUnixFileMode(path, OwnerOnly);
    }

    public FileStream CreatePrivateFile(string path, long reserved = 0) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        PreallocationSize = reserved,
    });

    public SafeFileHandle? TryLockFile(string path)
    {
        SafeFileHandle handle;
        try
        {
            // FileShare.ReadWrite keeps .NET from taking a lock of its own.
            handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException)
        {
            return null;
        }

        if (LibC.LockFile((int)handle.DangerousGetHandle(), LockExclusive | LockNonBlocking) == 0)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    public ITransportListener Listen(string endpoint) => new UnixSocketListener(endpoint, this);

    public Stream Connect(string endpoint)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(endpoint));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new IOException($"Nobody answers at '{endpoint}': the process that owned it has ended.", exception);
        }
    }

    public abstract void WaitOnAddress(ref int word, int expected, TimeSpan timeout);

    public abstract void WakeByAddress(ref int word, int count);

    /// <summary>Who is at the other end; null where the system does not tell.</summary>
    internal abstract (uint UserId, int ProcessId)? PeerOf(Socket socket);

    /// <summary>A peer counts as the same user only where the system says so.</summary>
    internal bool IsSameUser(Socket socket, out int? processId)
    {
        (uint UserId, int ProcessId)? peer = PeerOf(socket);
        processId = peer?.ProcessId;
        return peer is { } known && known.UserId == UserId;
    }

    /// <summary>Null where the system does not tell in a portable way.</summary>
    protected virtual uint? OwnerOf(string path) => null;

    protected static void ThrowIfFailed(int result)
    {
        if (result < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private static int DuplicateForThisProcess(int descriptor)
    {
        const int SetDescriptorFlags = 2; // F_SETFD
        const int CloseOnExec = 1;
        int copy = LibC.Duplicate(descriptor);
        ThrowIfFailed(copy);
        ThrowIfFailed(LibC.ControlDescriptor(copy, SetDescriptorFlags, CloseOnExec));
        return copy;
    }

    private static void Send(int processId, int signal)
    {
        // Zero and negative ids name whole groups: never ours to signal.
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(processId);
        if (LibC.Kill(processId, signal) != 0 && Marshal.GetLastPInvokeError() is var error && error != LibC.NoSuchProcess)
        {
            throw new Win32Exception(error);
        }
    }
}
