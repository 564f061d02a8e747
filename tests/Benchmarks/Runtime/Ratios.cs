using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Runtime;

/// <summary>
/// Ours and theirs in turns within one process, so that a slow minute of the machine hits both; the median of the
/// ratios is the answer, not the ratio of two averages.
/// </summary>
internal static class Ratios
{
    private const int Warmups = 3;
    private const int Rounds = 15;

    internal static void Run(string[] filters)
    {
        Console.WriteLine("| ours / theirs | threads | ours, ns | theirs, ns | ratio | spread | aim | met |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (Pair pair in Pairs.All().Where(p => filters.Length == 0 || filters.Any(f => p.Name.Contains(f, StringComparison.OrdinalIgnoreCase))))
        {
            Console.WriteLine(Measure(pair));
        }
    }

    private static string Measure(Pair pair)
    {
        List<double> ours = [], theirs = [], ratios = [];
        for (int round = -Warmups; round < Rounds; round++)
        {
            // Who goes first changes, for the second finds the caches warm.
            bool oursFirst = (round & 1) == 0;
            long first = oursFirst ? pair.Ours() : pair.Theirs();
            long second = oursFirst ? pair.Theirs() : pair.Ours();
            if (round < 0)
            {
                continue;
            }

            (long our, long their) = oursFirst ? (first, second) : (second, first);
            ours.Add(Nanoseconds(our, pair));
            theirs.Add(Nanoseconds(their, pair));
            ratios.Add((double)our / their);
        }

        double ratio = Quantile(ratios, 0.5);
        string target = pair.Target is { } aim ? $"≤ {aim.ToString("0.00", CultureInfo.InvariantCulture)} | {(ratio <= aim ? "yes" : "no")}" : "– | –";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {pair.Name} | {pair.Threads} | {Quantile(ours, 0.5):0.0} | {Quantile(theirs, 0.5):0.0} | {ratio:0.00} | {Quantile(ratios, 0.1):0.00}–{Quantile(ratios, 0.9):0.00} | {target} |");
    }

    private static double Nanoseconds(long ticks, Pair pair) => ticks * 1e9 / Stopwatch.Frequency / pair.Operations;

    private static double Quantile(List<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Round(part * (sorted.Length - 1))];
    }
}
