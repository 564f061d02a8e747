using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Transport;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>One run of a <see cref="WorkerProcess"/>, from the start to the exit code: what its parent does for it.</summary>
internal sealed class ProcessRun
{
    /// <summary>A process makes one call; pools number theirs.</summary>
    private const long Sequence = 1;

    private readonly WorkerProcess _owner;
    private readonly ParentCall _context;
    private readonly WireWriter _call;
    private readonly MessageKind _kind;
    private readonly bool _isReady;
    private readonly List<CancellationTokenRegistration> _cancellations = [];
    private readonly Activity? _activity = Activity.Current;
    private bool _hasResult;
    private volatile bool _hasEnded;

    private ProcessRun(WorkerProcess owner, ParentCall context, WireWriter call, MessageKind kind)
    {
        _owner = owner;
        _context = context;
        _call = call;
        _kind = kind;
        ChildStart start = StartOf(owner.Options);
        ChildProcess? ready = start.IsPlain ? StandbyWorkers.TryTake() : null;
        _isReady = ready is not null;
        Child = ready ?? ChildProcess.Start(start);
        ProcessId = Child.Id;
    }

    internal ChildProcess Child { get; }

    internal int ProcessId { get; }

    internal CapturedLines Output { get; } = new();

    internal CapturedLines Error { get; } = new();

    internal ExitStatus? Status { get; private set; }

    internal object? Result { get; private set; }

    internal Exception? Failure { get; private set; }

    internal bool HasEnded => _hasEnded;

    private string TargetName => _owner.OwnCall?.Target.Name ?? _owner.GetType().Name + ".Run";

    /// <summary>Writes the call, so that what cannot cross is refused before there is a process, and starts one.</summary>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    internal static ProcessRun Start(WorkerProcess owner)
    {
        var context = new ParentCall();
        var call = new WireWriter(context);
        try
        {
            if (owner.OwnCall is { } own)
            {
                own.Write(call);
                return new ProcessRun(owner, context, call, MessageKind.Run);
            }

            ProcessState.Write(call, owner);
            return new ProcessRun(owner, context, call, MessageKind.RunObject);
        }
        catch
        {
            call.Dispose();
            throw;
        }
    }

    /// <summary>
    /// One thread for each child: blocking reads are five times as fast as asynchronous ones, and a foreground thread keeps
    /// this process alive until a child that is no daemon has ended.
    /// </summary>
    internal void BeginSupervision() =>
        new Thread(Supervise) { IsBackground = _owner.Daemon, Name = $"Parent of {_owner.Name}" }.Start();

    private ChildStart StartOf(WorkerProcessOptions options) => new()
    {
        Output = options.Out,
        Error = options.Err,
        Environment = options.Environment,
        WorkingDirectory = options.WorkingDirectory,
        StartTimeout = options.StartTimeout,
        OnOutput = options.Out == StdStream.Capture ? Output.Add : null,
        OnError = options.Err == StdStream.Capture ? Error.Add : null,
    };

    private void Supervise()
    {
        try
        {
            Converse();
        }
        catch (IOException)
        {
            // The child is gone; how, its exit status tells.
        }
        catch (Exception exception)
        {
            Failure = exception;
            Child.Kill();
        }

        foreach (CancellationTokenRegistration cancellation in _cancellations)
        {
            cancellation.Dispose();
        }

        End();
    }

    private void Converse()
    {
        if (!_isReady)
        {
            Child.Handshake();
        }

        SendConfiguration();
        Child.Send(_kind, _call.Written.Span);
        _call.Dispose();
        SendCancellations();
        while (Child.Read() is { } frame)
        {
            Take(frame);
        }
    }

    private void SendConfiguration()
    {
        using var writer = new WireWriter();
        new ChildConfiguration(_owner.Name, _owner.Daemon, WorkerProcess.Current.Name, _owner.Options.SurviveParent, StartedCell: null, RuntimeDiagnostics.SampledParent(_activity)).Write(writer);
        Child.Send(MessageKind.Configure, writer.Written.Span);
    }

    private void SendCancellations()
    {
        foreach (CancellationToken token in _owner.OwnCall?.Tokens ?? [])
        {
            _cancellations.Add(token.UnsafeRegister(
                static run => CancelMessage.Send(((ProcessRun)run!).Child, Sequence), this));
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Who created the process with a target was warned there.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Who created the process with a target was warned there.")]
    private void Take(Frame frame)
    {
        var reader = new WireReader(frame.Payload, _context);
        switch ((MessageKind)frame.Kind)
        {
            case MessageKind.Result:
                Result = _owner.OwnCall is { } call ? call.ReadResult(reader) : null;
                _hasResult = true;
                break;
            case MessageKind.Failure:
                Failure = RemoteFailure.Read(reader).ToException(ProcessId);
                break;
            case MessageKind.Progress:
                _ = reader.ReadInt64();
                _context.Report(reader);
                break;
            default:
                throw new WireFormatException($"A parent does not understand message {frame.Kind}.");
        }
    }

    private void End()
    {
        ExitStatus status = Child.WaitForExit();
        Status = status;
        if (Failure is null && !_hasResult && (status.Signal is not null || _owner.NeedsResult))
        {
            Failure = new WorkerCrashedException(
                ProcessId, status, TargetName, Child.ErrorTail, Child.WasAskedToEnd ? "Terminate or Kill was called." : null);
        }

        // Now, not when the object is disposed: many never are.
        Child.Dispose();
        _hasEnded = true;
        _owner.OnEnded();
    }
}
