using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;

namespace Benchmarks.Processes;

/// <summary>What travels between processes: queues of this one with children at the other side, and a manager in a process of its own.</summary>
internal sealed class QueueMeasurements : IDisposable
{
    private const int RoundTrips = 1_000;
    private const int Streamed = 20_000;

    private readonly ProcessQueue<int> _inbox = new();
    private readonly ProcessQueue<int> _outbox = new();
    private readonly ProcessQueue<int> _go = new();
    private readonly ProcessQueue<int> _stream = new();
    private readonly SharedManager _manager = SharedManager.StartProcess();
    private readonly ManagedDictionary<string, int> _dictionary;
    private readonly WorkerProcess _echo;
    private readonly WorkerProcess _fill;

    internal QueueMeasurements()
    {
        _dictionary = _manager.Dictionary<string, int>();
        _echo = WorkerProcess.Create(ProcessTargets.Echo, _inbox, _outbox);
        _echo.Start();
        _fill = WorkerProcess.Create(ProcessTargets.Fill, _go, _stream);
        _fill.Start();
    }

    internal IEnumerable<ProcessMeasurement> All() =>
    [
        new("queue", "round trip", RoundTrips, 0.8, RoundTrip),
        new("queue-stream", "item", Streamed, null, Stream),
        new("manager", "write", RoundTrips, 0.8, Write),
    ];

    public void Dispose()
    {
        _inbox.Put(-1);
        _go.Put(-1);
        _echo.Join();
        _fill.Join();
        _manager.Dispose();
        _echo.Dispose();
        _fill.Dispose();
        _inbox.Dispose();
        _outbox.Dispose();
        _go.Dispose();
        _stream.Dispose();
    }

    private double RoundTrip()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < RoundTrips; i++)
        {
            _inbox.Put(i);
            ThrowIfNot(_outbox.Get() == i);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private double Stream()
    {
        long start = Stopwatch.GetTimestamp();
        _go.Put(Streamed);
        for (int i = 0; i < Streamed; i++)
        {
            ThrowIfNot(_stream.Get() == i);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private double Write()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < RoundTrips; i++)
        {
            _dictionary["key"] = i;
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void ThrowIfNot(bool isRight)
    {
        if (!isRight)
        {
            throw new InvalidOperationException("A wrong result.");
        }
    }
}
