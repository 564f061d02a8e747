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
}
