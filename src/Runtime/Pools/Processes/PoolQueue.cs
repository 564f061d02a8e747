using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>The tasks no worker has: in the order of submission, those that come back from a worker first. Guarded by the pool's lock.</summary>
internal sealed class PoolQueue
{
    private readonly Queue<PoolTask> _tasks = new();
    private readonly Stack<PoolTask> _returned = new();

    internal int Count => _tasks.Count + _returned.Count;

    /// <summary>The bytes of the next task; 0 if there is none.</summary>
    internal int NextLength =>
        _returned.TryPeek(out PoolTask? task) || _tasks.TryPeek(out task) ? task.Payload.Length : 0;

    internal void Add(PoolTask task) => _tasks.Enqueue(task);

    /// <summary>Puts tasks back, in front and in their order.</summary>
    internal void Return(IReadOnlyList<PoolTask> tasks)
    {
        for (int i = tasks.Count - 1; i >= 0; i--)
        {
            _returned.Push(tasks[i]);
        }
    }

    /// <summary>The next task that was not cancelled meanwhile.</summary>
    internal bool TryTake([NotNullWhen(true)] out PoolTask? task)
    {
        while (_returned.TryPop(out task) || _tasks.TryDequeue(out task))
        {
            if (!task.IsSettled)
            {
                return true;
            }
        }

        return false;
    }
}
