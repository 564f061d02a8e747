using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ProcessTests;

/// <summary>What tools are told of processes and pools.</summary>
public class DiagnosticsTests
{
    [Fact]
    public void Start_hello_and_exit_of_a_process_are_events()
    {
        using var listener = new Listener();
        using var process = WorkerProcess.Create(Work.ExitByException, 7);
        process.Start();
        process.Join();
        EventWrittenEventArgs[] mine = [.. listener.Events.Where(e => (int)e.Payload![0]! == process.Pid)];
        Assert.Equal(["ProcessStart", "ProcessHello", "ProcessExit"], mine.Select(e => e.EventName));
        Assert.True((double)mine[1].Payload![1]! > 0);
        Assert.Equal(7, mine[2].Payload![1]);
    }

    [Fact]
    public void A_sampled_trace_goes_on_in_the_child_and_another_one_does_not()
    {
        using (Activity sampled = new("test") { ActivityTraceFlags = ActivityTraceFlags.Recorded })
        {
            sampled.Start();
            using var traced = WorkerProcess.Create(Work.TraceParent);
            traced.Start();
            Assert.Equal(sampled.TraceId.ToString(), traced.Result);
        }

        using Activity plain = new("test");
        plain.Start();
        using var untraced = WorkerProcess.Create(Work.TraceParent);
        untraced.Start();
        Assert.Equal("none", untraced.Result);
    }

    [Fact]
    public void A_sampled_trace_goes_on_in_each_task_of_a_pool()
    {
        using var pool = new ProcessPool(1);
        string[] traces = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            using Activity sampled = new("test") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
            sampled.Start();
            string trace = pool.Apply(Work.TraceParent);
            Assert.Equal(sampled.TraceId.ToString(), trace);
            return trace;
        })];
        Assert.NotEqual(traces[0], traces[1]);
        Assert.Equal("none", pool.Apply(Work.TraceParent));
    }

    [Fact]
    public void Tasks_of_a_pool_are_counted_measured_and_told()
    {
        using var listener = new Listener();
        var counts = new ConcurrentDictionary<string, long>();
        int durations = 0;
        bool sawQueue = false;
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "ConcurrencyAnalyzers.Runtime")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            sawQueue |= instrument.Name == "pool.queue.length";
            if (instrument.Name == "pool.tasks")
            {
                counts.AddOrUpdate((string)tags[0].Value!, value, (_, sum) => sum + value);
            }
        });
        meters.SetMeasurementEventCallback<double>((_, value, _, _) =>
        {
            Assert.True(value >= 0);
            Interlocked.Increment(ref durations);
        });
        meters.Start();
        using (var pool = new ProcessPool(1))
        {
            Assert.Equal(3, pool.Apply(static (int x) => x + 1, 2));
            Assert.Throws<FormatException>(() => pool.Apply(int.Parse, "no number"));
            meters.RecordObservableInstruments();
        }

        Assert.Equal((1, 1), (counts["succeeded"], counts["failed"]));
        Assert.Equal(2, durations);
        Assert.True(sawQueue);
        string[] names = [.. listener.Events.Select(e => e.EventName!)];
        Assert.Equal(2, names.Count(name => name == "TaskStart"));
        Assert.Equal(2, names.Count(name => name == "TaskStop"));
    }

    private sealed class Listener : EventListener
    {
        // Set before the constructor of the base class may call OnEventSourceCreated.
        private readonly ConcurrentQueue<EventWrittenEventArgs> _events = new();

        internal IEnumerable<EventWrittenEventArgs> Events => _events;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "ConcurrencyAnalyzers-Runtime")
            {
                EnableEvents(eventSource, EventLevel.Verbose);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventSource.Name == "ConcurrencyAnalyzers-Runtime")
            {
                _events.Enqueue(eventData);
            }
        }
    }
}
