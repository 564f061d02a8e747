using System.Net;
using System.Security.Authentication;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ManagerTests;

public sealed class SharedManagerTests(Children children) : IClassFixture<Children>
{
    private static int s_initialized;

    public interface ICounter
    {
        int Value { get; }

        int Add(int amount);

        void Fail(string message);
    }

    public interface IWider
    {
        int Add(int amount);

        void Destroy();
    }

    public interface IWithTask
    {
        Task Run();
    }

    private ProcessPool Child => children.Pool;

    [Fact, Trait("Row", "198")]
    public void A_queue_may_be_passed_to_a_pool_with_a_manager_and_without()
    {
        using SharedManager manager = SharedManager.Start();
        using var plain = new ProcessQueue<string>();
        ManagedQueue<string> managed = manager.Queue<string>();
        Assert.Equal(2, Child.Apply(static (ProcessQueue<string> first, ManagedQueue<string> second) =>
        {
            first.Put("plain");
            second.Put("managed");
            return second.Count + 1;
        }, plain, managed));
        Assert.Equal("plain", plain.Get());
        Assert.Equal("managed", managed.Get());
        managed.TaskDone();
        managed.Join();
        Assert.False(managed.TryGet(out _, TimeSpan.FromMilliseconds(1)));
    }

    [Theory, Trait("Row", "215")]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_kind_of_object_works_between_processes(bool hasProcessOfItsOwn)
    {
        using SharedManager manager = hasProcessOfItsOwn ? SharedManager.StartProcess() : SharedManager.Start();
        ManagedLock gate = manager.Lock();
        Assert.True(gate.TryAcquire());
        Assert.False(Child.Apply(static (ManagedLock one) => one.TryAcquire(), gate));
        gate.Release();
        Assert.True(Child.Apply(static (ManagedLock one) => one.TryAcquire(), gate));
        Assert.True(gate.IsLocked);
        gate.Release();
        Assert.Throws<SynchronizationLockException>(gate.Release);
        using (gate.Enter())
        {
            Assert.True(gate.IsLocked);
        }

        ProcessReentrantLock reentrant = manager.ReentrantLock();
        reentrant.Acquire();
        reentrant.Acquire();
        Assert.False(Child.Apply(static (ProcessReentrantLock one) => one.TryAcquire(), reentrant));
        reentrant.Release();
        reentrant.Release();

        ProcessSemaphore semaphore = manager.Semaphore(2, 2);
        semaphore.Acquire();
        Assert.Equal(1, Child.Apply(static (ProcessSemaphore one) => one.CurrentCount, semaphore));
        semaphore.Release();
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release());

        ProcessEvent ready = manager.Event();
        PendingResult<bool> set = Child.ApplyAsync(static (ProcessEvent one) => one.Wait(TimeSpan.FromSeconds(30)), ready);
        ready.Set();
        Assert.True(set.Get(Wait.Limit));

        ProcessBarrier barrier = manager.Barrier(2);
        PendingResult<int> party = Child.ApplyAsync(static (ProcessBarrier one) => one.Wait(TimeSpan.FromSeconds(30)), barrier);
        Assert.Equal(1, barrier.Wait(Wait.Limit) + party.Get(Wait.Limit));

        ProcessCondition condition = manager.Condition();
        condition.Acquire();
        PendingResult<bool> notify = Child.ApplyAsync(static (ProcessCondition one) =>
        {
            using (one.Enter())
            {
                one.NotifyAll();
                return true;
            }
        }, condition);
        Assert.True(condition.Wait(Wait.Limit));
        condition.Release();
        Assert.True(notify.Get(Wait.Limit));

