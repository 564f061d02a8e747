using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <content>What workers tell the pool, each from its own thread.</content>
internal sealed partial class PoolCore
{
    /// <returns>False if the pool has no use for the worker any more.</returns>
    internal bool OnReady(PoolWorker worker)
    {
        lock (_gate)
        {
            if (_state is PoolState.Terminated or PoolState.Broken)
            {
                return false;
            }

            worker.BecomeReady();
            AssignMore(worker);
            worker.StopIfIdle(IsWanted);
        }

        worker.Flush();
        return true;
    }

    /// <returns>The task that is done; null if it was taken away from the worker before.</returns>
    internal PoolTask? OnDone(PoolWorker worker, long sequence, bool succeeded)
    {
        PoolTask? task;
        List<PoolWorker> touched;
        long startedAt;
        lock (_gate)
        {
            startedAt = worker.HeadSince;
            worker.NoteDone();
            _earlyDeaths = 0;
            task = worker.Take(sequence);
            if (task is not null)
            {
                _ = succeeded ? Interlocked.Increment(ref _succeeded) : Interlocked.Increment(ref _failed);
            }

            AssignMore(worker);

            // The last task of all may have been this one: then the others wait for nothing, too.
            worker.StopIfIdle(IsWanted);
            touched = IsWanted ? [] : StopIdleWorkers();
        }

        FlushAll(touched);
        RuntimeDiagnostics.TaskStopped(sequence, worker.ProcessId ?? 0, startedAt, succeeded);
        return task;
    }

    internal PoolTask? Find(PoolWorker worker, long sequence)
    {
        lock (_gate)
        {
            return worker.Tasks.FirstOrDefault(task => task.Sequence == sequence);
        }
    }

    /// <summary>A worker that is busy with a long task has given one back that waited behind it.</summary>
    internal void OnRevoked(PoolWorker worker, long sequence)
    {
        PoolWorker? other;
        lock (_gate)
        {
            if (worker.Take(sequence) is not { } task)
            {
                return;
            }

            _queue.Return([task]);
            other = AssignOne();
            AddWorkerIfNeeded();
        }

        other?.Flush();
    }

    internal void OnEnded(PoolWorker worker, WorkerEnd end)
    {
        var failed = new List<(PoolTask Task, Exception Reason)>();
        Exception? broken;
        bool isReplaced = false;
        long crashed;
        lock (_gate)
        {
            _workers.Remove(worker);
            crashed = _crashed;
            SortOut(worker, end, failed);
            crashed = _crashed - crashed;
            broken = CountEarlyDeath(worker, end);
            bool isOver = _state is PoolState.Terminated or PoolState.Broken;
            bool isNeeded = _queue.Count > 0 || (_state == PoolState.Open && !worker.IsStopping);
            if (!isOver && broken is null && isNeeded && _workers.Count < _processes)
            {
                _replaced++;
                isReplaced = true;
                AddWorker();
            }
        }

        if (crashed > 0)
        {
            RuntimeDiagnostics.TaskCrashed(end.LastStarted, end.ProcessId, end.Status);
        }

        if (isReplaced)
        {
            RuntimeDiagnostics.WorkerRestarted();
        }

        foreach ((PoolTask task, Exception reason) in failed)
        {
            if (task.Fail(reason))
            {
                CountFailed();
            }
        }

        if (broken is not null)
        {
            _broken = broken;
            Abort(PoolState.Broken, () => EndReason());
        }

        // Last, so that who has waited for the pool finds every task settled.
        FinishIfDone();
    }

    /// <summary>Kills workers whose task runs for too long, and takes back tasks that wait behind a long one.</summary>
    /// <returns>Whether there is anything left to look after.</returns>
    internal bool Look()
    {
        List<PoolWorker> late = [];
        bool isBusy;
        lock (_gate)
        {
            isBusy = _queue.Count > 0;
            bool hasIdle = _workers.Count < _processes || _workers.Any(static worker => worker.IsReady && worker.TaskCount == 0);
            foreach (PoolWorker worker in _workers)
            {
                isBusy |= worker.TaskCount > 0 || !worker.IsReady;
                TimeSpan running = worker.HeadRunning();
                if (Options.TaskTimeout is { } timeout && running > timeout && worker.KillReason is null)
                {
                    worker.KillReason = new TimeoutException(
                        $"The task ran for more than {timeout} (ProcessPoolOptions.TaskTimeout), and its worker process {worker.ProcessId} was killed.");
                    late.Add(worker);
                }
                else if (hasIdle && _queue.Count == 0 && running > PoolMonitor.Patience && worker.TaskCount > 1)
                {
                    worker.RevokeAllButFirst();
                }
            }
        }

        foreach (PoolWorker worker in late)
        {
            worker.Kill();
        }

        return isBusy;
    }

    /// <summary>What the dead worker had: one task died with it, those it had not begun go to others.</summary>
    private void SortOut(PoolWorker worker, WorkerEnd end, List<(PoolTask Task, Exception Reason)> failed)
    {
        var back = new List<PoolTask>();
        foreach (PoolTask task in worker.TakeAll())
        {
            if (task.Sequence > end.LastStarted)
            {
                back.Add(task);
                _requeued++;
                continue;
            }

            _crashed++;
            if (worker.KillReason is null && task.Crashes++ < Options.CrashRetries)
            {
                back.Add(task);
                continue;
            }

            failed.Add((task, worker.KillReason ?? end.Failure ?? new WorkerCrashedException(
                end.ProcessId, end.Status, task.Target.Name, end.ErrorTail)));
        }

        _queue.Return(back);
    }

    /// <returns>Why the pool is broken, if it is.</returns>
    private BrokenPoolException? CountEarlyDeath(PoolWorker worker, WorkerEnd end)
    {
        if (end.Failure is BrokenPoolException initializer)
        {
            return initializer;
        }

        bool isEarly = !worker.HasFinishedATask && end.LastStarted == 0 && !worker.IsStopping && _state != PoolState.Terminated;
        if (!isEarly)
        {
            return null;
        }

        _earlyDeaths++;
        bool wasKilled = !worker.WasInitializing && end.Status.Code is (-LibC.SigKill) or (-LibC.SigTerm);
        if (_earlyDeaths < (wasKilled ? MaxEarlyKills : MaxEarlyDeaths))
        {
            return null;
        }

        string said = end.ErrorTail.Length > 0 ? $" The last one said: {end.ErrorTail}" : "";
        return new BrokenPoolException(
            $"{_earlyDeaths} workers in a row died before they did anything, the last one with {end.Status.Describe()}.{said}",
            end.Failure ?? new WorkerCrashedException(end.ProcessId, end.Status, "the start of a worker", end.ErrorTail));
    }
}
