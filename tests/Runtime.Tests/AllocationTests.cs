using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests;

public class AllocationTests
{
    private static readonly NonReentrantLock s_lock = new();
    private static readonly ReentrantLock s_reentrant = new();
    private static readonly BoundedSemaphore s_semaphore = new(2);
    private static readonly EventFlag s_flag = new();
    private static readonly ConditionVariable s_condition = new();
    private static readonly CyclicBarrier s_barrier = new(1);
    private static readonly BlockingQueue<int> s_queue = new(10);
    private static readonly LifoBlockingQueue<int> s_lifo = new();
    private static readonly PriorityBlockingQueue<int> s_priority = new();
    private static readonly SimpleQueue<int> s_simple = new();
    private static readonly ThreadScope<int> s_scope = new();

    public static TheoryData<string> Paths => [.. s_paths.Keys];

    private static readonly Dictionary<string, Action> s_paths = new()
    {
        ["lock"] = () =>
        {
            s_lock.Acquire();
            s_lock.Release();
            using (s_lock.Enter())
            {
            }

            _ = s_lock.TryAcquire(TimeSpan.FromSeconds(1), CancellationToken.None);
            s_lock.Release();
        },
        ["lock, by a task"] = () =>
        {
            s_lock.AcquireAsync().GetAwaiter().GetResult();
            s_lock.Release();
            using (s_lock.EnterAsync().GetAwaiter().GetResult())
            {
            }
        },
        ["re-entrant lock"] = () =>
        {
            using (s_reentrant.Enter())
            using (s_reentrant.Enter())
            {
            }
        },
        ["semaphore"] = () =>
        {
            using (s_semaphore.Enter())
            using (s_semaphore.EnterAsync().GetAwaiter().GetResult())
            {
            }
        },
        ["event"] = () =>
        {
            s_flag.Set();
            s_flag.Wait();
            s_flag.Wait(TimeSpan.FromSeconds(1));
            s_flag.Clear();
        },
        ["condition"] = () =>
        {
            using (s_condition.Enter())
            {
                s_condition.Notify();
                s_condition.NotifyAll();
            }
        },
        ["barrier"] = () => s_barrier.Wait(),
        ["queue"] = () =>
        {
            s_queue.Put(1);
            s_queue.TryPut(2, TimeSpan.FromSeconds(1));
            s_queue.Get();
            s_queue.TryGet(out _);
            s_queue.TaskDone();
            s_queue.TaskDone();
            s_queue.Join();
        },
        ["queue, by a task"] = () =>
        {
            s_queue.PutAsync(1).GetAwaiter().GetResult();
            s_queue.GetAsync().GetAwaiter().GetResult();
        },
        ["last in first out queue"] = () =>
        {
            s_lifo.Put(1);
            s_lifo.Get();
        },
        ["priority queue"] = () =>
        {
            s_priority.Put(1);
            s_priority.Get();
        },
        ["simple queue"] = () =>
        {
            s_simple.Put(1);
            s_simple.Get();
        },
        ["thread scope"] = () => s_scope.Value++,
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_path_without_waiting_allocates_nothing(string path)
    {
        Action body = s_paths[path];

        // The first rounds create what is kept: storage, and what the runtime makes once.
        Repeat(body, 200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(body, 1000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // Less than one byte a round: a segment of the simple queue may be replaced once.
        Assert.InRange(allocated, 0, path == "simple queue" ? 2000 : 0);
    }

    private static void Repeat(Action body, int count)
    {
        for (int i = 0; i < count; i++)
        {
            body();
        }
    }
}
