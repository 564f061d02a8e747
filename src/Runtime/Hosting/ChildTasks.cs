using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Transport;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>What a pool's worker does: one task after the other, each result sent before the next task is begun.</summary>
/// <remarks>A result that waited for company would be lost with the worker, and its task be taken for crashed.</remarks>
internal sealed class ChildTasks : IDisposable
{
    private readonly ChildSession _session;
    private readonly ChildCall _context;
    private readonly SharedCounter _started;
    private readonly List<Definition> _definitions = [];
    private readonly WireWriter _result = new();
    private readonly WireReader _reader;

    internal ChildTasks(ChildSession session, string startedCell)
    {
        _session = session;
        _started = SharedCounter.Open(startedCell);
        _context = new ChildCall(session);
        _reader = new WireReader(ReadOnlyMemory<byte>.Empty, _context);
    }

    public void Dispose() => _started.Dispose();

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The parent is the same program and was warned where it submitted the task.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The parent is the same program and was warned where it submitted the task.")]
    internal void Execute(ReadOnlyMemory<byte> payload)
    {
        _reader.Reset(payload);
        long sequence = _reader.ReadInt64();
        string? traceParent = _reader.ReadString();
        Definition definition = ReadDefinition();
        if (!_session.Cancellation.TryBegin(sequence, out bool isCancelled))
        {
            // The parent has taken it back and was told so.
            return;
        }

        _started.Value = sequence;
        _context.Sequence = sequence;
        _result.Reset();
        _result.WriteInt64(sequence);
        if (isCancelled)
        {
            Fail(TargetOutcome.Canceled, new OperationCanceledException("The task was cancelled before it began."));
        }
        else if (definition.Failure is { } failure)
        {
            Fail(TargetOutcome.ArgumentsUnreadable, failure);
        }
        else
        {
            using Activity? activity = RuntimeDiagnostics.StartTask(traceParent, definition.Target!);
            Run(definition.Target!, sequence);
        }

        _session.Cancellation.Finished(sequence);
    }

    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    private void Run(ProcessTarget target, long sequence)
    {
        CancellationToken token = target.TakesToken ? _session.Cancellation.TokenOf(sequence) : CancellationToken.None;
        if (_reader.ReadBoolean())
        {
            RunChunk(target, token);
            return;
        }

        TargetOutcome outcome = target.Run(_reader, _result, token, out Exception? exception);
        if (outcome == TargetOutcome.Completed)
        {
            _session.Send(MessageKind.Result, _result.Written.Span);
        }
        else
        {
            Fail(outcome, exception!);
        }
    }

    /// <summary>Item after item until one fails; what was done before it is not lost.</summary>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    private void RunChunk(ProcessTarget target, CancellationToken token)
    {
        int count = _reader.ReadInt32();
        int position = _result.Length;
        _result.WriteInt32(0);
        for (int done = 0; done < count; done++)
        {
            TargetOutcome outcome = target.Run(_reader, _result, token, out Exception? exception);
            if (outcome != TargetOutcome.Completed)
            {
                WriteFailure(outcome, exception!);
                break;
            }

            _result.PatchInt32(position, done + 1);
        }

        _session.Send(MessageKind.Result, _result.Written.Span);
    }

    private void Fail(TargetOutcome outcome, Exception exception)
    {
        WriteFailure(outcome, exception);
        _session.Send(MessageKind.Failure, _result.Written.Span);
    }

    private void WriteFailure(TargetOutcome outcome, Exception exception)
    {
        _result.WriteByte((byte)outcome);
        RemoteFailure.FromException(exception).Write(_result);
    }

    /// <summary>A target is described when the connection sees it for the first time, and is a number afterwards.</summary>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    private Definition ReadDefinition()
    {
        int number = _reader.ReadInt32();
        if (number < _definitions.Count)
        {
            return _definitions[number];
        }

        TargetId id = TargetId.Read(_reader);
        Definition definition;
        try
        {
            definition = new Definition(id.Resolve(), null);
        }
        catch (Exception exception) when (exception is TargetResolutionException or WireFormatException or NotSerializableException)
        {
            definition = new Definition(null, exception);
        }

        _definitions.Add(definition);
        return definition;
    }

    private readonly record struct Definition(ProcessTarget? Target, Exception? Failure);
}
