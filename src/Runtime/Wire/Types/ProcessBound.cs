using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>
/// Types that belong to the process they were made in, and what to use instead. By name, along bases and interfaces: to
/// mention a type loads its assembly.
/// </summary>
[RequiresUnreferencedCode(WireCodec.TrimMessage)]
internal static class ProcessBound
{
    private const string Lock = "synchronises the threads of this process only: use a ProcessLock, ProcessSemaphore, ProcessEvent or ProcessCondition";
    private const string Shared = "would be copied, not shared: use a ProcessQueue<T> or a collection of a SharedManager, or pass an array";
    private const string Code = "is code: pass a static method as the target itself and data as its arguments";
    private const string Meta = "describes code that another process loads for itself: pass a name or an enum and let the child choose";
    private const string Thread = "belongs to this process: pass the data it works on";
    private const string Work = "is work of this process: await it and pass its result";
    private const string Handle = "is a handle that only this process has open: pass the name or the path and open it in the child";

    private static readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal)
    {
        ["System.IO.MemoryStream"] = "belongs to this process: pass its bytes, ToArray()",
        ["System.IO.Stream"] = "belongs to this process: pass the path and open it in the child, or send the bytes, or use a ProcessPipe",
        ["System.IO.TextReader"] = "belongs to this process: pass the text, or the path and open it in the child",
        ["System.IO.TextWriter"] = "belongs to this process: return the text, or pass the path and open it in the child",
        ["System.Delegate"] = Code,
        ["System.Linq.Expressions.Expression"] = Code,
        ["System.Reflection.MemberInfo"] = Meta,
        ["System.Reflection.Assembly"] = Meta,
        ["System.Reflection.Module"] = Meta,
        ["System.Reflection.ParameterInfo"] = Meta,
        ["System.Threading.Thread"] = Thread,
        ["System.Diagnostics.Process"] = "belongs to this process: pass its id",
        ["System.Threading.Tasks.Task"] = Work,
        ["System.Threading.Tasks.ValueTask"] = Work,
        ["System.Threading.Tasks.ValueTask`1"] = Work,
        ["System.Threading.Tasks.TaskCompletionSource"] = Work,
        ["System.Threading.Tasks.TaskCompletionSource`1"] = Work,
        ["System.Threading.CancellationTokenSource"] = "belongs to this process: pass its Token, the target takes a CancellationToken",
        ["System.Threading.WaitHandle"] = Lock,
        ["System.Threading.SemaphoreSlim"] = Lock,
        ["System.Threading.ManualResetEventSlim"] = Lock,
        ["System.Threading.CountdownEvent"] = Lock,
        ["System.Threading.Barrier"] = Lock,
        ["System.Threading.ReaderWriterLockSlim"] = Lock,
        ["System.Threading.ReaderWriterLock"] = Lock,
        ["System.Threading.SpinLock"] = Lock,
        ["System.Threading.Lock"] = Lock,
        ["System.Threading.Timer"] = Thread,
        ["System.Threading.PeriodicTimer"] = Thread,
        ["System.Timers.Timer"] = Thread,
        ["System.Threading.ThreadLocal`1"] = Thread,
        ["System.Threading.AsyncLocal`1"] = Thread,
        ["System.Threading.SynchronizationContext"] = Thread,
        ["System.Threading.ExecutionContext"] = Thread,
        ["System.Threading.Channels.Channel`2"] = Shared,
        ["System.Threading.Channels.ChannelReader`1"] = Shared,
        ["System.Threading.Channels.ChannelWriter`1"] = Shared,
        ["System.Collections.Concurrent.ConcurrentDictionary`2"] = Shared,
        ["System.Collections.Concurrent.ConcurrentQueue`1"] = Shared,
        ["System.Collections.Concurrent.ConcurrentBag`1"] = Shared,
        ["System.Collections.Concurrent.ConcurrentStack`1"] = Shared,
        ["System.Collections.Concurrent.BlockingCollection`1"] = Shared,
        ["System.Collections.Generic.IAsyncEnumerable`1"] = "arrives over time: collect it into an array, or use a ProcessQueue<T>",
        ["System.Runtime.InteropServices.SafeHandle"] = Handle,
        ["System.Runtime.InteropServices.CriticalHandle"] = Handle,
        ["System.Runtime.InteropServices.GCHandle"] = "is an address of this process: pass the data",
        ["System.IntPtr"] = "is an address or a handle of this process: pass the data, or a number of another type",
        ["System.UIntPtr"] = "is an address or a handle of this process: pass the data, or a number of another type",
        ["System.Net.Sockets.Socket"] = Handle,
        ["System.Net.Http.HttpMessageInvoker"] = "holds connections of this process: make one in the child",
        ["System.Data.Common.DbConnection"] = "holds a connection of this process: pass the connection string and open it in the child",
        ["System.Data.IDbConnection"] = "holds a connection of this process: pass the connection string and open it in the child",
        ["System.IServiceProvider"] = "belongs to this process: pass the data the target needs",
        ["System.Random"] = "has a hidden state: pass a seed and make one in the child",
        ["System.Text.RegularExpressions.Regex"] = "is compiled for this process: pass its pattern and options",
        ["System.Text.StringBuilder"] = "is not supported: pass its ToString()",
        ["System.WeakReference"] = "refers to memory of this process: pass the object",
        ["System.WeakReference`1"] = "refers to memory of this process: pass the object",
        ["System.Lazy`1"] = "holds code: pass its Value",
        ["System.Exception"] = "is carried back by throwing it: pass its message as a text",
        ["System.Threading.Semaphore"] = Lock,
        ["ConcurrencyAnalyzers.Runtime.NonReentrantLock"] = Lock,
        ["ConcurrencyAnalyzers.Runtime.ReentrantLock"] = Lock,
        ["ConcurrencyAnalyzers.Runtime.CountingSemaphore"] = Lock,
        ["ConcurrencyAnalyzers.Runtime.EventFlag"] = Lock,
        ["ConcurrencyAnalyzers.Runtime.ConditionVariable"] = Lock,
        ["ConcurrencyAnalyzers.Runtime.CyclicBarrier"] = Lock,
        ["ConcurrencyAnalyzers.Runtime.BlockingQueue`1"] = Shared,
        ["ConcurrencyAnalyzers.Runtime.SimpleQueue`1"] = Shared,
        ["ConcurrencyAnalyzers.Runtime.WorkerThread"] = Thread,
        ["ConcurrencyAnalyzers.Runtime.WorkerThreadPool"] = Thread,
        ["ConcurrencyAnalyzers.Runtime.ThreadScope`1"] = Thread,
    };

    internal static string? ReasonOf(Type type)
    {
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            if (_reasons.TryGetValue(NameOf(current), out string? reason))
            {
                return reason;
            }
        }

        foreach (Type contract in type.GetInterfaces())
        {
            if (_reasons.TryGetValue(NameOf(contract), out string? reason))
            {
                return reason;
            }
        }

        return null;
    }

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition().FullName : type.FullName) ?? "";
}
