using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Hosting;
using ConcurrencyAnalyzers.Runtime.Transport;

namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>
/// A worker of a pool, as its parent sees it, and the thread that reads its results. What it has to do, in order, is guarded by
/// the pool's lock.
/// </summary>
internal sealed class PoolWorker
{
    /// <summary>Beyond this much in flight a busy worker gets nothing more: its socket would fill up, and the sender wait.</summary>
    private const int MaxBytesAhead = 64 * 1024;

    private const long InitializerSequence = 0;

    [ThreadStatic]
    private static bool t_isPoolThread;

    private readonly PoolCore _pool;
    private readonly string _name;
    private readonly Dictionary<TargetId, int> _known = [];
    private readonly LinkedList<PoolTask> _tasks = new();
    private readonly WireWriter _head = new();

    // Told to listeners by Flush: they may run user code, which must not happen under the pool's lock.
    private readonly ConcurrentQueue<long> _unannounced = new();
    private readonly Pace _pace;
    private SharedCounter? _started;
    private ChildProcess? _child;
    private int _bytesAhead;
    private int _dispatched;
    private long _headSince;
    private bool _isReady;

    internal PoolWorker(PoolCore pool, string name)
    {
        _pool = pool;
        _name = name;
        _pace = new Pace(pool.Options.Prefetch);
    }

    /// <summary>Whether this code runs in a callback of a pool.</summary>
    internal static bool IsCurrentThread => t_isPoolThread;

    internal bool IsReady => Volatile.Read(ref _isReady);

    /// <summary>Whether it was told to end and gets nothing more.</summary>
    internal bool IsStopping { get; private set; }

    /// <summary>Whether it began to run the initializer, which may be what killed it.</summary>
    internal bool WasInitializing { get; private set; }

    internal bool HasFinishedATask { get; private set; }

    internal int TaskCount => _tasks.Count;

    /// <summary>Since when the worker has nothing else to do before its first task. Under the pool's lock.</summary>
    internal long HeadSince => _headSince;

    internal int? ProcessId => _child?.Id;

    internal IEnumerable<PoolTask> Tasks => _tasks;

    /// <summary>Why it was killed, if the pool did it.</summary>
    internal Exception? KillReason { get; set; }

    private bool IsUsedUp => _pool.Options.MaxTasksPerChild is { } max && _dispatched >= max;

    internal void Start() => new Thread(Live) { IsBackground = true, Name = $"Parent of {_name}" }.Start();

    /// <summary>Whether the worker takes a task now. Under the pool's lock.</summary>
    internal bool HasRoomFor(int bytes, int fairShare) =>
        IsReady && !IsStopping && !IsUsedUp
        && (_tasks.Count == 0
            || (_tasks.Count < Math.Min(_pace.Depth, fairShare) && _bytesAhead + bytes <= MaxBytesAhead));

    /// <summary>Gives the worker a task; <see cref="Flush"/> sends it. Under the pool's lock.</summary>
    internal void Assign(PoolTask task, long sequence)
    {
        task.Worker = this;
        task.Sequence = sequence;
        task.IsAskedBack = false;
        if (_tasks.Count == 0)
        {
            _headSince = Stopwatch.GetTimestamp();
        }

        _tasks.AddLast(task);
        _dispatched++;
        _bytesAhead += task.Payload.Length;
        WriteHead(task.Sequence, task.TraceParent, task.Target);
        if (RuntimeDiagnostics.ListensToTasks)
        {
            _unannounced.Enqueue(sequence);
        }

        try
        {
            _child!.Append(MessageKind.Task, _head.Written.Span, task.Payload);
        }
        catch (IOException)
        {
            // Dead: the reading thread sees it, and the task is still on the list to be given to another worker.
        }
    }

    /// <summary>Sends what was assigned; nothing was to a worker that is not ready. Outside of the pool's lock.</summary>
    internal void Flush()
    {
        if (!IsReady)
        {
            return;
        }

        while (_unannounced.TryDequeue(out long sequence))
        {
            RuntimeDiagnostics.TaskStarted(sequence, _child!.Id);
        }

        try
        {
            _child!.Flush();
        }
        catch (IOException)
        {
            // Dead: the reading thread sees it.
        }
    }

    /// <summary>Lets an idle worker end. Under the pool's lock.</summary>
    internal void StopIfIdle(bool isWanted)
    {
        if (IsReady && !IsStopping && _tasks.Count == 0 && (!isWanted || IsUsedUp))
        {
            IsStopping = true;
            try
            {
                _child!.Append(MessageKind.Stop, [], []);
            }
            catch (IOException)
            {
                // Dead already.
            }
        }
    }

    internal void Cancel(long sequence)
    {
        if (_child is { } child)
        {
            CancelMessage.Send(child, sequence);
        }
    }

    /// <summary>Asks back what the worker has not begun. Under the pool's lock.</summary>
    internal void RevokeAllButFirst()
    {
        for (LinkedListNode<PoolTask>? node = _tasks.First?.Next; node is not null; node = node.Next)
        {
            if (!node.Value.IsAskedBack)
            {
                node.Value.IsAskedBack = true;
                RevokeMessage.Send(_child!, node.Value.Sequence);
            }
        }
    }

