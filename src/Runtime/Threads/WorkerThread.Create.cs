using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <content>Threads with arguments: the counterpart of Python's <c>args</c> and <c>kwargs</c>.</content>
public partial class WorkerThread
{
    /// <summary>Creates a thread for a target without arguments.</summary>
    /// <param name="target">What to run.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">True: the process does not wait for it. Null: as the creating thread.</param>
    /// <returns>The thread, not yet started.</returns>
    public static WorkerThread Create(Action target, string? name = null, bool? daemon = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WorkerThread(target, target, name, daemon, 0);
    }

    /// <summary>Creates a thread for a target with 1 argument, checked by the compiler.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="target">What to run.</param>
    /// <param name="arg1">Argument 1.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">True: the process does not wait for it. Null: as the creating thread.</param>
    /// <returns>The thread, not yet started.</returns>
    public static WorkerThread Create<T1>(
        Action<T1> target, T1 arg1, string? name = null, bool? daemon = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WorkerThread(() => target(arg1), target, name, daemon, 0);
    }

    /// <summary>Creates a thread for a target with 2 arguments, checked by the compiler.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="target">What to run.</param>
    /// <param name="arg1">Argument 1.</param>
    /// <param name="arg2">Argument 2.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">True: the process does not wait for it. Null: as the creating thread.</param>
    /// <returns>The thread, not yet started.</returns>
    public static WorkerThread Create<T1, T2>(
        Action<T1, T2> target, T1 arg1, T2 arg2, string? name = null, bool? daemon = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WorkerThread(() => target(arg1, arg2), target, name, daemon, 0);
    }

    /// <summary>Creates a thread for a target with 3 arguments, checked by the compiler.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <param name="target">What to run.</param>
    /// <param name="arg1">Argument 1.</param>
    /// <param name="arg2">Argument 2.</param>
    /// <param name="arg3">Argument 3.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">True: the process does not wait for it. Null: as the creating thread.</param>
    /// <returns>The thread, not yet started.</returns>
    public static WorkerThread Create<T1, T2, T3>(
        Action<T1, T2, T3> target, T1 arg1, T2 arg2, T3 arg3, string? name = null, bool? daemon = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WorkerThread(() => target(arg1, arg2, arg3), target, name, daemon, 0);
    }

    /// <summary>Creates a thread for a target with 4 arguments, checked by the compiler.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="target">What to run.</param>
    /// <param name="arg1">Argument 1.</param>
    /// <param name="arg2">Argument 2.</param>
    /// <param name="arg3">Argument 3.</param>
    /// <param name="arg4">Argument 4.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">True: the process does not wait for it. Null: as the creating thread.</param>
    /// <returns>The thread, not yet started.</returns>
    public static WorkerThread Create<T1, T2, T3, T4>(
        Action<T1, T2, T3, T4> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, string? name = null, bool? daemon = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WorkerThread(() => target(arg1, arg2, arg3, arg4), target, name, daemon, 0);
    }

    /// <summary>Creates a thread for a target with 5 arguments, checked by the compiler.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <param name="target">What to run.</param>
    /// <param name="arg1">Argument 1.</param>
    /// <param name="arg2">Argument 2.</param>
    /// <param name="arg3">Argument 3.</param>
    /// <param name="arg4">Argument 4.</param>
    /// <param name="arg5">Argument 5.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">True: the process does not wait for it. Null: as the creating thread.</param>
    /// <returns>The thread, not yet started.</returns>
    public static WorkerThread Create<T1, T2, T3, T4, T5>(
        Action<T1, T2, T3, T4, T5> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, string? name = null, bool? daemon = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WorkerThread(() => target(arg1, arg2, arg3, arg4, arg5), target, name, daemon, 0);
    }

    /// <summary>Creates a thread for a target with 6 arguments, checked by the compiler.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <param name="target">What to run.</param>
    /// <param name="arg1">Argument 1.</param>
    /// <param name="arg2">Argument 2.</param>
    /// <param name="arg3">Argument 3.</param>
    /// <param name="arg4">Argument 4.</param>
    /// <param name="arg5">Argument 5.</param>
    /// <param name="arg6">Argument 6.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">True: the process does not wait for it. Null: as the creating thread.</param>
    /// <returns>The thread, not yet started.</returns>
    public static WorkerThread Create<T1, T2, T3, T4, T5, T6>(
        Action<T1, T2, T3, T4, T5, T6> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, string? name = null, bool? daemon = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WorkerThread(() => target(arg1, arg2, arg3, arg4, arg5, arg6), target, name, daemon, 0);
    }

    /// <summary>Creates a thread for a target with 7 arguments, checked by the compiler.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="T7">The type of argument 7.</typeparam>
    /// <param name="target">What to run.</param>
    /// <param name="arg1">Argument 1.</param>
    /// <param name="arg2">Argument 2.</param>
    /// <param name="arg3">Argument 3.</param>
    /// <param name="arg4">Argument 4.</param>
    /// <param name="arg5">Argument 5.</param>
    /// <param name="arg6">Argument 6.</param>
    /// <param name="arg7">Argument 7.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">True: the process does not wait for it. Null: as the creating thread.</param>
    /// <returns>The thread, not yet started.</returns>
    public static WorkerThread Create<T1, T2, T3, T4, T5, T6, T7>(
        Action<T1, T2, T3, T4, T5, T6, T7> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, string? name = null, bool? daemon = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WorkerThread(() => target(arg1, arg2, arg3, arg4, arg5, arg6, arg7), target, name, daemon, 0);
    }

    /// <summary>Creates a thread for a target with 8 arguments, checked by the compiler.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="T7">The type of argument 7.</typeparam>
    /// <typeparam name="T8">The type of argument 8.</typeparam>
    /// <param name="target">What to run.</param>
    /// <param name="arg1">Argument 1.</param>
    /// <param name="arg2">Argument 2.</param>
    /// <param name="arg3">Argument 3.</param>
    /// <param name="arg4">Argument 4.</param>
    /// <param name="arg5">Argument 5.</param>
    /// <param name="arg6">Argument 6.</param>
    /// <param name="arg7">Argument 7.</param>
    /// <param name="arg8">Argument 8.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">True: the process does not wait for it. Null: as the creating thread.</param>
    /// <returns>The thread, not yet started.</returns>
    public static WorkerThread Create<T1, T2, T3, T4, T5, T6, T7, T8>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, string? name = null, bool? daemon = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WorkerThread(() => target(arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8), target, name, daemon, 0);
    }

    /// <summary>
    /// Creates a thread whose arguments are given by position and by name, as Python's <c>args</c> and <c>kwargs</c>. They
    /// are bound now, so a mistake shows here and not in the thread.
    /// </summary>
    /// <param name="target">What to run; a result is dropped.</param>
    /// <param name="args">The first arguments, in order.</param>
    /// <param name="kwargs">Further arguments by parameter name; parameters with a default value may be left out.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">True: the process does not wait for it. Null: as the creating thread.</param>
    /// <returns>The thread, not yet started.</returns>
    /// <exception cref="ArgumentException">An argument is missing, too many, of the wrong type, given twice, or its name is unknown.</exception>
    public static WorkerThread Create(
        Delegate target,
        IReadOnlyList<object?> args,
        IReadOnlyDictionary<string, object?>? kwargs = null,
        string? name = null,
        bool? daemon = null)
    {
        BoundCall call = BoundCall.Bind(target, args, kwargs);
        return new WorkerThread(() => call.Invoke(), target, name, daemon, 0);
    }
}
