using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Hosting;

namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>
/// The scheduler of a <see cref="ProcessPool"/>: which task is where. One lock guards it all; under it nothing waits and no user
/// code runs.
/// </summary>
internal sealed partial class PoolCore
{
    private const int MaxEarlyDeaths = 3;

    // Who is killed from outside is not to blame; but something that kills so many will kill all.
    private const int MaxEarlyKills = 50;
    private static readonly TimeSpan s_terminateGrace = TimeSpan.FromMilliseconds(500);
    private static int s_lastWorker;

    private readonly object _gate = new();
    private readonly PoolQueue _queue = new();
    private readonly List<PoolWorker> _workers = [];
    private readonly EventFlag _finished = new();
    private readonly PoolMonitor _monitor;
    private readonly int _processes;
    private PoolState _state;
    private Exception? _broken;
    private long _lastSequence;
    private int _feeders;
    private int _earlyDeaths;
    private long _succeeded;
    private long _failed;
    private long _requeued;
    private long _crashed;
    private long _replaced;

    internal PoolCore(int processes, ProcessPoolOptions options)
    {
        _processes = processes;
        Options = options;
        _monitor = new PoolMonitor(this);
        RuntimeDiagnostics.PoolCreated(this, () => _queue.Count);
    }

    internal ProcessPoolOptions Options { get; }

    internal int Processes => _processes;