    /// <summary>How long the task at the head has been running; zero if there is none. Under the pool's lock.</summary>
    internal TimeSpan HeadRunning() => _tasks.Count == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_headSince);

    internal void Kill() => _child?.Kill();

    internal void Terminate(TimeSpan grace) => _child?.Terminate(grace);

    /// <summary>Removes a task that the worker has done or given back. Under the pool's lock.</summary>
    internal PoolTask? Take(long sequence)
    {
        for (LinkedListNode<PoolTask>? node = _tasks.First; node is not null; node = node.Next)
        {
            if (node.Value.Sequence == sequence)
            {
                if (node == _tasks.First)
                {
                    _headSince = Stopwatch.GetTimestamp();
                }

                _tasks.Remove(node);
                _bytesAhead -= node.Value.Payload.Length;
                node.Value.Worker = null;
                return node.Value;
            }
        }

        return null;
    }

    /// <summary>Takes everything. Under the pool's lock.</summary>
    internal List<PoolTask> TakeAll()
    {
        List<PoolTask> tasks = [.. _tasks];
        foreach (PoolTask task in tasks)
        {
            task.Worker = null;
        }

        _tasks.Clear();
        _bytesAhead = 0;
        return tasks;
    }

    private void Live()
    {
        t_isPoolThread = true;
        Exception? failure = null;
        try
        {
            Begin();
            if (!_pool.OnReady(this))
            {
                // Terminated meanwhile.
                _child!.Kill();
            }

            Listen();
        }
        catch (IOException)
        {
            // The child is gone; how, its exit status tells.
        }
        catch (Exception exception)
        {
            failure = exception;
            _child?.Kill();
        }

        End(failure);
    }

    private void Begin()
    {
        WorkerProcessOptions process = _pool.Options.Process;
        var start = new ChildStart
        {
            Output = process.Out,
            Error = process.Err,
            Environment = process.Environment,
            WorkingDirectory = process.WorkingDirectory,
            StartTimeout = process.StartTimeout,
        };
        _started = SharedCounter.Create();
        _child = start.IsPlain ? StandbyWorkers.TryTake() : null;
        if (_child is null)
        {
            _child = ChildProcess.Start(start);
            _child.Handshake();
        }

        using var configuration = new WireWriter();
        new ChildConfiguration(_name, Daemon: true, WorkerProcess.Current.Name, SurvivesParent: false, _started.FullPath).Write(configuration);
        _child.Send(MessageKind.Configure, configuration.Written.Span);
        Initialize();
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Who set the initializer was warned there.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Who set the initializer was warned there.")]
    private void Initialize()
    {
        if (_pool.Options.InitializerCall is not { } initializer)
        {
            return;
        }

        WasInitializing = true;
        WriteHead(InitializerSequence, traceParent: null, initializer.Target);
        _head.WriteBoolean(false);
        initializer.WriteArguments(_head);
        _child!.Send(MessageKind.Task, _head.Written.Span);
        Frame? reply = _child.Read();
        if (reply is { Kind: (byte)MessageKind.Failure } failure)
        {
            var reader = new WireReader(failure.Payload);
            _ = reader.ReadInt64();
            throw new BrokenPoolException(
                "The initializer of the pool's workers failed; see the inner exception.", TaskFailure.Read(reader, _child.Id));
        }

        if (reply is null)
        {
            throw new IOException("The worker died in the initializer.");
        }
    }

    private void Listen()
    {
        var reader = new WireReader(ReadOnlyMemory<byte>.Empty);
        while (_child!.Read() is { } frame)
        {
            reader.Reset(frame.Payload);
            long sequence = reader.ReadInt64();
            Handle((MessageKind)frame.Kind, sequence, reader);
            if (!_child.HasBuffered)
            {
                Flush();
            }
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Who submitted the task was warned there.")]
    private void Handle(MessageKind kind, long sequence, WireReader reader)
    {
        switch (kind)
        {
            case MessageKind.Result:
                if (_pool.OnDone(this, sequence, succeeded: true) is { } done)
                {
                    done.Complete(reader, _child!.Id);
                }

                break;
            case MessageKind.Failure:
                if (_pool.OnDone(this, sequence, succeeded: false) is { } failed)
                {
                    failed.Fail(TaskFailure.Read(reader, _child!.Id));
                }

                break;
            case MessageKind.Progress:
                _pool.Find(this, sequence)?.Report(reader);
                break;
            case MessageKind.Revoked:
                _pool.OnRevoked(this, sequence);
                break;
            default:
                throw new WireFormatException($"A pool does not understand message {(byte)kind}.");
        }
    }

    /// <summary>Measures how long the task took that is done now. Under the pool's lock.</summary>
    internal void NoteDone()
    {
        HasFinishedATask = true;
        _pace.Note(Stopwatch.GetElapsedTime(_headSince));
    }

    /// <summary>From now on the worker takes tasks. Under the pool's lock.</summary>
    internal void BecomeReady() => Volatile.Write(ref _isReady, true);

    private void WriteHead(long sequence, string? traceParent, ProcessTarget target)
    {
        _head.Reset();
        _head.WriteInt64(sequence);
        _head.WriteString(traceParent);
        if (_known.TryGetValue(target.Id, out int number))
        {
            _head.WriteInt32(number);
            return;
        }

        _head.WriteInt32(_known.Count);
        _known.Add(target.Id, _known.Count);
        target.Id.Write(_head);
    }

    private void End(Exception? failure)
    {
        ExitStatus status = _child?.WaitForExit() ?? default;
        long started = _started?.Value ?? 0;
        _pool.OnEnded(this, new WorkerEnd(_child?.Id ?? 0, status, started, _child?.ErrorTail ?? "", failure));
        _child?.Dispose();
        _started?.Dispose();
    }
}
