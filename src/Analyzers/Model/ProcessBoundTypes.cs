using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Model;

/// <summary>
/// Types that mean something only in the process they were made in: the Runtime refuses to write them for another one. A test compares the
/// names with those that the Runtime itself has.
/// </summary>
internal static class ProcessBoundTypes
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "System.IO.MemoryStream", "System.IO.Stream", "System.IO.TextReader", "System.IO.TextWriter",
        "System.Delegate", "System.Linq.Expressions.Expression",
        "System.Reflection.MemberInfo", "System.Reflection.Assembly", "System.Reflection.Module", "System.Reflection.ParameterInfo",
        "System.Threading.Thread", "System.Diagnostics.Process",
        "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.ValueTask`1",
        "System.Threading.Tasks.TaskCompletionSource", "System.Threading.Tasks.TaskCompletionSource`1",
        "System.Threading.CancellationTokenSource", "System.Threading.WaitHandle", "System.Threading.SemaphoreSlim", "System.Threading.Semaphore",
        "System.Threading.ManualResetEventSlim", "System.Threading.CountdownEvent", "System.Threading.Barrier",
        "System.Threading.ReaderWriterLockSlim", "System.Threading.ReaderWriterLock", "System.Threading.SpinLock", "System.Threading.Lock",
        "System.Threading.Timer", "System.Threading.PeriodicTimer", "System.Timers.Timer",
        "System.Threading.ThreadLocal`1", "System.Threading.AsyncLocal`1", "System.Threading.SynchronizationContext", "System.Threading.ExecutionContext",
        "System.Threading.Channels.Channel`2", "System.Threading.Channels.ChannelReader`1", "System.Threading.Channels.ChannelWriter`1",
        "System.Collections.Concurrent.ConcurrentDictionary`2", "System.Collections.Concurrent.ConcurrentQueue`1",
        "System.Collections.Concurrent.ConcurrentBag`1", "System.Collections.Concurrent.ConcurrentStack`1", "System.Collections.Concurrent.BlockingCollection`1",
        "System.Collections.Generic.IAsyncEnumerable`1",
        "System.Runtime.InteropServices.SafeHandle", "System.Runtime.InteropServices.CriticalHandle", "System.Runtime.InteropServices.GCHandle",
        "System.IntPtr", "System.UIntPtr", "System.Net.Sockets.Socket", "System.Net.Http.HttpMessageInvoker",
        "System.Data.Common.DbConnection", "System.Data.IDbConnection", "System.IServiceProvider",
        "System.Random", "System.Text.RegularExpressions.Regex", "System.Text.StringBuilder",
        "System.WeakReference", "System.WeakReference`1", "System.Lazy`1", "System.Exception",
        "ConcurrencyAnalyzers.Runtime.NonReentrantLock", "ConcurrencyAnalyzers.Runtime.ReentrantLock", "ConcurrencyAnalyzers.Runtime.CountingSemaphore",
        "ConcurrencyAnalyzers.Runtime.EventFlag", "ConcurrencyAnalyzers.Runtime.ConditionVariable", "ConcurrencyAnalyzers.Runtime.CyclicBarrier",
        "ConcurrencyAnalyzers.Runtime.BlockingQueue`1", "ConcurrencyAnalyzers.Runtime.SimpleQueue`1",
        "ConcurrencyAnalyzers.Runtime.WorkerThread", "ConcurrencyAnalyzers.Runtime.WorkerThreadPool", "ConcurrencyAnalyzers.Runtime.ThreadScope`1",
    };

    public static IReadOnlyCollection<string> All => Names;

    /// <summary>Whether the type, one of its bases or one of its interfaces is such a type.</summary>
    public static bool Contains(ITypeSymbol type)
    {
        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (IsListed(current))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(IsListed);
    }

    private static bool IsListed(INamedTypeSymbol type) => Names.Contains(MetadataNames.Of(type.OriginalDefinition));
}