    internal bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _state == PoolState.Open;
            }
        }
    }

    /// <summary>Whether more work is wanted from workers that are idle now.</summary>
    private bool IsWanted => _state == PoolState.Open || _feeders > 0 || _queue.Count > 0;

    internal void Submit(PoolTask task) => Submit(task, isAccepted: false);

    /// <summary>Queues tasks of a map that was accepted before the pool was closed.</summary>
    internal void SubmitAccepted(PoolTask task) => Submit(task, isAccepted: true);

    /// <summary>A map begins to feed tasks, and keeps the workers until it ends.</summary>
    internal void AddFeeder()
    {
        lock (_gate)
        {
            ThrowIfNotOpen();
            _feeders++;
        }
    }

    internal void RemoveFeeder()
    {
        List<PoolWorker> touched;
        lock (_gate)
        {
            _feeders--;
            touched = StopIdleWorkers();
        }

        FlushAll(touched);
        FinishIfDone();
    }

    internal void Close()
    {
        List<PoolWorker> touched;
        lock (_gate)
        {
            if (_state != PoolState.Open)
            {
                return;
            }

            _state = PoolState.Closed;
            touched = StopIdleWorkers();
        }

        FlushAll(touched);
        FinishIfDone();
    }

    internal void Terminate() => Abort(
        PoolState.Terminated, () => new PoolTerminatedException("The pool was terminated before the task was done."));

    internal EventFlag Finished(string member)
    {
        if (PoolWorker.IsCurrentThread)
        {
            throw new InvalidOperationException(
                $"A callback cannot wait for its pool: the pool waits for the callback. Call {member} where the tasks were submitted.");
        }

        lock (_gate)
        {
            if (_state == PoolState.Open)
            {
                throw new InvalidOperationException($"The pool is still running: call Close or Terminate before {member}.");
            }
        }

        return _finished;
    }

    internal bool Cancel(PoolTask task, CancellationToken token)
    {
        PoolWorker? worker;
        lock (_gate)
        {
            worker = task.Worker;
            if (worker is not null)
            {
                // Outside of the lock it might be another task's; a number is never given twice.
                worker.Cancel(task.Sequence);
                return false;
            }
        }

        // Still queued: whoever takes it from the queue sees that it is settled.
        return task.Fail(new OperationCanceledException("The task was cancelled before it began.", token)) && CountFailed();
    }

    internal PoolSnapshot Snapshot()
    {
        lock (_gate)
        {
            return new PoolSnapshot(
                _processes,
                [.. _workers.Where(static worker => worker.ProcessId is not null).Select(static worker => worker.ProcessId!.Value)],
                _queue.Count,
                _workers.Sum(static worker => worker.TaskCount),
                _succeeded,
                _failed,
                _requeued,
                _crashed,
                _replaced);
        }
    }

    private bool CountFailed()
    {
        Interlocked.Increment(ref _failed);
        return true;
    }

    private void Submit(PoolTask task, bool isAccepted)
    {
        PoolWorker? worker;
        lock (_gate)
        {
            if (!isAccepted)
            {
                ThrowIfNotOpen();
            }

            if (_state is PoolState.Terminated or PoolState.Broken)
            {
                worker = null;
                isAccepted = false;
            }
            else
            {
                isAccepted = true;
                _queue.Add(task);
                worker = AssignOne();
                AddWorkerIfNeeded();
                _monitor.Wake();
            }
        }

        if (!isAccepted)
        {
            task.Fail(EndReason());
        }

        Send(worker, task.Payload.Length);
    }

    /// <summary>What is long goes through a thread of the pool: a caller that only submits must not wait for a busy child.</summary>
    private static void Send(PoolWorker? worker, int length)
    {
        const int Long = 32 * 1024;
        if (worker is null)
        {
            return;
        }

        if (length < Long)
        {
            worker.Flush();
        }
        else
        {
            new Thread(worker.Flush) { IsBackground = true, Name = "Sender of a long task" }.Start();
        }
    }

    private static void FlushAll(List<PoolWorker> workers)
    {
        foreach (PoolWorker worker in workers)
        {
            worker.Flush();
        }
    }

    private PoolWorker? AssignOne()
    {
        PoolWorker? best = null;
        foreach (PoolWorker worker in _workers)
        {
            if (worker.HasRoomFor(NextLength(), FairShare()) && (best is null || worker.TaskCount < best.TaskCount))
            {
                best = worker;
                if (best.TaskCount == 0)
                {
                    break;
                }
            }
        }

        if (best is not null)
        {
            AssignMore(best, limit: 1);
        }

        return best;
    }

    /// <summary>Fills a worker up, but leaves the others their part.</summary>
    private void AssignMore(PoolWorker worker, int limit = int.MaxValue)
    {
        while (limit-- > 0 && worker.HasRoomFor(NextLength(), FairShare()) && _queue.TryTake(out PoolTask? task))
        {
            worker.Assign(task, ++_lastSequence);
        }
    }

    private int NextLength() => _queue.NextLength;

    private int FairShare() => 1 + (_queue.Count / Math.Max(1, _workers.Count));

    private void AddWorkerIfNeeded()
    {
        int starting = _workers.Count(static worker => !worker.IsReady);
        if (_workers.Count < _processes && _queue.Count > starting)
        {
            AddWorker();
        }
    }

    private void AddWorker()
    {
        var worker = new PoolWorker(this, $"PoolWorker-{Interlocked.Increment(ref s_lastWorker)}");
        _workers.Add(worker);
        worker.Start();
    }

    private List<PoolWorker> StopIdleWorkers()
    {
        foreach (PoolWorker worker in _workers)
        {
            worker.StopIfIdle(IsWanted);
        }

        return [.. _workers];
    }

    private void FinishIfDone()
    {
        lock (_gate)
        {
            if (_state == PoolState.Open || _workers.Count > 0 || _queue.Count > 0 || _feeders > 0)
            {
                return;
            }

            _monitor.Stop();
        }

        _finished.Set();
    }

    private void ThrowIfNotOpen()
    {
        if (_state == PoolState.Broken)
        {
            throw (Exception)EndReason();
        }

        if (_state != PoolState.Open)
        {
            throw new InvalidOperationException("The pool takes no more work: it was closed or terminated. Create a new ProcessPool.");
        }
    }

    private Exception EndReason() => _state == PoolState.Broken
        ? new BrokenPoolException(_broken!.Message, _broken.InnerException ?? _broken)
        : new PoolTerminatedException();

    private void Abort(PoolState state, Func<Exception> reason)
    {
        var tasks = new List<PoolTask>();
        PoolWorker[] workers;
        lock (_gate)
        {
            if (_state is PoolState.Terminated or PoolState.Broken)
            {
                return;
            }

            _state = state;
            while (_queue.TryTake(out PoolTask? task))
            {
                tasks.Add(task);
            }

            foreach (PoolWorker worker in _workers)
            {
                tasks.AddRange(worker.TakeAll());
            }

            workers = [.. _workers];
        }

        foreach (PoolWorker worker in workers)
        {
            worker.Terminate(s_terminateGrace);
        }

        FailAll(tasks, reason);
        FinishIfDone();
    }

    private void FailAll(List<PoolTask> tasks, Func<Exception> reason)
    {
        foreach (PoolTask task in tasks)
        {
            if (task.Fail(reason()))
            {
                CountFailed();
            }
        }
    }
}
