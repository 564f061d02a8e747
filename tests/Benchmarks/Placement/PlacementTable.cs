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
        yield return new PlacementWork<long[]>("32 sums over 1 MB each", [.. Enumerable.Range(0, 32).Select(_ => new long[131_072])], PlacementTargets.Sum, null, processors);
        yield return new PlacementWork<int>("64 waits of 20 ms", [.. Enumerable.Range(0, 64)], PlacementTargets.Call, PlacementTargets.CallAsync, 16);
    }

    private static void Print(IPlacementWork work, ProcessPool pool)
    {
        PlacementWay[] ways = [.. work.Ways(pool)];
        List<double>[] times = [.. ways.Select(_ => new List<double>())];
        for (int round = -Warmups; round < Rounds; round++)
        {
            double[] seconds = Round(ways);
            for (int i = 0; i < ways.Length && round >= 0; i++)
            {
                times[i].Add(seconds[i]);
            }
        }

        Console.WriteLine($"\n| {work.Name} | time, ms | of the first | spread |\n| --- | --- | --- | --- |");
        for (int i = 0; i < ways.Length; i++)
        {
            List<double> ratios = [.. times[i].Zip(times[0], (time, first) => time / first)];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {ways[i].Name} | {Quantile(times[i], 0.5) * 1000:0.0} | {Quantile(ratios, 0.5):0.00} | {ratios.Min():0.00}–{ratios.Max():0.00} |"));
        }
    }

    private static double[] Round(PlacementWay[] ways)
    {
        double[] seconds = new double[ways.Length];
        long? expected = null;
        for (int i = 0; i < ways.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            long sum = ways[i].Run();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            expected ??= sum;
            if (sum != expected)
            {
                throw new InvalidOperationException($"'{ways[i].Name}' computed {sum} and not {expected}.");
            }
        }

        return seconds;
    }

    private static double Quantile(List<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Round(part * (sorted.Length - 1))];
    }
}
