using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>
/// This process's folders for sockets and shared memory, which only the current user can enter. They go when the process
/// ends; what a killed process left is swept by the next one that makes its own.
/// </summary>
/// <remarks>
/// A folder is called by the process's id and start time and holds a locked file. The lock ends with the process, however
/// that ends, so a folder whose lock can be taken has no owner.
/// </remarks>
internal sealed class RuntimeDirectory
{
    private const string LockFile = "lock";
    private const int Attempts = 50;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private static readonly Lazy<RuntimeDirectory> s_sockets = new(static () => new(CurrentPlatform.Instance.SocketRoot));

    private static readonly Lazy<RuntimeDirectory> s_memory = new(
        static () => CurrentPlatform.Instance.SharedMemoryRoot == CurrentPlatform.Instance.SocketRoot
            ? s_sockets.Value
            : new(CurrentPlatform.Instance.SharedMemoryRoot));

    private static int s_lastNumber;

    // Held for the life of the process.
    private readonly SafeFileHandle _lock;

    private RuntimeDirectory(string root)
    {
        IPlatform platform = CurrentPlatform.Instance;
        platform.EnsurePrivateDirectory(root);
        Sweep(root);
        FullPath = Path.Combine(root, ProcessIdentity.Current.ToString());
        platform.EnsurePrivateDirectory(FullPath);
        _lock = platform.TryLockFile(Path.Combine(FullPath, LockFile))
            ?? throw new IOException($"The folder '{FullPath}' of this very process is locked by another one.");
        ExitCleanup.Register(Remove);
    }

    internal static RuntimeDirectory Sockets => s_sockets.Value;

    internal static RuntimeDirectory SharedMemory => s_memory.Value;

    internal string FullPath { get; }

    /// <summary>A path in this folder that was not used before by this process.</summary>
    internal string NextPath() =>
        Path.Combine(FullPath, Interlocked.Increment(ref s_lastNumber).ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Removes the folders of a process that is ending, or has ended, without its own cleanup: its children are the first to
    /// know. Waits a moment for its lock, which goes with the last of it.
    /// </summary>
    internal static void RemoveOf(ProcessIdentity ended, string socketFolder)
    {
        string memoryFolder = Path.Combine(CurrentPlatform.Instance.SharedMemoryRoot, ended.ToString());
        string[] folders = [.. new[] { socketFolder, memoryFolder }.Where(Directory.Exists).Distinct()];
        for (int attempt = 0; attempt < Attempts && folders.Length > 0; attempt++)
        {
            Array.ForEach(folders, RemoveIfUnlocked);
            folders = [.. folders.Where(Directory.Exists)];
            if (folders.Length > 0)
            {
                Thread.Sleep(s_pause);
            }
        }
    }

    /// <summary>Removes the folders of processes that live no more.</summary>
    private static void Sweep(string root)
    {
        foreach (string folder in Directory.EnumerateDirectories(root))
        {
            // A folder that was just made has no lock for a moment: its process still lives.
            if (ProcessIdentity.TryParse(Path.GetFileName(folder), out ProcessIdentity owner) && !owner.IsAlive)
            {
                RemoveIfUnlocked(folder);
            }
        }
    }

    private static void RemoveIfUnlocked(string folder)
    {
        using SafeFileHandle? unlocked = CurrentPlatform.Instance.TryLockFile(Path.Combine(folder, LockFile));
        if (unlocked is not null)
        {
            RemoveFolder(folder);
        }
    }

    private static void RemoveFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process sweeps at the same time, or will do so later.
        }
    }

    private void Remove()
    {
        RemoveFolder(FullPath);
        _lock.Dispose();
    }
}