        ManagedQueue<int> queue = manager.Queue<int>(2);
        queue.Put(1);
        queue.Put(2);
        Assert.True(queue.IsFull);
        Assert.Equal(1, Child.Apply(static (ManagedQueue<int> one) => one.Get(), queue));
        ManagedDictionary<string, int> dictionary = manager.Dictionary<string, int>();
        dictionary["a"] = 1;
        Assert.Equal(1, Child.Apply(static (ManagedDictionary<string, int> one) => one["a"], dictionary));
        Assert.Equal(7, Child.Apply(static (ManagedValue<int> one) => one.Value, manager.Value(7)));
    }

    [Fact, Trait("Row", "216")]
    public void Only_the_members_of_the_registered_interface_can_be_called()
    {
        using SharedManager manager = SharedManager.Start();
        var counter = new Counter();
        ManagedObject<ICounter> handle = manager.Register<ICounter>(counter);
        Assert.Equal("3 3", Child.Apply(static (ManagedObject<ICounter> one) => $"{one.Proxy.Add(3)} {one.Proxy.Value}", handle));
        Assert.Equal(3, counter.Value);
        Assert.Equal(4, handle.Proxy.Add(1));
        Assert.Equal("InvalidOperationException: as told", Child.Apply(static (ManagedObject<ICounter> one) => Thrown(() => one.Proxy.Fail("as told")), handle));

        ManagedObject<IWider> disguised = LiveChild.FromHandle<ManagedObject<IWider>>(LiveChild.Handle(handle));
        Assert.Contains("Destroy", Assert.Throws<ProtocolViolationException>(() => disguised.Proxy.Destroy()).Message, StringComparison.Ordinal);
        Assert.StartsWith("ProtocolViolationException: ICounter", Child.Apply(static (ManagedObject<IWider> one) => Thrown(() => one.Proxy.Add(1)), disguised), StringComparison.Ordinal);
        Assert.False(counter.IsDestroyed);
        Assert.Throws<ArgumentException>(() => manager.Register(counter));
        Assert.Throws<ArgumentException>(() => manager.Register<IWithTask>(new WithTask()));
        manager.Shutdown();
        Assert.Throws<ObjectDisposedException>(() => handle.Proxy.Add(1));
    }

    [Fact, Trait("Row", "217")]
    public void A_wrong_key_is_refused_and_the_right_one_finds_what_was_published()
    {
        using SharedManager manager = SharedManager.Start(key: [1, 2, 3]);
        ManagedList<int> list = manager.List<int>();
        list.Add(7);
        manager.Publish("numbers", list);
        Assert.Equal("AuthenticationException", Child.Apply(static (string address) => Thrown(() => SharedManager.Connect(address, [1, 2, 4])), manager.Address).Split(':')[0]);
        Assert.Equal(7, Child.Apply(static (string address) =>
        {
            using SharedManager remote = SharedManager.Connect(address, [1, 2, 3]);
            ManagedList<int> found = remote.Find<ManagedList<int>>("numbers");
            ManagedDictionary<string, int> made = remote.Dictionary<string, int>();
            made["x"] = found[0];
            remote.Publish("made", made);
            return made["x"];
        }, manager.Address));
        Assert.Equal(7, manager.Find<ManagedDictionary<string, int>>("made")["x"]);
        Assert.Throws<KeyNotFoundException>(() => manager.Find<ManagedList<int>>("other"));
        Assert.Throws<FormatException>(() => SharedManager.Connect("nowhere", [1]));
    }

    [Theory, Trait("Row", "218")]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_shutdown_another_manager_can_be_started(bool hasProcessOfItsOwn)
    {
        byte[] key = [5];
        for (int round = 0; round < 2; round++)
        {
            SharedManager manager = hasProcessOfItsOwn ? SharedManager.StartProcess(key: key) : SharedManager.Start(key: key);
            ManagedQueue<string> queue = manager.Queue<string>();
            ManagedList<int> list = manager.List<int>();
            queue.Put("Hi");
            Assert.Equal("Hi", Child.Apply(static (ManagedQueue<string> one) => one.Get(), queue));
            manager.Shutdown();
            manager.Shutdown();
            Assert.True(Fails(() => list.Add(1)));
            Assert.True(Fails(() => queue.Get()));
            Assert.Throws<ObjectDisposedException>(() => manager.Lock());
        }
    }

    [Fact, Trait("Row", "219")]
    public void The_initializer_runs_where_the_objects_live()
    {
        int before = s_initialized;
        using (SharedManager.Start(() => s_initialized++))
        {
            Assert.Equal(before + 1, s_initialized);
        }

        string file = Path.Combine(Path.GetTempPath(), $"manager-initializer-{Environment.ProcessId}");
        File.Delete(file);
        using (SharedManager.StartProcess(static () => File.WriteAllText(Path.Combine(Path.GetTempPath(), $"manager-initializer-{WorkerProcess.Parent!.Pid}"), $"{Environment.ProcessId}")))
        {
            Assert.NotEqual($"{Environment.ProcessId}", File.ReadAllText(file));
        }

        File.Delete(file);
    }

    [Theory, Trait("Row", "220")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_lock_whose_holder_was_killed_is_free_and_the_next_is_told(bool hasProcessOfItsOwn)
    {
        using SharedManager manager = hasProcessOfItsOwn ? SharedManager.StartProcess() : SharedManager.Start();
        ManagedLock gate = manager.Lock();
        ProcessEvent isHeld = manager.Event();
        using WorkerProcess holder = WorkerProcess.Create(static (ManagedLock one, ProcessEvent held) =>
        {
            one.Acquire();
            held.Set();
            Thread.Sleep(Timeout.Infinite);
        }, gate, isHeld);
        holder.Start();
        Assert.True(isHeld.Wait(Wait.Limit));
        Assert.False(gate.TryAcquire());
        Wait.Background waiter = Wait.Start(() => Assert.Throws<AbandonedLockException>(gate.Acquire));
        holder.Kill();
        waiter.Join();
        Assert.True(gate.TryAcquire());
        gate.Release();
    }

    [Fact]
    public void The_end_of_the_managers_process_is_told()
    {
        SharedManager manager = SharedManager.StartProcess();
        ManagedDictionary<string, int> dictionary = manager.Dictionary<string, int>();
        ManagedQueue<int> queue = manager.Queue<int>();
        Wait.Background getter = Wait.Start(() => Assert.True(Fails(() => queue.Get())));
        dictionary["a"] = 1;
        manager.Shutdown();
        getter.Join();
        Assert.True(Fails(() => dictionary["a"] = 2));
    }

    private static bool Fails(Action call)
    {
        try
        {
            call();
            return false;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OwnerExitedException)
        {
            return true;
        }
    }

    private static string Thrown(Action call)
    {
        try
        {
            call();
            return "nothing";
        }
        catch (Exception exception)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }

    private sealed class Counter : ICounter
    {
        private int _value;

        public int Value => _value;

        public bool IsDestroyed { get; private set; }

        public int Add(int amount) => Interlocked.Add(ref _value, amount);

        public void Fail(string message) => throw new InvalidOperationException(message);

        public void Destroy() => IsDestroyed = true;
    }

    private sealed class WithTask : IWithTask
    {
        public Task Run() => Task.CompletedTask;
    }
}
