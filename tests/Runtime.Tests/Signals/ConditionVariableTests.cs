using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.SignalTests;

public class ConditionVariableTests
{
    [Fact, Trait("Row", "67")]
    public void Its_own_lock_is_reentrant_and_a_given_one_is_used()
    {
        var own = new ConditionVariable();
        own.Acquire();
        Assert.True(own.TryAcquire());
        own.Release();
        own.Release();
        Assert.Throws<SynchronizationLockException>(own.Release);

        var gate = new NonReentrantLock();
        var shared = new ConditionVariable(gate);
        using (shared.Enter())
        {
            Assert.True(gate.IsLocked);
            Assert.False(shared.TryAcquire());
        }

        Assert.False(gate.IsLocked);
    }

    [Fact, Trait("Row", "68")]
    public void Waiting_without_the_lock_is_refused()
    {
        Assert.Throws<SynchronizationLockException>(() => new ConditionVariable().Wait());
        Assert.Throws<SynchronizationLockException>(() => new ConditionVariable(new NonReentrantLock()).Wait());
        Assert.Throws<SynchronizationLockException>(() => new ConditionVariable().WaitFor(() => true));
        var held = new ConditionVariable();
        held.Acquire();
        Wait.Run(() => Assert.Throws<SynchronizationLockException>(() => held.Wait(TimeSpan.Zero)));
    }

    [Fact, Trait("Row", "69")]
    public void Notifying_without_the_lock_is_refused()
    {
        Assert.Throws<SynchronizationLockException>(() => new ConditionVariable().Notify());
        Assert.Throws<SynchronizationLockException>(() => new ConditionVariable(new NonReentrantLock()).NotifyAll());
        var held = new ConditionVariable();
        held.Acquire();
        held.Notify(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => held.Notify(-1));
    }

    [Fact, Trait("Row", "70")]
    public void Notify_wakes_exactly_as_many_as_it_says_in_the_order_they_came()
    {
        for (int round = 0; round < 100; round++)
        {
            var condition = new ConditionVariable();
            var woken = new List<int>();
            var all = new List<Wait.Background>();
            for (int i = 0; i < 5; i++)
            {
                int number = i;
                all.Add(Wait.Start(() =>
                {
                    using (condition.Enter())
                    {
                        Assert.True(condition.Wait());
                        woken.Add(number);
                    }
                }));
                Wait.Until(() => condition.WaiterCount == number + 1, "it waits");
            }

            Notify(condition, 3);
            all.Take(3).JoinAll();
            Assert.Equal(2, condition.WaiterCount);
            Assert.Equal([0, 1, 2], woken.Order());
            Notify(condition, 5);
            all.JoinAll();
            Assert.Equal([0, 1, 2, 3, 4], woken.Order());

            // Nobody was there for the rest of the five: it is not kept.
            using (condition.Enter())
            {
                Assert.False(condition.Wait(TimeSpan.Zero));
            }
        }
    }

    [Fact, Trait("Row", "70")]
    public void No_notification_is_lost_and_none_wakes_two()
    {
        const int Rounds = 1000;
        var condition = new ConditionVariable(new NonReentrantLock());
        int tokens = 0, taken = 0;
        Wait.Background[] takers = Wait.Start(3, _ =>
        {
            while (true)
            {
                using (condition.Enter())
                {
                    while (tokens == 0)
                    {
                        Assert.True(condition.Wait());
                    }

                    tokens--;
                    if (++taken > Rounds)
                    {
                        return;
                    }
                }
            }
        });
        for (int i = 0; i < Rounds + 3; i++)
        {
            using (condition.Enter())
            {
                tokens++;
                condition.Notify();
            }
        }

        takers.JoinAll();
        Assert.Equal(Rounds + 3, taken);
    }

    [Fact, Trait("Row", "71")]
    public void Notify_all_wakes_all()
    {
        var condition = new ConditionVariable();
        Wait.Background[] all = Wait.Start(5, _ =>
        {
            using (condition.Enter())
            {
                Assert.True(condition.Wait());
            }
        });
        Wait.Until(() => condition.WaiterCount == 5, "all wait");
        using (condition.Enter())
        {
            condition.NotifyAll();
        }

        all.JoinAll();
    }

    [Fact, Trait("Row", "72")]
    public void A_wait_that_times_out_is_false_and_holds_the_lock_again()
    {
        var condition = new ConditionVariable();
        using (condition.Enter())
        {
            long start = Stopwatch.GetTimestamp();
            Assert.False(condition.Wait(TimeSpan.FromSeconds(0.5)));
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.3, 5);
            Assert.False(condition.Wait(TimeSpan.Zero));
            Wait.Run(() => Assert.False(condition.TryAcquire()));
            Assert.Throws<ArgumentOutOfRangeException>(() => condition.Wait(TimeSpan.FromSeconds(-1)));
        }

