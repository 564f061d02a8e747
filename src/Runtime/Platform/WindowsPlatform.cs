using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>Windows: named pipes of the current user. Compiled, never run: nothing here was tested on Windows.</summary>
internal sealed class WindowsPlatform : IPlatform
{
    public string SocketRoot { get; } = Path.Combine(Path.GetTempPath(), "concurrency-runtime");

    public string SharedMemoryRoot => SocketRoot;

    // 256 characters with the prefix \\.\pipe\.
    public int MaxEndpointLength => 240;

    // WaitOnAddress of Windows works within one process only.
    public bool HasWaitOnAddress => false;

    public long? StartTimeOf(int processId) => ProcessStart.Of(processId);

    public void Terminate(int processId) => Kill(processId);

    public void Kill(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // Gone already.
        }
        catch (Win32Exception) when (ProcessStart.Of(processId) is null)
        {
            // Gone between the two calls.
        }
    }

    public Stream TakeStandardInput()
    {
        Stream input = Console.OpenStandardInput();
        Console.SetIn(TextReader.Null);
        return input;
    }

    // The temp folder is in the user's profile, which others cannot read.
    public void EnsurePrivateDirectory(string path) => Directory.CreateDirectory(path);

    public FileStream CreatePrivateFile(string path, long reserved = 0) =>
        new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    public SafeFileHandle? TryLockFile(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public ITransportListener Listen(string endpoint) => new NamedPipeListener(PipeName(endpoint));

    public Stream Connect(string endpoint)
    {
        var pipe = new NamedPipeClientStream(".", endpoint, PipeDirection.InOut, PipeOptions.CurrentUserOnly);
        try
        {
            pipe.Connect(TimeSpan.FromSeconds(5));
            return pipe;
        }
        catch (TimeoutException exception)
        {
            pipe.Dispose();
            throw new IOException($"Nobody answers at '{endpoint}': the process that owned it has ended.", exception);
        }
    }

    public void WaitOnAddress(ref int word, int expected, TimeSpan timeout) => Polling.Wait(ref word, expected, timeout);

    public void WakeByAddress(ref int word, int count)
    {
        // Who waits looks again by itself.
    }

    private static string PipeName(string path) =>
        "concurrency-runtime-" + string.Join('-', path.Split(Path.DirectorySeparatorChar).TakeLast(2));
}
