using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using ConcurrencyAnalyzers.Runtime.Hosting;
using ConcurrencyAnalyzers.Runtime.Pools;

namespace ConcurrencyAnalyzers.Runtime;

/// <content>Single calls.</content>
public sealed partial class ProcessPool
{
    /// <summary>Runs a target without arguments in a worker and waits for the result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult Apply<TResult>(Func<TResult> target) => ApplyAsync(target).Get();

    /// <summary>Hands a target without arguments to a worker and returns at once.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="callback">Called with the result, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The result, once it is there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> ApplyAsync<TResult>(
        Func<TResult> target,
        Action<TResult>? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w), callback, onError, default, cancellationToken);

    /// <summary>Runs an asynchronous target without arguments in a worker and waits for the result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult Apply<TResult>(Func<Task<TResult>> target) => ApplyAsync(target).Get();

    /// <summary>Hands an asynchronous target without arguments to a worker and returns at once.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="callback">Called with the result, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The result, once it is there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> ApplyAsync<TResult>(
        Func<Task<TResult>> target,
        Action<TResult>? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w), callback, onError, default, cancellationToken);

    /// <summary>Runs a target with 1 argument in a worker and waits for the result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult Apply<T1, TResult>(Func<T1, TResult> target, T1 arg1) => ApplyAsync(target, arg1).Get();

    /// <summary>Hands a target with 1 argument to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="callback">Called with the result, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The result, once it is there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> ApplyAsync<T1, TResult>(
        Func<T1, TResult> target, T1 arg1,
        Action<TResult>? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1), callback, onError, TokenAmong(arg1), cancellationToken);

    /// <summary>Runs an asynchronous target with 1 argument in a worker and waits for the result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult Apply<T1, TResult>(Func<T1, Task<TResult>> target, T1 arg1) => ApplyAsync(target, arg1).Get();

    /// <summary>Hands an asynchronous target with 1 argument to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="callback">Called with the result, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The result, once it is there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> ApplyAsync<T1, TResult>(
        Func<T1, Task<TResult>> target, T1 arg1,
        Action<TResult>? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1), callback, onError, TokenAmong(arg1), cancellationToken);

    /// <summary>Runs a target with 2 arguments in a worker and waits for the result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult Apply<T1, T2, TResult>(Func<T1, T2, TResult> target, T1 arg1, T2 arg2) => ApplyAsync(target, arg1, arg2).Get();

    /// <summary>Hands a target with 2 arguments to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="callback">Called with the result, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The result, once it is there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> ApplyAsync<T1, T2, TResult>(
        Func<T1, T2, TResult> target, T1 arg1, T2 arg2,
        Action<TResult>? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2), callback, onError, TokenAmong(arg1, arg2), cancellationToken);

    /// <summary>Runs an asynchronous target with 2 arguments in a worker and waits for the result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult Apply<T1, T2, TResult>(Func<T1, T2, Task<TResult>> target, T1 arg1, T2 arg2) => ApplyAsync(target, arg1, arg2).Get();

    /// <summary>Hands an asynchronous target with 2 arguments to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="callback">Called with the result, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The result, once it is there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> ApplyAsync<T1, T2, TResult>(
        Func<T1, T2, Task<TResult>> target, T1 arg1, T2 arg2,
        Action<TResult>? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2), callback, onError, TokenAmong(arg1, arg2), cancellationToken);

    /// <summary>Runs a target with 3 arguments in a worker and waits for the result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult Apply<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> target, T1 arg1, T2 arg2, T3 arg3) => ApplyAsync(target, arg1, arg2, arg3).Get();

    /// <summary>Hands a target with 3 arguments to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="callback">Called with the result, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The result, once it is there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> ApplyAsync<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> target, T1 arg1, T2 arg2, T3 arg3,
        Action<TResult>? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2, arg3), callback, onError, TokenAmong(arg1, arg2, arg3), cancellationToken);

    /// <summary>Runs an asynchronous target with 3 arguments in a worker and waits for the result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult Apply<T1, T2, T3, TResult>(Func<T1, T2, T3, Task<TResult>> target, T1 arg1, T2 arg2, T3 arg3) => ApplyAsync(target, arg1, arg2, arg3).Get();

    /// <summary>Hands an asynchronous target with 3 arguments to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="callback">Called with the result, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The result, once it is there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> ApplyAsync<T1, T2, T3, TResult>(
        Func<T1, T2, T3, Task<TResult>> target, T1 arg1, T2 arg2, T3 arg3,
        Action<TResult>? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2, arg3), callback, onError, TokenAmong(arg1, arg2, arg3), cancellationToken);

    /// <summary>Runs a target with 4 arguments in a worker and waits for the result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="arg4">Argument 4; a copy crosses.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult Apply<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => ApplyAsync(target, arg1, arg2, arg3, arg4).Get();

    /// <summary>Hands a target with 4 arguments to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="arg4">Argument 4; a copy crosses.</param>
    /// <param name="callback">Called with the result, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The result, once it is there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> ApplyAsync<T1, T2, T3, T4, TResult>(
        Func<T1, T2, T3, T4, TResult> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4,
        Action<TResult>? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2, arg3, arg4), callback, onError, TokenAmong(arg1, arg2, arg3, arg4), cancellationToken);

    /// <summary>Runs an asynchronous target with 4 arguments in a worker and waits for the result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="arg4">Argument 4; a copy crosses.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public TResult Apply<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, Task<TResult>> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => ApplyAsync(target, arg1, arg2, arg3, arg4).Get();

    /// <summary>Hands an asynchronous target with 4 arguments to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="arg4">Argument 4; a copy crosses.</param>
    /// <param name="callback">Called with the result, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The result, once it is there.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> ApplyAsync<T1, T2, T3, T4, TResult>(
        Func<T1, T2, T3, T4, Task<TResult>> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4,
        Action<TResult>? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2, arg3, arg4), callback, onError, TokenAmong(arg1, arg2, arg3, arg4), cancellationToken);

    /// <summary>Runs a target without arguments and without a result in a worker and waits for its end.</summary>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public void Apply(Action target) => ApplyAsync(target).Get();

    /// <summary>Hands a target without arguments and without a result to a worker and returns at once.</summary>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="callback">Called at the end, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The end, once it is there; its value is always null.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> ApplyAsync(
        Action target,
        Action? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w), Ignoring(callback), onError, default, cancellationToken);

    /// <summary>Runs an asynchronous target without arguments and without a result in a worker and waits for its end.</summary>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public void Apply(Func<Task> target) => ApplyAsync(target).Get();

    /// <summary>Hands an asynchronous target without arguments and without a result to a worker and returns at once.</summary>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="callback">Called at the end, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The end, once it is there; its value is always null.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> ApplyAsync(
        Func<Task> target,
        Action? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w), Ignoring(callback), onError, default, cancellationToken);

    /// <summary>Runs a target with 1 argument and without a result in a worker and waits for its end.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public void Apply<T1>(Action<T1> target, T1 arg1) => ApplyAsync(target, arg1).Get();

    /// <summary>Hands a target with 1 argument and without a result to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="callback">Called at the end, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The end, once it is there; its value is always null.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> ApplyAsync<T1>(
        Action<T1> target, T1 arg1,
        Action? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1), Ignoring(callback), onError, TokenAmong(arg1), cancellationToken);

    /// <summary>Runs an asynchronous target with 1 argument and without a result in a worker and waits for its end.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public void Apply<T1>(Func<T1, Task> target, T1 arg1) => ApplyAsync(target, arg1).Get();

    /// <summary>Hands an asynchronous target with 1 argument and without a result to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="callback">Called at the end, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The end, once it is there; its value is always null.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> ApplyAsync<T1>(
        Func<T1, Task> target, T1 arg1,
        Action? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1), Ignoring(callback), onError, TokenAmong(arg1), cancellationToken);

    /// <summary>Runs a target with 2 arguments and without a result in a worker and waits for its end.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public void Apply<T1, T2>(Action<T1, T2> target, T1 arg1, T2 arg2) => ApplyAsync(target, arg1, arg2).Get();

    /// <summary>Hands a target with 2 arguments and without a result to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="callback">Called at the end, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The end, once it is there; its value is always null.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> ApplyAsync<T1, T2>(
        Action<T1, T2> target, T1 arg1, T2 arg2,
        Action? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2), Ignoring(callback), onError, TokenAmong(arg1, arg2), cancellationToken);

    /// <summary>Runs an asynchronous target with 2 arguments and without a result in a worker and waits for its end.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public void Apply<T1, T2>(Func<T1, T2, Task> target, T1 arg1, T2 arg2) => ApplyAsync(target, arg1, arg2).Get();

    /// <summary>Hands an asynchronous target with 2 arguments and without a result to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="callback">Called at the end, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The end, once it is there; its value is always null.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> ApplyAsync<T1, T2>(
        Func<T1, T2, Task> target, T1 arg1, T2 arg2,
        Action? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2), Ignoring(callback), onError, TokenAmong(arg1, arg2), cancellationToken);

    /// <summary>Runs a target with 3 arguments and without a result in a worker and waits for its end.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public void Apply<T1, T2, T3>(Action<T1, T2, T3> target, T1 arg1, T2 arg2, T3 arg3) => ApplyAsync(target, arg1, arg2, arg3).Get();

    /// <summary>Hands a target with 3 arguments and without a result to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="callback">Called at the end, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The end, once it is there; its value is always null.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> ApplyAsync<T1, T2, T3>(
        Action<T1, T2, T3> target, T1 arg1, T2 arg2, T3 arg3,
        Action? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2, arg3), Ignoring(callback), onError, TokenAmong(arg1, arg2, arg3), cancellationToken);

    /// <summary>Runs an asynchronous target with 3 arguments and without a result in a worker and waits for its end.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public void Apply<T1, T2, T3>(Func<T1, T2, T3, Task> target, T1 arg1, T2 arg2, T3 arg3) => ApplyAsync(target, arg1, arg2, arg3).Get();

    /// <summary>Hands an asynchronous target with 3 arguments and without a result to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="callback">Called at the end, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The end, once it is there; its value is always null.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> ApplyAsync<T1, T2, T3>(
        Func<T1, T2, T3, Task> target, T1 arg1, T2 arg2, T3 arg3,
        Action? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2, arg3), Ignoring(callback), onError, TokenAmong(arg1, arg2, arg3), cancellationToken);

    /// <summary>Runs a target with 4 arguments and without a result in a worker and waits for its end.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="arg4">Argument 4; a copy crosses.</param>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public void Apply<T1, T2, T3, T4>(Action<T1, T2, T3, T4> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => ApplyAsync(target, arg1, arg2, arg3, arg4).Get();

    /// <summary>Hands a target with 4 arguments and without a result to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="arg4">Argument 4; a copy crosses.</param>
    /// <param name="callback">Called at the end, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The end, once it is there; its value is always null.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> ApplyAsync<T1, T2, T3, T4>(
        Action<T1, T2, T3, T4> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4,
        Action? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2, arg3, arg4), Ignoring(callback), onError, TokenAmong(arg1, arg2, arg3, arg4), cancellationToken);

    /// <summary>Runs an asynchronous target with 4 arguments and without a result in a worker and waits for its end.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="arg4">Argument 4; a copy crosses.</param>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    /// <exception cref="WorkerCrashedException">The worker died of the task.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public void Apply<T1, T2, T3, T4>(Func<T1, T2, T3, T4, Task> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => ApplyAsync(target, arg1, arg2, arg3, arg4).Get();

    /// <summary>Hands an asynchronous target with 4 arguments and without a result to a worker and returns at once.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="target">A method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses.</param>
    /// <param name="arg2">Argument 2; a copy crosses.</param>
    /// <param name="arg3">Argument 3; a copy crosses.</param>
    /// <param name="arg4">Argument 4; a copy crosses.</param>
    /// <param name="callback">Called at the end, before others see it; on a thread of the pool, which it should not hold up.</param>
    /// <param name="onError">Called with the exception instead.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The end, once it is there; its value is always null.</returns>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> ApplyAsync<T1, T2, T3, T4>(
        Func<T1, T2, T3, T4, Task> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4,
        Action? callback = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default) =>
        Submit(ProcessTarget.FromDelegate(target), (t, w) => t.WriteArguments(w, arg1, arg2, arg3, arg4), Ignoring(callback), onError, TokenAmong(arg1, arg2, arg3, arg4), cancellationToken);

    /// <summary>Runs a call written out, <c>Call(() =&gt; Work(x, retries: 3))</c>, in a worker and returns at once. The arguments are evaluated here and now.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="call">One call of a static method.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The result, once it is there.</returns>
    /// <exception cref="ArgumentException">The expression is something else than one call.</exception>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> Call<TResult>(Expression<Func<TResult>> call, CancellationToken cancellationToken = default) =>
        SubmitCall<TResult>(call, cancellationToken);

    /// <inheritdoc cref="Call{TResult}(Expression{Func{TResult}}, CancellationToken)"/>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<TResult> Call<TResult>(Expression<Func<Task<TResult>>> call, CancellationToken cancellationToken = default) =>
        SubmitCall<TResult>(call, cancellationToken);

    /// <summary>Runs a call without a result in a worker and returns at once. The arguments are evaluated here and now.</summary>
    /// <param name="call">One call of a static method.</param>
    /// <param name="cancellationToken">Cancels the task; one that runs only if its target takes a token.</param>
    /// <returns>The end, once it is there; its value is always null.</returns>
    /// <exception cref="ArgumentException">The expression is something else than one call.</exception>
    /// <exception cref="InvalidOperationException">The pool was closed, terminated, or is broken.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The target's types, or an argument, cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> Call(Expression<Action> call, CancellationToken cancellationToken = default) =>
        SubmitCall<object?>(call, cancellationToken);

    /// <inheritdoc cref="Call(Expression{Action}, CancellationToken)"/>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public PendingResult<object?> Call(Expression<Func<Task>> call, CancellationToken cancellationToken = default) =>
        SubmitCall<object?>(call, cancellationToken);

    private static Action<object?>? Ignoring(Action? callback) => callback is null ? null : _ => callback();

    /// <summary>A token among the arguments does not cross; its cancellation does.</summary>
    private static CancellationToken TokenAmong(params object?[] arguments)
    {
        foreach (object? argument in arguments)
        {
            if (argument is CancellationToken token)
            {
                return token;
            }
        }

        return default;
    }

    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    private PendingResult<TResult> SubmitCall<TResult>(LambdaExpression call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var target = ProcessTarget.FromCall(call, out object?[] arguments);
        return Submit<TResult>(target, (t, w) => t.WriteArguments(w, arguments), null, null, TokenAmong(arguments), cancellationToken);
    }

    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    private PendingResult<TResult> Submit<TResult>(
        ProcessTarget target,
        Action<ProcessTarget, WireWriter> writeArguments,
        Action<TResult>? callback,
        Action<Exception>? onError,
        CancellationToken tokenAmong,
        CancellationToken cancellationToken)
    {
        var context = new ParentCall();
        var pending = new PendingResult<TResult>();
        var task = new PoolCall<TResult>(target, context, Encode(target, writeArguments, context), pending, callback, onError);
        pending.CancelWith(() => _core.Cancel(task, CancellationToken.None));
        _core.Submit(task);
        task.CancelWith(_core, tokenAmong, cancellationToken);
        return pending;
    }

    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    private static byte[] Encode(ProcessTarget target, Action<ProcessTarget, WireWriter> writeArguments, ParentCall context)
    {
        using var writer = new WireWriter(context);
        writer.WriteBoolean(false);
        writeArguments(target, writer);
        return writer.Written.ToArray();
    }
}