        Wait.Run(() => Assert.True(condition.TryAcquire()));
    }

    [Fact, Trait("Row", "73")]
    public void A_wait_that_is_notified_is_true()
    {
        var condition = new ConditionVariable();
        bool? result = null;
        Wait.Background waiter = Wait.Start(() =>
        {
            using (condition.Enter())
            {
                result = condition.Wait(Wait.Limit);
            }
        });
        Wait.Until(() => condition.WaiterCount == 1, "it waits");
        Notify(condition, 1);
        waiter.Join();
        Assert.True(result);
    }

    [Fact, Trait("Row", "74")]
    public void Wait_for_goes_on_until_the_predicate_holds()
    {
        var condition = new ConditionVariable();
        int state = 0;
        Wait.Background waiter = Wait.Start(() =>
        {
            using (condition.Enter())
            {
                Assert.True(condition.WaitFor(() => state == 4));
                Assert.Equal(4, state);
            }
        });
        for (int i = 0; i < 4; i++)
        {
            Wait.Until(() => condition.WaiterCount == 1, "it waits");
            using (condition.Enter())
            {
                state++;
                condition.Notify();
            }
        }

        waiter.Join();
    }

    [Fact, Trait("Row", "75")]
    public void Wait_for_gives_up_after_its_time_however_often_it_is_notified()
    {
        var condition = new ConditionVariable();
        bool isOver = false;
        Wait.Background notifier = Wait.Start(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                Notify(condition, 1);
                Thread.Yield();
            }
        });
        using (condition.Enter())
        {
            long start = Stopwatch.GetTimestamp();
            Assert.False(condition.WaitFor(() => false, TimeSpan.FromSeconds(0.3)));
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.29, 10);
            Assert.True(condition.WaitFor(() => true, TimeSpan.Zero));
        }

        Volatile.Write(ref isOver, true);
        notifier.Join();
    }

    [Fact, Trait("Row", "76")]
    public void A_wait_gives_up_all_levels_and_takes_them_back()
    {
        var gate = new ReentrantLock();
        var condition = new ConditionVariable(gate);
        Wait.Background waiter = Wait.Start(() =>
        {
            using (gate.Enter())
            using (condition.Enter())
            using (gate.Enter())
            {
                Assert.True(condition.Wait());
                Assert.Equal(3, gate.RecursionCount);
            }

            Assert.False(gate.IsHeldByCurrentThread);
        });
        Wait.Until(() => condition.WaiterCount == 1, "it waits");
        Assert.True(gate.TryAcquire(Wait.Limit));
        condition.Notify();
        gate.Release();
        waiter.Join();
    }

    [Fact, Trait("Row", "77")]
    public void A_waiter_that_was_notified_as_its_time_ran_out_counts_as_notified()
    {
        const int Rounds = 1000;
        int notified = 0, timedOut = 0;
        for (int round = 0; round < Rounds; round++)
        {
            var condition = new ConditionVariable();
            bool? result = null;
            TimeSpan timeout = TimeSpan.FromTicks(round % 50 * 100);
            Wait.Background waiter = Wait.Start(() =>
            {
                using (condition.Enter())
                {
                    result = condition.Wait(timeout);
                }
            });
            int woken;
            using (condition.Enter())
            {
                woken = condition.Wake(1);
            }

            waiter.Join();
            Assert.Equal(woken == 1, result);
            notified += woken;
            timedOut += 1 - woken;
        }

        // The timeouts are such that both happen; if one never does, the test says nothing.
        Assert.True(notified > 0 && timedOut > 0, $"{notified} notified, {timedOut} timed out");
    }

    [Fact, Trait("Row", "77")]
    public void A_notification_is_never_spent_on_a_waiter_that_gave_up()
    {
        for (int round = 0; round < 1000; round++)
        {
            var condition = new ConditionVariable();
            int results = 0;
            Wait.Background impatient = Wait.Start(() =>
            {
                using (condition.Enter())
                {
                    Interlocked.Add(ref results, condition.Wait(TimeSpan.FromTicks(round % 30 * 100)) ? 1 : 0);
                }
            });
            Wait.Background patient = Wait.Start(() =>
            {
                using (condition.Enter())
                {
                    Interlocked.Add(ref results, condition.Wait() ? 1 : 0);
                }
            });
            Wait.Until(() => condition.WaiterCount >= 1 && (impatient.HasEnded || condition.WaiterCount == 2), "both have come");
            int sent = 0;
            while (!patient.HasEnded)
            {
                using (condition.Enter())
                {
                    sent += condition.Wake(1);
                }

                Thread.Yield();
            }

            impatient.Join();
            patient.Join();
            Assert.Equal(sent, results);
        }
    }

    [Fact, Trait("Row", "78")]
    public void It_can_be_used_as_its_lock()
    {
        var condition = new ConditionVariable();
        condition.Acquire();
        Wait.Run(() =>
        {
            Assert.False(condition.TryAcquire());
            Assert.False(condition.TryAcquire(TimeSpan.FromMilliseconds(5)));
        });
        condition.Acquire(CancellationToken.None);
        condition.Release();
        condition.Release();
        Wait.Run(() =>
        {
            using (condition.Enter())
            {
            }
        });
    }

    [Fact]
    public void A_cancelled_wait_holds_the_lock_again()
    {
        var condition = new ConditionVariable();
        using var source = new CancellationTokenSource();
        Wait.Background waiter = Wait.Start(() =>
        {
            using (condition.Enter())
            {
                Assert.ThrowsAny<OperationCanceledException>(() => condition.Wait(null, source.Token));
                condition.Notify();
            }
        });
        Wait.Until(() => condition.WaiterCount == 1, "it waits");
        source.Cancel();
        waiter.Join();
        Assert.Equal(0, condition.WaiterCount);
    }

    [Fact]
    public void An_interrupted_wait_holds_the_lock_again()
    {
        var condition = new ConditionVariable();
        Wait.Background waiter = Wait.Start(() =>
        {
            using (condition.Enter())
            {
                Assert.Throws<ThreadInterruptedException>(() => condition.Wait());
                condition.Notify();
            }
        });
        Wait.Until(() => condition.WaiterCount == 1, "it waits");
        using (condition.Enter())
        {
            // The interrupt must not break off taking the lock back.
            waiter.Thread.Interrupt();
            Wait.Until(() => condition.WaiterCount == 0, "it has left");
        }

        waiter.Join();
    }

    [Fact]
    public async Task Tasks_wait_on_a_lock_that_belongs_to_no_thread()
    {
        var condition = new ConditionVariable(new NonReentrantLock());
        int state = 0;
        using (await condition.EnterAsync())
        {
            Assert.False(await condition.WaitAsync(TimeSpan.FromMilliseconds(1)));
            Assert.False(condition.TryAcquire());
        }

        Task waiting = Task.Run(async () =>
        {
            using (await condition.EnterAsync())
            {
                Assert.True(await condition.WaitForAsync(() => state == 1));
            }
        });
        Wait.Until(() => condition.WaiterCount == 1, "the task waits");
        using (await condition.EnterAsync())
        {
            state = 1;
            condition.NotifyAll();
        }

        await waiting.WaitAsync(Wait.Limit);
        await Assert.ThrowsAsync<SynchronizationLockException>(() => condition.WaitAsync());
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await new ConditionVariable().EnterAsync());
        Assert.Contains("new NonReentrantLock()", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_that_finds_its_lock_released_by_another_leaves_nobody_in_the_line()
    {
        var gate = new NonReentrantLock();
        var condition = new ConditionVariable(gate);
        for (int round = 0; round < 2000; round++)
        {
            gate.Acquire();

            // A mistake of the caller's: two use one hold of a lock without an owner. One of them cannot release it.
            using var together = new Barrier(2);
            Wait.Start(2, _ =>
            {
                together.SignalAndWait();
                Exception? failure = Record.Exception(() => condition.Wait(TimeSpan.Zero));
                Assert.True(failure is null or SynchronizationLockException, $"{failure}");
            }).JoinAll();
            Assert.Equal(0, condition.WaiterCount);
            while (gate.IsLocked)
            {
                gate.Release();
            }
        }
    }

    [Fact]
    public void A_scope_may_be_limited_in_time_and_an_empty_one_releases_nothing()
    {
        var condition = new ConditionVariable();
        using (condition.Enter())
        {
            Wait.Run(() =>
            {
                Assert.False(condition.TryEnter(TimeSpan.FromMilliseconds(5), out ConditionVariable.Scope none));
                none.Dispose();
            });
        }

        Assert.True(condition.TryEnter(TimeSpan.Zero, out ConditionVariable.Scope scope));
        Wait.Run(() => Assert.False(condition.TryAcquire()));
        scope.Dispose();
        scope.Dispose();
        Wait.Run(() => Assert.True(condition.TryAcquire()));
    }

    private static void Notify(ConditionVariable condition, int count)
    {
        using (condition.Enter())
        {
            condition.Notify(count);
        }
    }
}
