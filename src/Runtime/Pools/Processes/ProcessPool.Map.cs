using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Pools;

namespace ConcurrencyAnalyzers.Runtime;

/// <content>A target called for many items.</content>
public sealed partial class ProcessPool
{
    /// <summary>Calls a target for each item in the workers and waits for all of them, also after a failure.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult[] Map<T, TResult>(Func<T, TResult> target, IEnumerable<T> items, int chunkSize = 0) =>
        MapAsync(target, items, chunkSize).Get();

    /// <summary>Calls a target for each item in the workers and returns at once.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <param name="callback">Called with all results, before others see them; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the first exception instead.</param>
    /// <returns>The results in the order of the items, once all are there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult[]> MapAsync<T, TResult>(
        Func<T, TResult> target,
        IEnumerable<T> items,
        int chunkSize = 0,
        Action<TResult[]>? callback = null,
        Action<Exception>? onError = null) =>
        SubmitMap(new MapTarget<T>(ProcessTarget.FromDelegate(target), static (t, w, item) => t.WriteArguments(w, item)), items, chunkSize, callback, onError);

    /// <summary>Calls an asynchronous target for each item in the workers and waits for all of them, also after a failure.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult[] Map<T, TResult>(Func<T, Task<TResult>> target, IEnumerable<T> items, int chunkSize = 0) =>
        MapAsync(target, items, chunkSize).Get();

    /// <summary>Calls an asynchronous target for each item in the workers and returns at once.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <param name="callback">Called with all results, before others see them; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the first exception instead.</param>
    /// <returns>The results in the order of the items, once all are there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult[]> MapAsync<T, TResult>(
        Func<T, Task<TResult>> target,
        IEnumerable<T> items,
        int chunkSize = 0,
        Action<TResult[]>? callback = null,
        Action<Exception>? onError = null) =>
        SubmitMap(new MapTarget<T>(ProcessTarget.FromDelegate(target), static (t, w, item) => t.WriteArguments(w, item)), items, chunkSize, callback, onError);

    /// <summary>Calls a target for each tuple of 2 arguments in the workers and waits for all of them, also after a failure.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult[] StarMap<T1, T2, TResult>(Func<T1, T2, TResult> target, IEnumerable<(T1, T2)> items, int chunkSize = 0) =>
        StarMapAsync(target, items, chunkSize).Get();

    /// <summary>Calls a target for each tuple of 2 arguments in the workers and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <param name="callback">Called with all results, before others see them; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the first exception instead.</param>
    /// <returns>The results in the order of the items, once all are there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult[]> StarMapAsync<T1, T2, TResult>(
        Func<T1, T2, TResult> target,
        IEnumerable<(T1, T2)> items,
        int chunkSize = 0,
        Action<TResult[]>? callback = null,
        Action<Exception>? onError = null) =>
        SubmitMap(new MapTarget<(T1, T2)>(ProcessTarget.FromDelegate(target), static (t, w, item) => t.WriteArguments(w, item.Item1, item.Item2)), items, chunkSize, callback, onError);

    /// <summary>Calls an asynchronous target for each tuple of 2 arguments in the workers and waits for all of them, also after a failure.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult[] StarMap<T1, T2, TResult>(Func<T1, T2, Task<TResult>> target, IEnumerable<(T1, T2)> items, int chunkSize = 0) =>
        StarMapAsync(target, items, chunkSize).Get();

    /// <summary>Calls an asynchronous target for each tuple of 2 arguments in the workers and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <param name="callback">Called with all results, before others see them; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the first exception instead.</param>
    /// <returns>The results in the order of the items, once all are there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult[]> StarMapAsync<T1, T2, TResult>(
        Func<T1, T2, Task<TResult>> target,
        IEnumerable<(T1, T2)> items,
        int chunkSize = 0,
        Action<TResult[]>? callback = null,
        Action<Exception>? onError = null) =>
        SubmitMap(new MapTarget<(T1, T2)>(ProcessTarget.FromDelegate(target), static (t, w, item) => t.WriteArguments(w, item.Item1, item.Item2)), items, chunkSize, callback, onError);

    /// <summary>Calls a target for each tuple of 3 arguments in the workers and waits for all of them, also after a failure.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult[] StarMap<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> target, IEnumerable<(T1, T2, T3)> items, int chunkSize = 0) =>
        StarMapAsync(target, items, chunkSize).Get();

    /// <summary>Calls a target for each tuple of 3 arguments in the workers and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <param name="callback">Called with all results, before others see them; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the first exception instead.</param>
    /// <returns>The results in the order of the items, once all are there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult[]> StarMapAsync<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> target,
        IEnumerable<(T1, T2, T3)> items,
        int chunkSize = 0,
        Action<TResult[]>? callback = null,
        Action<Exception>? onError = null) =>
        SubmitMap(new MapTarget<(T1, T2, T3)>(ProcessTarget.FromDelegate(target), static (t, w, item) => t.WriteArguments(w, item.Item1, item.Item2, item.Item3)), items, chunkSize, callback, onError);

    /// <summary>Calls an asynchronous target for each tuple of 3 arguments in the workers and waits for all of them, also after a failure.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult[] StarMap<T1, T2, T3, TResult>(Func<T1, T2, T3, Task<TResult>> target, IEnumerable<(T1, T2, T3)> items, int chunkSize = 0) =>
        StarMapAsync(target, items, chunkSize).Get();

    /// <summary>Calls an asynchronous target for each tuple of 3 arguments in the workers and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read to the end before anything is sent.</param>
    /// <param name="chunkSize">How many items cross at a time; 0: four chunks for each worker.</param>
    /// <param name="callback">Called with all results, before others see them; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the first exception instead.</param>
    /// <returns>The results in the order of the items, once all are there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult[]> StarMapAsync<T1, T2, T3, TResult>(
        Func<T1, T2, T3, Task<TResult>> target,
        IEnumerable<(T1, T2, T3)> items,
        int chunkSize = 0,
        Action<TResult[]>? callback = null,
        Action<Exception>? onError = null) =>
        SubmitMap(new MapTarget<(T1, T2, T3)>(ProcessTarget.FromDelegate(target), static (t, w, item) => t.WriteArguments(w, item.Item1, item.Item2, item.Item3)), items, chunkSize, callback, onError);

    /// <summary>Calls a target for each item in the workers; the results are read in the order of the items, while others are still computed.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read by a thread of the pool, some chunks ahead of the workers.</param>
    /// <param name="chunkSize">How many items cross at a time.</param>
    /// <returns>The results, to be read once. Reading throws what a target or the source threw, after the results before it; who stops reading stops the source.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The chunk size is not positive.</exception>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public IEnumerable<TResult> IMap<T, TResult>(Func<T, TResult> target, IEnumerable<T> items, int chunkSize = 1) =>
        Stream<T, TResult>(new MapTarget<T>(ProcessTarget.FromDelegate(target), static (t, w, item) => t.WriteArguments(w, item)), items, chunkSize, isOrdered: true);

    /// <summary>Calls a target for each item in the workers; the results are read as they come, while others are still computed.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read by a thread of the pool, some chunks ahead of the workers.</param>
    /// <param name="chunkSize">How many items cross at a time.</param>
    /// <returns>The results, to be read once. Reading throws what a target or the source threw, after the results before it; who stops reading stops the source.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The chunk size is not positive.</exception>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public IEnumerable<TResult> IMapUnordered<T, TResult>(Func<T, TResult> target, IEnumerable<T> items, int chunkSize = 1) =>
        Stream<T, TResult>(new MapTarget<T>(ProcessTarget.FromDelegate(target), static (t, w, item) => t.WriteArguments(w, item)), items, chunkSize, isOrdered: false);

    /// <summary>Calls an asynchronous target for each item in the workers; the results are read in the order of the items, while others are still computed.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read by a thread of the pool, some chunks ahead of the workers.</param>
    /// <param name="chunkSize">How many items cross at a time.</param>
    /// <returns>The results, to be read once. Reading throws what a target or the source threw, after the results before it; who stops reading stops the source.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The chunk size is not positive.</exception>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public IEnumerable<TResult> IMap<T, TResult>(Func<T, Task<TResult>> target, IEnumerable<T> items, int chunkSize = 1) =>
        Stream<T, TResult>(new MapTarget<T>(ProcessTarget.FromDelegate(target), static (t, w, item) => t.WriteArguments(w, item)), items, chunkSize, isOrdered: true);

    /// <summary>Calls an asynchronous target for each item in the workers; the results are read as they come, while others are still computed.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read by a thread of the pool, some chunks ahead of the workers.</param>
    /// <param name="chunkSize">How many items cross at a time.</param>
    /// <returns>The results, to be read once. Reading throws what a target or the source threw, after the results before it; who stops reading stops the source.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The chunk size is not positive.</exception>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public IEnumerable<TResult> IMapUnordered<T, TResult>(Func<T, Task<TResult>> target, IEnumerable<T> items, int chunkSize = 1) =>
        Stream<T, TResult>(new MapTarget<T>(ProcessTarget.FromDelegate(target), static (t, w, item) => t.WriteArguments(w, item)), items, chunkSize, isOrdered: false);

    /// <summary>Calls a target for each item of an asynchronous source; a bounded number of items is under way.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read no further ahead than that number: a slow reader slows it down.</param>
    /// <param name="maxInFlight">How many items are under way at most; 0: four for each worker.</param>
    /// <param name="cancellationToken">Ends the reading, and the tasks under way that take a token.</param>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of items under way is negative.</exception>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public IAsyncEnumerable<TResult> StreamAsync<T, TResult>(
        Func<T, TResult> target, IAsyncEnumerable<T> items, int maxInFlight = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegative(maxInFlight);
        return StreamCoreAsync(item => ApplyAsync(target, item, cancellationToken: cancellationToken), items, maxInFlight, cancellationToken);
    }

    /// <summary>Calls an asynchronous target for each item of an asynchronous source; a bounded number of items is under way.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="items">Read no further ahead than that number: a slow reader slows it down.</param>
    /// <param name="maxInFlight">How many items are under way at most; 0: four for each worker.</param>
    /// <param name="cancellationToken">Ends the reading, and the tasks under way that take a token.</param>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of items under way is negative.</exception>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public IAsyncEnumerable<TResult> StreamAsync<T, TResult>(
        Func<T, Task<TResult>> target, IAsyncEnumerable<T> items, int maxInFlight = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegative(maxInFlight);
        return StreamCoreAsync(item => ApplyAsync(target, item, cancellationToken: cancellationToken), items, maxInFlight, cancellationToken);
    }

    private async IAsyncEnumerable<TResult> StreamCoreAsync<T, TResult>(
        Func<T, PendingResult<TResult>> submit,
        IAsyncEnumerable<T> items,
        int maxInFlight,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int limit = maxInFlight > 0 ? maxInFlight : 4 * _core.Processes;
        var pending = new Queue<PendingResult<TResult>>();
        await foreach (T item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            pending.Enqueue(submit(item));
            while (pending.Count >= limit || (pending.Count > 0 && pending.Peek().Ready))
            {
                yield return await pending.Dequeue().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        while (pending.TryDequeue(out PendingResult<TResult>? next))
        {
            yield return await next.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    private PendingResult<TResult[]> SubmitMap<TItem, TResult>(
        MapTarget<TItem> target, IEnumerable<TItem> items, int chunkSize, Action<TResult[]>? callback, Action<Exception>? onError)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegative(chunkSize);
        TItem[] all = items as TItem[] ?? [.. items];
        var pending = new PendingResult<TResult[]>();
        _core.AddFeeder();
        try
        {
            int size = chunkSize > 0 ? chunkSize : DefaultChunkSize(all.Length);
            int chunks = (all.Length + size - 1) / size;
            if (chunks == 0)
            {
                Settle.Succeed(pending, [], callback);
                return pending;
            }

            SubmitChunks(target, all, size, new MapCollector<TResult>(all.Length, chunks, pending, callback, onError));
            return pending;
        }
        finally
        {
            _core.RemoveFeeder();
        }
    }

    /// <summary>Everything is written before anything is sent: an item that cannot cross fails the whole map here.</summary>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    private void SubmitChunks<TItem, TResult>(MapTarget<TItem> target, TItem[] all, int size, MapCollector<TResult> collector)
    {
        var tasks = new List<PoolChunk<TResult>>();
        for (int start = 0; start < all.Length; start += size)
        {
            int first = start;
            int count = Math.Min(size, all.Length - start);
            tasks.Add(new PoolChunk<TResult>(
                target.Target, target.Encode(all.AsSpan(start, count)), count, chunk => collector.Add(first, chunk)));
        }

        foreach (PoolChunk<TResult> task in tasks)
        {
            _core.SubmitAccepted(task);
        }
    }

    /// <summary>As Python: four chunks for each worker, rounded up.</summary>
    private int DefaultChunkSize(int items)
    {
        const int ChunksPerWorker = 4;
        return Math.Max(1, (items + (ChunksPerWorker * _core.Processes) - 1) / (ChunksPerWorker * _core.Processes));
    }

    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    private ResultStream<TItem, TResult> Stream<TItem, TResult>(MapTarget<TItem> target, IEnumerable<TItem> items, int chunkSize, bool isOrdered)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunkSize);
        return new ResultStream<TItem, TResult>(_core, target, items, chunkSize, isOrdered);
    }
}
