namespace Analyzers.Tests.Rules;

/// <summary>The documented API of the Runtime's locks as source, so that a test of an analyzer compiles without the Runtime.</summary>
internal static class RuntimeStubs
{
    public const string Locks = """

        namespace ConcurrencyAnalyzers.Runtime
        {
            public sealed class NonReentrantLock
            {
                public void Acquire() { }
                public bool TryAcquire() => true;
                public bool TryAcquire(System.TimeSpan timeout) => true;
                public void Release() { }
                public bool IsLocked => false;
                public Scope Enter() => default;
                public bool TryEnter(out Scope scope) { scope = default; return true; }
                public System.Threading.Tasks.ValueTask<AsyncScope> EnterAsync(System.Threading.CancellationToken token = default) => default;
                public ref struct Scope { public void Dispose() { } }
                public readonly struct AsyncScope : System.IDisposable { public void Dispose() { } }
            }

            public sealed class ReentrantLock
            {
                public void Acquire() { }
                public bool TryAcquire() => true;
                public void Release() { }
                public Scope Enter() => default;
                public ref struct Scope { public void Dispose() { } }
            }

            public class CountingSemaphore
            {
                public CountingSemaphore(int value = 1) { }
                public void Acquire() { }
                public bool TryAcquire() => true;
                public void Release(int n = 1) { }
            }

            public sealed class BoundedSemaphore : CountingSemaphore
            {
                public BoundedSemaphore(int value = 1) : base(value) { }
            }
        }
        """;

    public const string Threads = """

        namespace ConcurrencyAnalyzers.Runtime
        {
            using System;

            public class WorkerThread
            {
                private readonly Action target;
                public WorkerThread(Action target = null, string name = null, bool? daemon = null, int maxStackSize = 0) => this.target = target;
                public static WorkerThread Create<T>(Action<T> target, T argument, string name = null, bool? daemon = null) => new WorkerThread(() => target(argument), name, daemon);
                public static WorkerThread Create<T1, T2>(Action<T1, T2> target, T1 first, T2 second, string name = null, bool? daemon = null) => new WorkerThread(() => target(first, second), name, daemon);
                protected virtual void Run() => target();
                public void Start() { }
                public void Join() { }
                public bool Join(TimeSpan timeout) => true;
                public bool IsAlive => false;
                public string Name { get; set; }
                public bool Daemon { get; set; }
                public Exception Exception => null;
            }

            public sealed class WorkRequest { }

            public sealed class WorkerThreadPool : IDisposable
            {
                public WorkerThreadPool(int workers, int requestQueueSize = 0, int resultQueueSize = 0) { }
                public static System.Collections.Generic.IReadOnlyList<WorkRequest> MakeRequests<T, R>(Func<T, R> f, System.Collections.Generic.IEnumerable<T> items, Action<WorkRequest, R> callback = null, Action<WorkRequest, Exception> onError = null) => null;
                public void PutRequest(WorkRequest request, TimeSpan? timeout = null) { }
                public void Wait() { }
                public void Dispose() { }
            }
        }
        """;
}
