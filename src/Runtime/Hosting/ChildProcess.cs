using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using ConcurrencyAnalyzers.Runtime.Platform;
using ConcurrencyAnalyzers.Runtime.Transport;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>
/// A started worker as its parent sees it: the operating system's process, the lifeline on its standard input and the
/// connection for data.
/// </summary>
/// <remarks>
/// One thread owns a child: it shakes hands, reads, and waits for the end. Sending, terminating and killing are thread-safe.
/// </remarks>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan s_exitPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_acceptSlice = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_lastWordsPatience = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly ITransportListener _listener;
    private readonly Stream _input;
    private readonly FrameWriter _lifeline;
    private readonly byte[] _secret;
    private readonly StderrTail _errorTail;
    private readonly TimeSpan _startTimeout;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private LinePump? _errors;
    private TransportPeer? _peer;
    private FrameWriter? _writer;
    private FrameReader? _reader;
    private int? _announcedExit;
    private int _hasEnded;
    private int _isDisposed;
    private int? _stranger;
    private volatile bool _isOverdue;
    private Timer? _grace;

    private ChildProcess(Process process, ITransportListener listener, byte[] secret, StderrTail errorTail, TimeSpan startTimeout)
    {
        _process = process;
        _listener = listener;
        _secret = secret;
        _errorTail = errorTail;
        _startTimeout = startTimeout;
        _input = process.StandardInput.BaseStream;
        _lifeline = new FrameWriter(_input);
        Id = process.Id;
        ChildRegistry.Add(this);
    }

    internal int Id { get; }

    /// <summary>What the child wrote last to a captured standard error; after its end waits for the rest of it.</summary>
    internal string ErrorTail
    {
        get
        {
            if (HasEnded)
            {
                _errors?.WaitForEnd(s_lastWordsPatience);
            }

            return _errorTail.ToString();
        }
    }

    internal bool HasEnded => Volatile.Read(ref _hasEnded) != 0;

    /// <summary>Whether it was ended from here.</summary>
    internal bool WasAskedToEnd { get; private set; }

    /// <summary>Whether a message can be read without waiting.</summary>
    internal bool HasBuffered => _reader is { HasBuffered: true };

    private FrameWriter Writer => _writer ?? throw new InvalidOperationException("The handshake comes first.");

    /// <summary>Starts a process; it is not a worker before <see cref="Handshake"/>.</summary>
    /// <exception cref="BootstrapException">The program cannot be started again.</exception>
    internal static ChildProcess Start(ChildStart start)
    {
        HostDetection.ThrowIfImpossible();
        byte[] secret = RandomNumberGenerator.GetBytes(Bootstrap.SecretSize);
        ITransportListener listener = CurrentPlatform.Instance.Listen(RuntimeDirectory.Sockets.NextPath());
        try
        {
            Process process = StartProcess(start, out string? originalHooks);
            var child = new ChildProcess(process, listener, secret, new StderrTail(), start.StartTimeout ?? WorkerHost.StartTimeout);
            child.CaptureStreams(start);
            child.SendBootstrap(listener.Endpoint, originalHooks);
            RuntimeDiagnostics.ProcessStarted(child.Id);
            return child;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the process has connected and proved that it is ours.</summary>
    /// <exception cref="BootstrapException">It ended, hung, or did not become a worker.</exception>
    internal void Handshake()
    {
        try
        {
            _peer = AcceptChild();
            _writer = new FrameWriter(_peer.Stream);
            _reader = new FrameReader(_peer.Stream);
            using (new Timer(static child => ((ChildProcess)child!).GiveUp(), this, Remaining(), Timeout.InfiniteTimeSpan))
            {
                CheckHello();
            }

            RuntimeDiagnostics.ProcessReady(Id, Stopwatch.GetElapsedTime(_startedAt));
        }
        catch (Exception exception) when (exception is IOException or WireFormatException or InvalidDataException)
        {
            throw new BootstrapException($"The worker process {Id} did not say hello as it should: {exception.Message}", exception);
        }
        finally
        {
            // Nobody else may come in here; the path is free again.
            _listener.Dispose();
            CryptographicOperations.ZeroMemory(_secret);
        }
    }

    /// <summary>Sends a message; waits while the child does not keep up.</summary>
    /// <exception cref="IOException">The child is gone.</exception>
    internal void Send(MessageKind kind, ReadOnlySpan<byte> payload) => Writer.Send((byte)kind, payload);

    internal void Append(MessageKind kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) => Writer.Append((byte)kind, head, tail);

    internal void Flush() => Writer.Flush();

    /// <summary>Sends what must arrive while the child is busy. A child that is gone is no error.</summary>
    internal void SendControl(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        try
        {
            _lifeline.Send((byte)kind, payload);
        }
        catch (IOException)
        {
            // Its end is noticed by whoever reads from it.
        }
    }

    /// <summary>The same without waiting: a child that was stopped must not stop who wants something of it.</summary>
    internal void PostControl(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        try
        {
            _lifeline.Append((byte)kind, payload, []);
        }
        catch (IOException)
        {
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static child => child.FlushControl(), this, preferLocal: false);
    }

    /// <summary>Waits for the child's next message; remembers what it says about its exit.</summary>
    /// <returns>The message; null when the child has ended or closed the connection.</returns>
    internal Frame? Read()
    {
        while (_reader!.Read() is { } frame)
        {
            if (frame.Kind != (byte)MessageKind.Exiting)
            {
                return frame;
            }

            _announcedExit = new WireReader(frame.Payload).ReadInt32();
        }

        return null;
    }

    /// <summary>Waits until the operating system says that the process has ended; one that hangs after its goodbye is killed.</summary>
    internal ExitStatus WaitForExit()
    {
        // With the limit, because without one it would also wait for grandchildren to close the streams.
        if (!_process.WaitForExit(s_exitPatience))
        {
            Kill();
            _process.WaitForExit(s_exitPatience);
        }

        Volatile.Write(ref _hasEnded, 1);
        ChildRegistry.Remove(this);
        Interlocked.Exchange(ref _grace, null)?.Dispose();
        ExitStatus status = _process.HasExited ? ExitStatus.From(_process.ExitCode, _announcedExit) : new ExitStatus(-LibC.SigKill);
        RuntimeDiagnostics.ProcessEnded(Id, status);
        return status;
    }

    /// <summary>Lets the child end by itself, with its cleanup; one that has not ended after the grace is killed.</summary>
    internal void Terminate(TimeSpan grace)
    {
        if (HasEnded)
        {
            return;
        }

        WasAskedToEnd = true;
        SendControl(MessageKind.Terminate, []);
        CurrentPlatform.Instance.Terminate(Id);
        KillAfter(grace);
    }

    internal void Kill()
    {
        // Asked for by its object, which knows when the id belongs to somebody else.
        try
        {
            if (!HasEnded)
            {
                WasAskedToEnd = true;
                _process.Kill();
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // Ended meanwhile.
        }
    }

    /// <summary>Waits for the end, without taking note of how it was.</summary>
    internal bool WaitForEnd(TimeSpan timeout)
    {
        try
        {
            return _process.WaitForExit(timeout);
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>Gives up what the system keeps for the child. Id, exit code and captured lines stay.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        ChildRegistry.Remove(this);
        Interlocked.Exchange(ref _grace, null)?.Dispose();
        _listener.Dispose();
        _peer?.Stream.Dispose();
        try
        {
            _input.Dispose();
        }
        catch (IOException)
        {
            // The other end is gone.
        }

        _process.Dispose();
    }

    private static Process StartProcess(ChildStart start, out string? originalHooks)
    {
        HostCommand command = HostDetection.Command;
        var info = new ProcessStartInfo(command.FileName)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = start.Output != StdStream.Inherit,
            RedirectStandardError = start.Error != StdStream.Inherit,
            WorkingDirectory = start.WorkingDirectory ?? "",
        };
        foreach (string argument in command.Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in start.Environment ?? new Dictionary<string, string?>())
        {
            info.Environment[name] = value;
        }

        originalHooks = info.Environment.TryGetValue(HostEnvironment.StartupHooks, out string? own) ? own : null;
        info.Environment[HostEnvironment.StartupHooks] =
            string.IsNullOrEmpty(originalHooks) ? HostDetection.Hook : HostDetection.Hook + Path.PathSeparator + originalHooks;
        info.Environment[HostEnvironment.Marker] = "1";
        try
        {
            return Process.Start(info)!;
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BootstrapException($"'{command.FileName}' cannot be started as a worker process: {exception.Message}", exception);
        }
    }

    private void CaptureStreams(ChildStart start)
    {
        if (start.Output != StdStream.Inherit)
        {
            LinePump.Start(_process.StandardOutput, line => start.OnOutput?.Invoke(line), "Output of a worker");
        }

        if (start.Error != StdStream.Inherit)
        {
            _errors = LinePump.Start(
                _process.StandardError,
                line =>
                {
                    _errorTail.Add(line);
                    start.OnError?.Invoke(line);
                },
                "Error output of a worker");
        }
    }

    private void KillAfter(TimeSpan grace)
    {
        var timer = new Timer(static child => ((ChildProcess)child!).Kill(), this, grace, Timeout.InfiniteTimeSpan);
        Interlocked.Exchange(ref _grace, timer)?.Dispose();
    }

    private void FlushControl()
    {
        try
        {
            _lifeline.Flush();
        }
        catch (IOException)
        {
            // Its end is noticed by whoever reads from it.
        }
    }

    private void SendBootstrap(string endpoint, string? originalHooks)
    {
        using var writer = new WireWriter();
        new Bootstrap(endpoint, _secret, ProcessIdentity.Current, originalHooks).Write(writer);
        SendControl(MessageKind.Bootstrap, writer.Written.Span);
    }

    private TransportPeer AcceptChild()
    {
        while (Remaining() > TimeSpan.Zero)
        {
            if (_listener.Accept(s_acceptSlice) is { } peer)
            {
                if (peer.ProcessId is not { } id || id == Id)
                {
                    return peer;
                }

                _stranger = id;
                peer.Stream.Dispose();
            }
            else if (_process.HasExited)
            {
                throw EndedEarly();
            }
        }

        Kill();
        throw Overdue();
    }

    private TimeSpan Remaining()
    {
        TimeSpan left = _startTimeout - Stopwatch.GetElapsedTime(_startedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Ends a wait for a hello that does not come.</summary>
    private void GiveUp()
    {
        _isOverdue = true;
        Kill();
        _peer?.Stream.Dispose();
    }

    private BootstrapException Overdue()
    {
        string other = _stranger is { } id
            ? $" The process {id} connected in its place and was turned away; a WorkerHost.Command must become the program (exec), not start it."
            : "";
        return new BootstrapException(string.Create(
            CultureInfo.InvariantCulture,
            $"The process {Id} did not become a worker within {_startTimeout.TotalSeconds:0.#} s: perhaps its Main runs instead, or the machine is overloaded. See WorkerHost.StartTimeout.{other}"));
    }

    private BootstrapException EndedEarly()
    {
        _process.WaitForExit(s_exitPatience);
        _errors?.WaitForEnd(s_lastWordsPatience);
        string text = ErrorTail;
        string said = text.Length > 0 ? $" It said: {text}" : " What it said is on standard error.";
        return new BootstrapException(
            $"The process {Id} ended before it became a worker, with {ExitStatus.From(_process.ExitCode, null).Describe()}.{said}");
    }

    private void CheckHello()
    {
        if (_reader!.Read() is not { Kind: (byte)MessageKind.Hello } hello)
        {
            if (_isOverdue)
            {
                throw Overdue();
            }

            if (_process.WaitForExit(s_exitPatience))
            {
                throw EndedEarly();
            }

            throw new WireFormatException("The first message is missing.");
        }

        var reader = new WireReader(hello.Payload);
        int version = reader.ReadInt32();
        byte[] secret = reader.ReadBytes();
        if (version != Bootstrap.ProtocolVersion || !CryptographicOperations.FixedTimeEquals(secret, _secret))
        {
            throw new WireFormatException("It runs another version of the library, or is not our child.");
        }
    }
}
