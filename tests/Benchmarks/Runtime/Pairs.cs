using System.Collections.Concurrent;
using System.Threading.Channels;
using ConcurrencyAnalyzers.Runtime;

namespace Benchmarks.Runtime;

/// <summary>What is compared with what. Work is written out for each type, so that the compiler sees through it as in user code.</summary>
internal static class Pairs
{
    private const int LockOps = 2_000_000;
    private const int QueueOps = 400_000;
    private const int BoundedSize = 1024;

    private static int s_shared;

    internal static IEnumerable<Pair> All() => [.. Locks(), .. SharedStates.All(), .. Semaphores(), .. Signals(), .. Queues(), .. Threads()];

    private static IEnumerable<Pair> Locks()
    {
        foreach (int threads in new[] { 1, 2, 4 })
        {
            int each = LockOps / threads;
            double target = threads == 1 ? 1.0 : 0.8;
            var ours = new NonReentrantLock();
            var reentrant = new ReentrantLock();
            var theirs = new Lock();
            var monitor = new object();
            yield return new Pair("NonReentrantLock / Lock", threads, target, LockOps, () => Run(threads, each, ours), () => Run(threads, each, theirs));
            yield return new Pair("NonReentrantLock / lock(object)", threads, null, LockOps, () => Run(threads, each, ours), () => Run(threads, each, monitor));
            yield return new Pair("ReentrantLock / Lock", threads, 1.3, LockOps, () => Run(threads, each, reentrant), () => Run(threads, each, theirs));
        }

        var scoped = new NonReentrantLock();
        var theirScope = new Lock();
        yield return new Pair("NonReentrantLock.Enter / Lock.EnterScope", 1, 1.0, LockOps, () => RunScope(scoped), () => RunScope(theirScope));
    }

    private static IEnumerable<Pair> Semaphores()
    {
        foreach (int threads in new[] { 1, 2, 4 })
        {
            int each = LockOps / threads;
            var ours = new BoundedSemaphore(1);
            var theirs = new SemaphoreSlim(1, 1);
            yield return new Pair("BoundedSemaphore(1) / SemaphoreSlim(1,1)", threads, 1.0, LockOps, () => Run(threads, each, ours), () => Run(threads, each, theirs));
            var ours2 = new BoundedSemaphore(2);
            var theirs2 = new SemaphoreSlim(2, 2);
            yield return new Pair("BoundedSemaphore(2) / SemaphoreSlim(2,2)", threads, 1.0, LockOps, () => Run(threads, each, ours2), () => Run(threads, each, theirs2));
        }

        var oursAsync = new BoundedSemaphore(1);
        var theirsAsync = new SemaphoreSlim(1, 1);
        yield return new Pair("BoundedSemaphore.AcquireAsync / WaitAsync", 1, 1.0, LockOps, () => RunAsync(oursAsync), () => RunAsync(theirsAsync));
    }

    private static IEnumerable<Pair> Signals()
    {
        yield return new Pair("EventFlag / ManualResetEventSlim, set and wait", 1, null, LockOps, RunEventFlag, RunResetEvent);
        yield return new Pair("EventFlag / ManualResetEventSlim, ping-pong", 2, null, 50_000, () => PingPongOurs(25_000), () => PingPongTheirs(25_000));
        foreach (int threads in new[] { 1, 2, 4 })
        {
            const int Rounds = 20_000;
            yield return new Pair("CyclicBarrier / Barrier, rounds", threads, null, Rounds, () => BarrierOurs(threads, Rounds), () => BarrierTheirs(threads, Rounds));
        }
    }

    private static IEnumerable<Pair> Queues()
    {
        yield return new Pair("BlockingQueue / BlockingCollection, put and get", 1, 1.0, QueueOps, () => PutGet(new BlockingQueue<int>()), () => PutGet(new BlockingCollection<int>()));
        yield return new Pair("SimpleQueue / Channel, put and get", 1, 1 / 0.95, QueueOps, () => PutGet(new SimpleQueue<int>()), () => PutGet(Channel.CreateUnbounded<int>()));
        foreach (int side in new[] { 1, 2, 4 })
        {
            string shape = $"{side}P{side}C";
            yield return new Pair($"BlockingQueue / BlockingCollection, unbounded {shape}", 2 * side, 1.0, QueueOps,
                () => Pass(side, new BlockingQueue<int>()), () => Pass(side, new BlockingCollection<int>()));
            yield return new Pair($"BlockingQueue / BlockingCollection, bound {BoundedSize} {shape}", 2 * side, 1.0, QueueOps,
                () => Pass(side, new BlockingQueue<int>(BoundedSize)), () => Pass(side, new BlockingCollection<int>(BoundedSize)));
            yield return new Pair($"SimpleQueue / Channel, unbounded {shape}", 2 * side, 1 / 0.95, QueueOps,
                () => Pass(side, new SimpleQueue<int>()), () => Pass(side, Channel.CreateUnbounded<int>()));
        }
    }

