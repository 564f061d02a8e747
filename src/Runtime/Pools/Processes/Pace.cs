namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>
/// How many tasks a worker is sent ahead: many short ones, so that it never waits for the next; one long one, so that none waits
/// behind it while another worker is idle.
/// </summary>
internal sealed class Pace(int maxDepth)
{
    private const double TargetMicroseconds = 200;
    private const double LongMicroseconds = 1000;
    private const double Weight = 0.25;

    private double _average = LongMicroseconds;

    internal int Depth { get; private set; } = 1;

    internal void Note(TimeSpan service)
    {
        double microseconds = Math.Max(service.TotalMicroseconds, 0.1);
        if (microseconds > LongMicroseconds)
        {
            _average = LongMicroseconds;
            Depth = 1;
            return;
        }

        _average += (microseconds - _average) * Weight;
        Depth = (int)Math.Clamp(TargetMicroseconds / _average, 1, maxDepth);
    }
}
