using ConcurrencyAnalyzers.Runtime.Platform;
using ConcurrencyAnalyzers.Runtime.Transport;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>
/// A worker's life: the process's main thread reads what to do and does it itself, another one listens to the lifeline, so
/// that the worker can be stopped while user code runs.
/// </summary>
internal sealed class ChildSession
{
    private readonly FrameReader _lifeline;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private readonly ChildCancellation _cancellation = new();
    private ChildTasks? _tasks;

    internal ChildSession(FrameReader lifeline, FrameReader reader, FrameWriter writer, Bootstrap bootstrap)
    {
        _lifeline = lifeline;
        _reader = reader;
        _writer = writer;
        ParentProcess = new ParentProcess(bootstrap.Parent, bootstrap.Endpoint);
        Current = this;
    }

    /// <summary>The session of this process; null where it is no worker.</summary>
    internal static ChildSession? Current { get; private set; }

    internal ParentProcess ParentProcess { get; }

    internal ChildCancellation Cancellation => _cancellation;

    /// <summary>Whether the process goes on when its parent is gone.</summary>
    internal bool SurvivesParent { get; private set; }

    /// <summary>Never returns: returning would run the program's Main.</summary>
    internal void Run()
    {
        ChildExit.Prepare(this);
        new ChildControl(this, _lifeline).Start();
        try
        {
            while (_reader.Read() is { } frame)
            {
                Handle(frame);
            }
        }
        catch (Exception exception) when (exception is WireFormatException or InvalidDataException)
        {
            ChildExit.Say($"The parent sent something that is no message: {exception.Message}");
        }

        ChildExit.ParentIsGone(this);
    }

    /// <summary>Makes this process the one that the parent wants: its name, its daemon flag and what it is for.</summary>
    internal void Configure(WireReader reader)
    {
        ChildConfiguration configuration = ChildConfiguration.Read(reader);
        SurvivesParent = configuration.SurvivesParent;
        RuntimeDiagnostics.Continue(configuration.TraceParent, configuration.Name);
        CurrentProcess.Become(configuration, ParentProcess);
        _tasks = configuration.StartedCell is { } cell ? new ChildTasks(this, cell) : null;
    }

    internal void Send(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        try
        {
            _writer.Send((byte)kind, payload);
        }
        catch (IOException)
        {
            // The parent is gone, and with it everybody who wanted to know.
            if (!SurvivesParent)
            {
                ChildExit.ParentIsGone(this);
            }
        }
    }

    /// <summary>The last message; a parent that is gone already is no error.</summary>
    internal void SayGoodbye(int code)
    {
        using var writer = new WireWriter();
        writer.WriteInt32(code);
        try
        {
            _writer.Send((byte)MessageKind.Exiting, writer.Written.Span);
        }
        catch (IOException)
        {
            // Nobody is left to be told.
        }
    }

    private void Handle(Frame frame)
    {
        switch ((MessageKind)frame.Kind)
        {
            case MessageKind.Configure:
                Configure(new WireReader(frame.Payload));
                break;
            case MessageKind.Run:
                ChildRun.RunTarget(this, frame.Payload);
                break;
            case MessageKind.RunObject:
                ChildRun.RunObject(this, frame.Payload);
                break;
            case MessageKind.Task when _tasks is { } tasks:
                tasks.Execute(frame.Payload);
                break;
            case MessageKind.Warm:
                ChildWarmUp.Run(this);
                break;
            case MessageKind.Stop:
                ChildExit.Finish(this, 0);
                break;
            default:
                throw new WireFormatException($"A worker does not understand message {frame.Kind}.");
        }
    }
}
