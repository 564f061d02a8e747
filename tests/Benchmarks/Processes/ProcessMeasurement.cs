namespace Benchmarks.Processes;

/// <summary>One thing that both can do.</summary>
/// <param name="Name">What Python calls it, too.</param>
/// <param name="Unit">What an operation is.</param>
/// <param name="Operations">How many one run makes.</param>
/// <param name="Aim">The largest ratio of times, ours to Python's, that was aimed at.</param>
/// <param name="Seconds">Makes one run.</param>
internal sealed record ProcessMeasurement(string Name, string Unit, int Operations, double? Aim, Func<double> Seconds);
