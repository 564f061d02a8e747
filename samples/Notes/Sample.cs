namespace Notes;

/// <summary>One program of the notes.</summary>
internal sealed record Sample(string Name, string About, Action Run)
{
    internal static IReadOnlyList<Sample> All { get; } =
    [
        new("music-game", "two threads beside the main thread", MusicGame.Run),
        new("music-game-join", "the main thread waits for its threads", MusicGameJoin.Run),
        new("music-game-daemon", "a daemon thread is abandoned at the end", MusicGameDaemon.Run),
        new("two-tasks", "the simplest threads", TwoTasks.Run),
        new("subclass", "a subclass with a Run of its own", Subclass.Run),
        new("fifty-threads", "start all, then join all", FiftyThreads.Run),
        new("fifty-daemons", "daemon threads that nobody waits for", FiftyDaemons.Run),
        new("counter-lock", "a lock around a shared counter", CounterLock.Run),
        new("nested-rlock", "a lock taken again by the functions below", NestedRLock.Run),
        new("bounded-semaphore", "at most five threads at once", BoundedFive.Run),
        new("threadpool-hello", "requests for a pool of five workers", ThreadPoolHello.Run),
        new("queue-pool", "a thread pool made of a message queue", QueuePool.Run),
        new("queue-basics", "a queue with three places", QueueBasics.Run),
        new("thread-api", "the members of a thread", ThreadApi.Run),
        new("subclass-target", "a subclass that runs the target it was given", SubclassTarget.Run),
        new("shared-counter", "two threads count to 400000", SharedCounter.Run),
        new("thread-sync", "threads that wait for each other", ThreadSync.Run),
        new("producer-consumer", "the pattern with a queue between", ProducerConsumer.Run),
        new("thread-local", "a variable for each thread", ThreadLocalValue.Run),
        new("loop-thread", "the names of the current thread", LoopThread.Run),
        new("twenty-workers", "twenty named threads", TwentyWorkers.Run),
        new("thread-methods", "daemon, ident and the other members", ThreadMethods.Run),
        new("rlock-counter", "ten threads in turn", RLockCounter.Run),
        new("lock-twice", "a lock acquired twice deadlocks", LockTwice.Run),
        new("rlock-twice", "a re-entrant lock acquired twice does not", RLockTwice.Run),
        new("event-execute", "ten threads wait for one event", EventExecute.Run),
        new("process-hello", "one child process", ProcessHello.Run),
        new("process-pool-hello", "a pool of four processes", ProcessPoolHello.Run),
        new("process-pool-results", "the same, with results", ProcessPoolResults.Run),
        new("process-kwargs", "arguments by position and by name", ProcessKwargs.Run),
        new("clock-process", "a process by inheritance, joined for a while", ClockProcess.Run),
        new("process-pool-three", "close before join", ProcessPoolThree.Run),
        new("process-queue-basics", "a queue between processes with three places", ProcessQueueBasics.Run),
        new("nothing-shared", "variables, and a value in shared memory", NothingShared.Run),
        new("cpu-or-io", "threads and processes compared", CpuOrIo.Run),
        new("two-processes", "each with an id of its own", TwoProcesses.Run),
        new("process-pool-long-tasks", "as many processes as processors", ProcessPoolLongTasks.Run),
        new("process-terminate", "a child that does not end by itself", ProcessTerminate.Run),
        new("writer-reader", "two processes and a queue between", WriterReader.Run),
    ];
}
