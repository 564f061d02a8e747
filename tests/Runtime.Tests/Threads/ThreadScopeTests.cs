using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ThreadTests;

public class ThreadScopeTests
{
    [Fact, Trait("Row", "93")]
    public void Each_thread_sees_its_own_value_and_the_default_where_it_set_none()
    {
        using var scope = new ThreadScope<int>();
        scope.Value = 1;
        Wait.Start(5, number =>
        {
            Assert.False(scope.IsValueCreated);
            Assert.Equal(0, scope.Value);
            scope.Value = number + 10;
            Assert.Equal(number + 10, scope.Value);
        }).JoinAll();
        Assert.Equal(1, scope.Value);
    }

    [Fact, Trait("Row", "94")]
    public void A_value_is_released_when_its_thread_has_ended()
    {
        using var scope = new ThreadScope<object?>();
        WeakReference value = SetInThread(scope);
        Wait.Until(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !value.IsAlive;
            },
            "the value is collected");
    }

    [Fact, Trait("Row", "95")]
    public void The_factory_runs_once_in_each_thread()
    {
        int made = 0;
        using var scope = new ThreadScope<List<int>>(() => [Interlocked.Increment(ref made)]);
        Wait.Start(5, _ => Assert.Same(scope.Value, scope.Value)).JoinAll();
        Assert.Equal(5, made);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference SetInThread(ThreadScope<object?> scope)
    {
        WeakReference? seen = null;
        Wait.Run(() =>
        {
            scope.Value = new object();
            seen = new WeakReference(scope.Value);
        });
        return seen!;
    }
}
