using System.Globalization;

namespace Benchmarks.Processes;

/// <summary>Ours and CPython's in turns, and the median of the ratios.</summary>
internal static class ProcessRatios
{
    private const int Warmups = 2;
    private const int Rounds = 11;

    internal static void Run(string[] filters)
    {
        using PythonPeer? peer = PythonPeer.TryStart();
        if (peer is null)
        {
            Console.WriteLine("Skipped: there is no python3 on this machine to compare with.");
            return;
        }

        using var ours = new ProcessMeasurements();
        Console.WriteLine("| measured | ours, µs | Python, µs | ratio | spread | aim | met |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (ProcessMeasurement measurement in ours.All().Where(m => filters.Length == 0 || filters.Contains(m.Name)))
        {
            Console.WriteLine(Measure(measurement, peer));
        }

        List<double> crashes = [.. Enumerable.Range(0, Rounds).Select(_ => ours.CrashReport() * 1000)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Crash of a worker to exception: {Quantile(crashes, 0.5):0.0} ms (aim: 250 ms)"));
    }

    private static string Measure(ProcessMeasurement measurement, PythonPeer peer)
    {
        List<double> ours = [], theirs = [], ratios = [];
        for (int round = -Warmups; round < Rounds; round++)
        {
            double our = measurement.Seconds();
            double their = peer.Seconds(measurement.Name);
            if (round >= 0)
            {
                ours.Add(our * 1e6 / measurement.Operations);
                theirs.Add(their * 1e6 / measurement.Operations);
                ratios.Add(our / their);
            }
        }

        double ratio = Quantile(ratios, 0.5);
        string aim = measurement.Aim is { } limit
            ? string.Create(CultureInfo.InvariantCulture, $"≤ {limit:0.00} | {(ratio <= limit ? "yes" : "no")}")
            : "– | –";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {measurement.Name} (per {measurement.Unit}) | {Quantile(ours, 0.5):0.00} | {Quantile(theirs, 0.5):0.00} | {ratio:0.00} | {Quantile(ratios, 0.1):0.00}–{Quantile(ratios, 0.9):0.00} | {aim} |");
    }

    private static double Quantile(List<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Round(part * (sorted.Length - 1))];
    }
}
