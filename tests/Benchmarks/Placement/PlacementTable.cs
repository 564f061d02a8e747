using System.Diagnostics;
using System.Globalization;
using ConcurrencyAnalyzers.Runtime;

namespace Benchmarks.Placement;

/// <summary>
/// The same work in each place, in turns; the median of the ratios to doing one item after the other in the same round. A
/// machine that gets slower hits all of a round.
/// </summary>
internal static class PlacementTable
{
    private const int Warmups = 1;
    private const int Rounds = 7;

    internal static void Run()
    {
        using var pool = new ProcessPool(Environment.ProcessorCount);
        foreach (IPlacementWork work in Works())
        {
            Print(work, pool);
        }
    }

    private static IEnumerable<IPlacementWork> Works()
    {
        int processors = Environment.ProcessorCount;
        yield return new PlacementWork<int>("32 long computations", [.. Enumerable.Range(0, 32)], PlacementTargets.Long, null, processors);
        yield return new PlacementWork<int>("20,000 short computations", [.. Enumerable.Range(0, 20_000)], PlacementTargets.Short, null, processors);
        yield return new PlacementWork<long[]>("256 sums over 1 MB each", [.. Enumerable.Repeat(new long[131_072], 256)], PlacementTargets.Sum, null, processors);
        yield return new PlacementWork<int>("64 waits of 20 ms", [.. Enumerable.Range(0, 64)], PlacementTargets.Call, PlacementTargets.CallAsync, 16);
    }

    private static void Print(IPlacementWork work, ProcessPool pool)
    {
        PlacementWay[] ways = [.. work.Ways(pool)];
        List<Cost>[] costs = [.. ways.Select(_ => new List<Cost>())];
        for (int round = -Warmups; round < Rounds; round++)
        {
            Cost[] now = Round(ways, pool);
            for (int i = 0; i < ways.Length && round >= 0; i++)
            {
                costs[i].Add(now[i]);
            }
        }

        Console.WriteLine($"\n| {work.Name} | time, ms | of the first | spread | processor time, of the first |\n| --- | --- | --- | --- | --- |");
        for (int i = 0; i < ways.Length; i++)
        {
            List<double> ratios = [.. costs[i].Zip(costs[0], (cost, first) => cost.Seconds / first.Seconds)];
            List<double> processor = [.. costs[i].Zip(costs[0], (cost, first) => cost.Processor / first.Processor)];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {ways[i].Name} | {Median(costs[i].ConvertAll(cost => cost.Seconds)) * 1000:0.0} | {Median(ratios):0.00} | {ratios.Min():0.00}–{ratios.Max():0.00} | {(ways[i].IsMeasurable ? $"{Median(processor):0.00}" : "–")} |"));
        }
    }

    private static Cost[] Round(PlacementWay[] ways, ProcessPool pool)
    {
        var costs = new Cost[ways.Length];
        long? expected = null;
        for (int i = 0; i < ways.Length; i++)
        {
            double before = ProcessorSeconds(pool);
            long start = Stopwatch.GetTimestamp();
            long sum = ways[i].Run();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            costs[i] = new(seconds, ProcessorSeconds(pool) - before);
            expected ??= sum;
            if (sum != expected)
            {
                throw new InvalidOperationException($"'{ways[i].Name}' computed {sum} and not {expected}.");
            }
        }

        return costs;
    }

    /// <summary>What this process and the workers of the pool have used. On a machine that others use, too, it tells more than the time.</summary>
    private static double ProcessorSeconds(ProcessPool pool)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        foreach (int worker in pool.Snapshot().WorkerIds)
        {
            using var process = Process.GetProcessById(worker);
            used += process.TotalProcessorTime;
        }

        return used.TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Cost(double Seconds, double Processor);
}
