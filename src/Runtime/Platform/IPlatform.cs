using Microsoft.Win32.SafeHandles;

namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>Every call of the operating system that the process half needs; one implementation for each system.</summary>
internal interface IPlatform
{
    /// <summary>The folder below which sockets are made; short, because a socket's path may have some hundred bytes only.</summary>
    string SocketRoot { get; }

    /// <summary>The folder below which shared memory is made: in memory where the system has such a place.</summary>
    string SharedMemoryRoot { get; }

    /// <summary>The longest name of an endpoint, in bytes.</summary>
    int MaxEndpointLength { get; }

    /// <summary>When a process started, in a unit of the system's own; null where no such process lives.</summary>
    long? StartTimeOf(int processId);

    /// <summary>Asks a process to end: SIGTERM. On Windows it is ended at once. No error where it is gone already.</summary>
    void Terminate(int processId);

    /// <summary>Ends a process at once: SIGKILL. No error where it is gone already.</summary>
    void Kill(int processId);

    /// <summary>Takes standard input away from user code and hands it to the runtime; user code reads end of file from now on.</summary>
    Stream TakeStandardInput();

    /// <summary>Creates a folder that only the current user can use, or checks that an existing one is such.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else, or is a link.</exception>
    void EnsurePrivateDirectory(string path);

    /// <summary>Creates a file that only the current user can use; it must not exist.</summary>
    /// <param name="path">Where.</param>
    /// <param name="reserved">How many bytes the system sets aside for it at once, where it can do that.</param>
    /// <exception cref="IOException">There is no room for so many.</exception>
    FileStream CreatePrivateFile(string path, long reserved = 0);

    /// <summary>Locks a file for the life of this process; null where another living process has it locked.</summary>
    SafeFileHandle? TryLockFile(string path);

    /// <summary>Opens an endpoint that other processes of the same user can connect to.</summary>
    ITransportListener Listen(string endpoint);

    /// <summary>Connects to an endpoint.</summary>
    /// <exception cref="IOException">Nobody listens there.</exception>
    Stream Connect(string endpoint);

    /// <summary>Whether a wait is ended by <see cref="WakeByAddress"/> at once, or only by looking again and again.</summary>
    bool HasWaitOnAddress { get; }

    /// <summary>
    /// Sleeps while the word in shared memory has the expected value, until woken or the time is up; may end early for no
    /// reason, so the caller looks again.
    /// </summary>
    void WaitOnAddress(ref int word, int expected, TimeSpan timeout);

    /// <summary>Wakes who sleeps on the word, in any process; <see cref="int.MaxValue"/>: all.</summary>
    void WakeByAddress(ref int word, int count);
}
