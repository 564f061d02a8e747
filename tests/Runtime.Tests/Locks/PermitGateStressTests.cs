using ConcurrencyAnalyzers.Runtime;
using ConcurrencyAnalyzers.Runtime.Internal;
using Xunit;

namespace Runtime.Tests.LockTests;

/// <summary>The core under every lock and semaphore, with everything that can happen to a waiter happening at once.</summary>
public class PermitGateStressTests
{
    [Fact]
    public void Threads_exclude_each_other()
    {
        var gate = new NonReentrantLock();
        long total = 0;
        Wait.Start(4, _ =>
        {
            for (int i = 0; i < 200_000; i++)
            {
                gate.Acquire();
                total++;
                gate.Release();
            }
        }).JoinAll();
        Assert.Equal(800_000, total);
        Assert.Equal(0, gate.WaiterCount);
    }

    [Fact]
    public async Task Threads_tasks_timeouts_and_cancellations_lose_no_permit_and_wake_everybody()
    {
        var gate = new NonReentrantLock();
        int inside = 0;
        long entered = 0;
        Task threads = Task.Run(() => Wait.Start(3, number =>
        {
            var random = new Random(number);
            for (int i = 0; i < 3000; i++)
            {
                if (Enter(gate, random))
                {
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    entered++;
                    Interlocked.Decrement(ref inside);
                    gate.Release();
                }
            }
        }).JoinAll());
        Task[] tasks = [.. Enumerable.Range(10, 3).Select(number => Task.Run(async () =>
        {
            var random = new Random(number);
            for (int i = 0; i < 3000; i++)
            {
                if (await EnterAsync(gate, random))
                {
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    entered++;
                    Interlocked.Decrement(ref inside);
                    gate.Release();
                }
            }
        }))];
        await Task.WhenAll([threads, .. tasks]).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, gate.WaiterCount);
        Assert.False(gate.IsLocked);
        Assert.True(entered > 0);
    }

    [Fact]
    public void Interrupts_lose_no_permit_and_no_wake_up()
    {
        var gate = new NonReentrantLock();
        bool isOver = false;
        long entered = 0;
        Wait.Background[] all = Wait.Start(3, _ =>
        {
            while (!Volatile.Read(ref isOver))
            {
                try
                {
                    gate.Acquire();
                }
                catch (ThreadInterruptedException)
                {
                    continue;
                }

                entered++;
                gate.Release();
            }
        });
        for (int i = 0; i < 2000; i++)
        {
            all[i % 3].Thread.Interrupt();
            Thread.SpinWait(200);
        }

        Volatile.Write(ref isOver, true);
        try
        {
            all.JoinAll();
        }
        catch (ThreadInterruptedException)
        {
            // The last interrupt may reach a thread of the test after its loop.
        }

        Assert.True(gate.TryAcquire(Wait.Limit));
        Assert.True(entered > 0);
    }

    [Fact]
    public void A_thread_that_lost_for_long_gets_the_permit_handed_over()
    {
        var gate = new NonReentrantLock();
        bool isOver = false;
        Wait.Background greedy = Wait.Start(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                gate.Acquire();
                Thread.SpinWait(50);
                gate.Release();
            }
        });
        for (int i = 0; i < 20; i++)
        {
            Assert.True(gate.TryAcquire(Wait.Limit));
            gate.Release();
        }

        Volatile.Write(ref isOver, true);
        greedy.Join();
    }

    [Fact]
    public void Free_permits_are_counted_exactly_by_the_gate_itself()
    {
        var gate = new PermitGate(3);
        Assert.True(gate.TryTake());
        Assert.True(gate.Take(Deadline.Passed, CancellationToken.None));
        Assert.Equal(1, gate.Permits);
        Assert.False(gate.TryRelease(3, 3));
        Assert.True(gate.TryRelease(2, 3));
        Assert.Equal(3, gate.Permits);
    }

    private static bool Enter(NonReentrantLock gate, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                gate.Acquire();
                return true;
            case 1:
                return gate.TryAcquire();
            case 2:
                return gate.TryAcquire(TimeSpan.FromTicks(random.Next(500)));
            default:
                using (var source = new CancellationTokenSource(TimeSpan.FromTicks(random.Next(20_000))))
                {
                    try
                    {
                        gate.Acquire(source.Token);
                        return true;
                    }
                    catch (OperationCanceledException)
                    {
                        return false;
                    }
                }
        }
    }

    private static async Task<bool> EnterAsync(NonReentrantLock gate, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                await gate.AcquireAsync();
                return true;
            case 1:
                return await gate.TryAcquireAsync(TimeSpan.FromTicks(random.Next(20_000)));
            default:
                using (var source = new CancellationTokenSource(TimeSpan.FromTicks(random.Next(20_000))))
                {
                    try
                    {
                        await gate.AcquireAsync(source.Token);
                        return true;
                    }
                    catch (OperationCanceledException)
                    {
                        return false;
                    }
                }
        }
    }
}