    private static IEnumerable<Pair> Threads()
    {
        yield return new Pair("WorkerThread / Thread, start and join", 1, null, 500, StartJoinOurs, StartJoinTheirs);
    }

    private static long Run(int threads, int each, NonReentrantLock gate) => Workload.Ticks(threads, _ =>
    {
        for (int i = 0; i < each; i++)
        {
            gate.Acquire();
            s_shared++;
            gate.Release();
        }
    });

    private static long Run(int threads, int each, ReentrantLock gate) => Workload.Ticks(threads, _ =>
    {
        for (int i = 0; i < each; i++)
        {
            gate.Acquire();
            s_shared++;
            gate.Release();
        }
    });

    private static long Run(int threads, int each, Lock gate) => Workload.Ticks(threads, _ =>
    {
        for (int i = 0; i < each; i++)
        {
            gate.Enter();
            s_shared++;
            gate.Exit();
        }
    });

    private static long Run(int threads, int each, object gate) => Workload.Ticks(threads, _ =>
    {
        for (int i = 0; i < each; i++)
        {
            Monitor.Enter(gate);
            s_shared++;
            Monitor.Exit(gate);
        }
    });

    private static long Run(int threads, int each, BoundedSemaphore gate) => Workload.Ticks(threads, _ =>
    {
        for (int i = 0; i < each; i++)
        {
            gate.Acquire();
            s_shared++;
            gate.Release();
        }
    });

    private static long Run(int threads, int each, SemaphoreSlim gate) => Workload.Ticks(threads, _ =>
    {
        for (int i = 0; i < each; i++)
        {
            gate.Wait();
            s_shared++;
            gate.Release();
        }
    });

    private static long RunScope(NonReentrantLock gate) => Workload.Ticks(1, _ =>
    {
        for (int i = 0; i < LockOps; i++)
        {
            using (gate.Enter())
            {
                s_shared++;
            }
        }
    });

    private static long RunScope(Lock gate) => Workload.Ticks(1, _ =>
    {
        for (int i = 0; i < LockOps; i++)
        {
            using (gate.EnterScope())
            {
                s_shared++;
            }
        }
    });

    private static long RunAsync(BoundedSemaphore gate) => Workload.Ticks(1, _ => Loop(gate).GetAwaiter().GetResult());

    private static long RunAsync(SemaphoreSlim gate) => Workload.Ticks(1, _ => Loop(gate).GetAwaiter().GetResult());

    private static async Task Loop(BoundedSemaphore gate)
    {
        for (int i = 0; i < LockOps; i++)
        {
            await gate.AcquireAsync();
            s_shared++;
            gate.Release();
        }
    }

    private static async Task Loop(SemaphoreSlim gate)
    {
        for (int i = 0; i < LockOps; i++)
        {
            await gate.WaitAsync();
            s_shared++;
            gate.Release();
        }
    }

    private static long RunEventFlag() => Workload.Ticks(1, _ =>
    {
        var flag = new EventFlag();
        for (int i = 0; i < LockOps; i++)
        {
            flag.Set();
            flag.Wait();
            flag.Clear();
        }
    });

    private static long RunResetEvent() => Workload.Ticks(1, _ =>
    {
        using var flag = new ManualResetEventSlim();
        for (int i = 0; i < LockOps; i++)
        {
            flag.Set();
            flag.Wait();
            flag.Reset();
        }
    });

    private static long PingPongOurs(int rounds)
    {
        EventFlag[] flags = [new(), new()];
        return Workload.Ticks(2, me =>
        {
            for (int i = 0; i < rounds; i++)
            {
                if (me == 0)
                {
                    flags[1].Set();
                }

                flags[me].Wait();
                flags[me].Clear();
                if (me == 1)
                {
                    flags[0].Set();
                }
            }
        });
    }

