using ConcurrencyAnalyzers.Runtime;

namespace Benchmarks.Placement;

/// <summary>A number of items, and the places where they can be worked on. Every way gives the sum of all results.</summary>
/// <param name="name">What the items are.</param>
/// <param name="items">The items.</param>
/// <param name="work">What is done with each.</param>
/// <param name="workAsync">The same without blocking a thread, if there is a way.</param>
/// <param name="threads">How many threads make sense: for computing the processors, for waiting more.</param>
internal sealed class PlacementWork<T>(string name, T[] items, Func<T, long> work, Func<T, Task<long>>? workAsync, int threads) : IPlacementWork
{
    /// <summary>More threads than this at once measure nothing but threads.</summary>
    private const int MostThreads = 200;

    public string Name => name;

    public IEnumerable<PlacementWay> Ways(ProcessPool pool)
    {
        yield return new("one after the other", Sequential);
        if (items.Length <= MostThreads)
        {
            yield return new("`WorkerThread`, one per item", () => OnThreads(items.Length));
        }

        yield return new("`WorkerThread`, a few", () => OnThreads(threads));
        yield return new("`WorkerThreadPool`", OnThreadPool);
        yield return new("`Parallel.For`", InParallel);
        yield return new("`Task.Run` per item", OnTasks);
        if (workAsync is not null)
        {
            yield return new("`async`, no threads", () => Task.WhenAll(items.Select(workAsync)).GetAwaiter().GetResult().Sum());
        }

        yield return new("`ProcessPool`, chunks of 1", () => pool.Map(work, items, 1).Sum());
        yield return new("`ProcessPool`, chunks by default", () => pool.Map(work, items).Sum());
        yield return new("`ProcessPool`, with its start", InNewProcesses, IsMeasurable: false);
    }

    private long Sequential()
    {
        long sum = 0;
        foreach (T item in items)
        {
            sum += work(item);
        }

        return sum;
    }

    private long OnThreads(int count)
    {
        long[] sums = new long[count];
        WorkerThread[] all = [.. Enumerable.Range(0, count).Select(number => new WorkerThread(() => sums[number] = Share(number, count)))];
        foreach (WorkerThread thread in all)
        {
            thread.Start();
        }

        foreach (WorkerThread thread in all)
        {
            thread.Join();
        }

        return sums.Sum();
    }

    private long Share(int number, int count)
    {
        long sum = 0;
        for (int i = number; i < items.Length; i += count)
        {
            sum += work(items[i]);
        }

        return sum;
    }

    private long OnThreadPool()
    {
        long sum = 0;
        using var threadPool = new WorkerThreadPool(threads);
        foreach (WorkRequest request in WorkerThreadPool.MakeRequests(work, items, (_, result) => sum += result))
        {
            threadPool.PutRequest(request);
        }

        threadPool.Wait();
        return sum;
    }

    private long InParallel()
    {
        long sum = 0;
        Parallel.For(0, items.Length, () => 0L, (i, _, mine) => mine + work(items[i]), mine => Interlocked.Add(ref sum, mine));
        return sum;
    }

    private long OnTasks() => Task.WhenAll(items.Select(item => Task.Run(() => work(item)))).GetAwaiter().GetResult().Sum();

    private long InNewProcesses()
    {
        using var pool = new ProcessPool(Environment.ProcessorCount);
        return pool.Map(work, items).Sum();
    }
}
