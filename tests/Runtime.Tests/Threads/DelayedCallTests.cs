using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ThreadTests;

public class DelayedCallTests
{
    [Fact, Trait("Row", "90")]
    public void It_runs_its_target_once_after_the_delay_and_can_be_joined()
    {
        var seen = new List<string>();
        long start = Stopwatch.GetTimestamp();
        WorkerThread call = DelayedCall.Create(
            TimeSpan.FromMilliseconds(50), (Action<string, int>)((name, age) => seen.Add($"{name} {age}")), ["test"], new Dictionary<string, object?> { ["age"] = 18 });
        WorkerThreadTests.RunToEnd(call);
        Assert.Equal(["test 18"], seen);
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(49));

        WorkerThreadTests.RunToEnd(DelayedCall.Create(TimeSpan.Zero, seen.Add, "typed"));
        WorkerThreadTests.RunToEnd(DelayedCall.Create(TimeSpan.Zero, (string a, int b) => seen.Add(a + b), "two", 2));
        Assert.Equal(["test 18", "typed", "two2"], seen);
    }

    [Fact, Trait("Row", "91")]
    public void Cancelled_before_it_fires_it_never_runs()
    {
        bool ran = false;
        var before = new DelayedCall(TimeSpan.FromDays(1), () => ran = true);
        before.Cancel();
        WorkerThreadTests.RunToEnd(before);
        var during = new DelayedCall(TimeSpan.FromDays(1), () => ran = true);
        during.Start();
        during.Cancel();
        Assert.True(during.Join(Wait.Limit));
        Assert.False(ran);
    }

    [Fact, Trait("Row", "91")]
    public void Cancelled_while_or_after_it_runs_nothing_happens()
    {
        int runs = 0;
        DelayedCall call = null!;
        call = new DelayedCall(TimeSpan.Zero, () =>
        {
            call.Cancel();
            runs++;
        });
        WorkerThreadTests.RunToEnd(call);
        call.Cancel();
        Assert.Equal(1, runs);
    }

    [Fact, Trait("Row", "92")]
    public void Two_calls_share_no_arguments()
    {
        List<int>? first = null, second = null;
        WorkerThreadTests.RunToEnd(DelayedCall.Create(TimeSpan.Zero, (List<int> l) => (first = l).Add(1), new List<int>()));
        WorkerThreadTests.RunToEnd(DelayedCall.Create(TimeSpan.Zero, (List<int> l) => (second = l).Add(2), new List<int>()));
        Assert.Equal([1], first!);
        Assert.Equal([2], second!);
    }

    [Fact]
    public void A_delay_that_never_ends_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DelayedCall(Timeout.InfiniteTimeSpan, static () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DelayedCall(TimeSpan.FromSeconds(-2), static () => { }));
    }
}