    private static long PingPongTheirs(int rounds)
    {
        ManualResetEventSlim[] flags = [new(), new()];
        return Workload.Ticks(2, me =>
        {
            for (int i = 0; i < rounds; i++)
            {
                if (me == 0)
                {
                    flags[1].Set();
                }

                flags[me].Wait();
                flags[me].Reset();
                if (me == 1)
                {
                    flags[0].Set();
                }
            }
        });
    }

    private static long BarrierOurs(int parties, int rounds)
    {
        var barrier = new CyclicBarrier(parties);
        return Workload.Ticks(parties, _ =>
        {
            for (int i = 0; i < rounds; i++)
            {
                barrier.Wait();
            }
        });
    }

    private static long BarrierTheirs(int parties, int rounds)
    {
        using var barrier = new Barrier(parties);
        return Workload.Ticks(parties, _ =>
        {
            for (int i = 0; i < rounds; i++)
            {
                barrier.SignalAndWait();
            }
        });
    }

    private static long PutGet(BlockingQueue<int> queue) => Workload.Ticks(1, _ =>
    {
        for (int i = 0; i < QueueOps; i++)
        {
            queue.Put(i);
            s_shared += queue.Get();
        }
    });

    private static long PutGet(BlockingCollection<int> queue) => Workload.Ticks(1, _ =>
    {
        for (int i = 0; i < QueueOps; i++)
        {
            queue.Add(i);
            s_shared += queue.Take();
        }
    });

    private static long PutGet(SimpleQueue<int> queue) => Workload.Ticks(1, _ =>
    {
        for (int i = 0; i < QueueOps; i++)
        {
            queue.Put(i);
            s_shared += queue.Get();
        }
    });

    private static long PutGet(Channel<int> queue) => Workload.Ticks(1, _ =>
    {
        for (int i = 0; i < QueueOps; i++)
        {
            queue.Writer.TryWrite(i);
            s_shared += Take(queue.Reader);
        }
    });

    private static long Pass(int side, BlockingQueue<int> queue) => Workload.Ticks(2 * side, me =>
    {
        int each = QueueOps / side;
        int sum = 0;
        for (int i = 0; i < each; i++)
        {
            if (me < side)
            {
                queue.Put(i);
            }
            else
            {
                sum += queue.Get();
            }
        }

        Volatile.Write(ref s_shared, sum);
    });

    private static long Pass(int side, BlockingCollection<int> queue) => Workload.Ticks(2 * side, me =>
    {
        int each = QueueOps / side;
        int sum = 0;
        for (int i = 0; i < each; i++)
        {
            if (me < side)
            {
                queue.Add(i);
            }
            else
            {
                sum += queue.Take();
            }
        }

        Volatile.Write(ref s_shared, sum);
    });

    private static long Pass(int side, SimpleQueue<int> queue) => Workload.Ticks(2 * side, me =>
    {
        int each = QueueOps / side;
        int sum = 0;
        for (int i = 0; i < each; i++)
        {
            if (me < side)
            {
                queue.Put(i);
            }
            else
            {
                sum += queue.Get();
            }
        }

        Volatile.Write(ref s_shared, sum);
    });

    private static long Pass(int side, Channel<int> queue) => Workload.Ticks(2 * side, me =>
    {
        int each = QueueOps / side;
        int sum = 0;
        for (int i = 0; i < each; i++)
        {
            if (me < side)
            {
                queue.Writer.TryWrite(i);
            }
            else
            {
                sum += Take(queue.Reader);
            }
        }

        Volatile.Write(ref s_shared, sum);
    });

    // What a blocking take from a channel looks like in user code.
    private static int Take(ChannelReader<int> reader)
    {
        int item;
        while (!reader.TryRead(out item))
        {
            reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();
        }

        return item;
    }

    private static long StartJoinOurs() => Workload.Ticks(1, _ =>
    {
        for (int i = 0; i < 500; i++)
        {
            var thread = new WorkerThread(static () => s_shared++, name: "benchmark");
            thread.Start();
            thread.Join();
        }
    });

    private static long StartJoinTheirs() => Workload.Ticks(1, _ =>
    {
        for (int i = 0; i < 500; i++)
        {
            var thread = new Thread(static () => s_shared++) { Name = "benchmark" };
            thread.Start();
            thread.Join();
        }
    });
}
