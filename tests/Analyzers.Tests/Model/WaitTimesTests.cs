using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis.Operations;

namespace Analyzers.Tests.Model;

public sealed class WaitTimesTests
{
    private const string Locks = """
        namespace ConcurrencyAnalyzers.Runtime
        {
            class NonReentrantLock { public bool Acquire(bool blocking, TimeSpan? timeout = null) => true; }
            class BlockingQueue<T> { public bool TryPut(T item, TimeSpan timeout = default, CancellationToken token = default) => true; }
        }

        """;

    [Theory]
    [InlineData("gate.Wait()", "Infinite")]
    [InlineData("gate.Wait(-1)", "Infinite")]
    [InlineData("gate.Wait(Timeout.Infinite)", "Infinite")]
    [InlineData("gate.Wait(Timeout.InfiniteTimeSpan)", "Infinite")]
    [InlineData("gate.Wait(TimeSpan.FromMilliseconds(-1))", "Infinite")]
    [InlineData("gate.Wait(0)", "Zero")]
    [InlineData("gate.Wait(TimeSpan.Zero)", "Zero")]
    [InlineData("gate.Wait(default(TimeSpan))", "Zero")]
    [InlineData("gate.Wait(TimeSpan.FromDays(0.0))", "Zero")]
    [InlineData("gate.Wait(250, CancellationToken.None)", "Finite")]
    [InlineData("gate.Wait(TimeSpan.FromMinutes(1.5))", "Finite")]
    [InlineData("gate.Wait(TimeSpan.FromSeconds(2))", "Finite")]
    [InlineData("gate.Wait(millis)", "Unknown")]
    [InlineData("gate.Wait(span)", "Unknown")]
    [InlineData("gate.Wait(TimeSpan.FromSeconds(millis))", "Unknown")]
    [InlineData("gate.Wait(cancellationToken: default, millisecondsTimeout: 0)", "Zero")]
    [InlineData("Monitor.TryEnter(gate)", "Zero")]
    [InlineData("Monitor.Enter(gate)", "Infinite")]
    [InlineData("own.Acquire(true)", "Infinite")]
    [InlineData("own.Acquire(true, null)", "Infinite")]
    [InlineData("own.Acquire(true, TimeSpan.FromSeconds(1))", "Finite")]
    [InlineData("own.Acquire(blocking: false)", "Zero")]
    [InlineData("own.Acquire(millis > 0)", "Unknown")]
    [InlineData("queue.TryPut(1)", "Zero")]
    [InlineData("queue.TryPut(1, Timeout.InfiniteTimeSpan)", "Infinite")]
    public void The_wait_time_of_a_call_is_read_from_its_arguments(string call, string expected)
    {
        var rows = ModelSnippet.Rows(
            $"""
            int millis = Environment.ProcessorCount; TimeSpan span = new(millis);
            var gate = new SemaphoreSlim(1); var own = new ConcurrencyAnalyzers.Runtime.NonReentrantLock(); var queue = new ConcurrencyAnalyzers.Runtime.BlockingQueue<int>();
            {call};
            """,
            Locks);

        var (row, operation) = rows.Last(static use => use is { Row.Type.Kind: not PrimitiveKind.Cancellation, Operation: IInvocationOperation });

        Assert.Equal(expected, WaitTimes.Of(row!, (IInvocationOperation)operation).ToString());
    }
}
