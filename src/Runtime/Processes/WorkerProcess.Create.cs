using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using ConcurrencyAnalyzers.Runtime.Hosting;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <content>Processes with a target: the counterpart of Python's <c>args</c> and <c>kwargs</c>.</content>
public partial class WorkerProcess
{
    /// <summary>Creates a process for a target without arguments.</summary>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create(
        Action target, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target), options);

    /// <summary>Creates a process for a target with 1 argument.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1>(
        Action<T1> target, T1 arg1, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1), options);

    /// <summary>Creates a process for a target with 2 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2>(
        Action<T1, T2> target, T1 arg1, T2 arg2, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2), options);

    /// <summary>Creates a process for a target with 3 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3>(
        Action<T1, T2, T3> target, T1 arg1, T2 arg2, T3 arg3, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3), options);

    /// <summary>Creates a process for a target with 4 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3, T4>(
        Action<T1, T2, T3, T4> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4), options);

    /// <summary>Creates a process for a target with 5 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3, T4, T5>(
        Action<T1, T2, T3, T4, T5> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5), options);

    /// <summary>Creates a process for a target with 6 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3, T4, T5, T6>(
        Action<T1, T2, T3, T4, T5, T6> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6), options);

    /// <summary>Creates a process for a target with 7 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="T7">The type of argument 7.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="arg7">Argument 7; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3, T4, T5, T6, T7>(
        Action<T1, T2, T3, T4, T5, T6, T7> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6, arg7), options);

    /// <summary>Creates a process for a target with 8 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="T7">The type of argument 7.</typeparam>
    /// <typeparam name="T8">The type of argument 8.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="arg7">Argument 7; a copy crosses at the start.</param>
    /// <param name="arg8">Argument 8; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3, T4, T5, T6, T7, T8>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8), options);

    /// <summary>Creates a process for an asynchronous target without arguments.</summary>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create(
        Func<Task> target, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target), options);

    /// <summary>Creates a process for an asynchronous target with 1 argument.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1>(
        Func<T1, Task> target, T1 arg1, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1), options);

    /// <summary>Creates a process for an asynchronous target with 2 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2>(
        Func<T1, T2, Task> target, T1 arg1, T2 arg2, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2), options);

    /// <summary>Creates a process for an asynchronous target with 3 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3>(
        Func<T1, T2, T3, Task> target, T1 arg1, T2 arg2, T3 arg3, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3), options);

    /// <summary>Creates a process for an asynchronous target with 4 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3, T4>(
        Func<T1, T2, T3, T4, Task> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4), options);

    /// <summary>Creates a process for an asynchronous target with 5 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3, T4, T5>(
        Func<T1, T2, T3, T4, T5, Task> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5), options);

    /// <summary>Creates a process for an asynchronous target with 6 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3, T4, T5, T6>(
        Func<T1, T2, T3, T4, T5, T6, Task> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6), options);

    /// <summary>Creates a process for an asynchronous target with 7 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="T7">The type of argument 7.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="arg7">Argument 7; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3, T4, T5, T6, T7>(
        Func<T1, T2, T3, T4, T5, T6, T7, Task> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6, arg7), options);

    /// <summary>Creates a process for an asynchronous target with 8 arguments.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="T7">The type of argument 7.</typeparam>
    /// <typeparam name="T8">The type of argument 8.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="arg7">Argument 7; a copy crosses at the start.</param>
    /// <param name="arg8">Argument 8; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create<T1, T2, T3, T4, T5, T6, T7, T8>(
        Func<T1, T2, T3, T4, T5, T6, T7, T8, Task> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8), options);

    /// <summary>Creates a process for a target without arguments and with a result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<TResult>(
        Func<TResult> target, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target), options);

    /// <summary>Creates a process for a target with 1 argument and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, TResult>(
        Func<T1, TResult> target, T1 arg1, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1), options);

    /// <summary>Creates a process for a target with 2 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, TResult>(
        Func<T1, T2, TResult> target, T1 arg1, T2 arg2, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2), options);

    /// <summary>Creates a process for a target with 3 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> target, T1 arg1, T2 arg2, T3 arg3, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3), options);

    /// <summary>Creates a process for a target with 4 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, T4, TResult>(
        Func<T1, T2, T3, T4, TResult> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4), options);

    /// <summary>Creates a process for a target with 5 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, T4, T5, TResult>(
        Func<T1, T2, T3, T4, T5, TResult> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5), options);

    /// <summary>Creates a process for a target with 6 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, T4, T5, T6, TResult>(
        Func<T1, T2, T3, T4, T5, T6, TResult> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6), options);

    /// <summary>Creates a process for a target with 7 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="T7">The type of argument 7.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="arg7">Argument 7; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, T4, T5, T6, T7, TResult>(
        Func<T1, T2, T3, T4, T5, T6, T7, TResult> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6, arg7), options);

    /// <summary>Creates a process for a target with 8 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="T7">The type of argument 7.</typeparam>
    /// <typeparam name="T8">The type of argument 8.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="arg7">Argument 7; a copy crosses at the start.</param>
    /// <param name="arg8">Argument 8; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(
        Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8), options);

    /// <summary>Creates a process for an asynchronous target without arguments and with a result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<TResult>(
        Func<Task<TResult>> target, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target), options);

    /// <summary>Creates a process for an asynchronous target with 1 argument and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, TResult>(
        Func<T1, Task<TResult>> target, T1 arg1, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1), options);

    /// <summary>Creates a process for an asynchronous target with 2 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, TResult>(
        Func<T1, T2, Task<TResult>> target, T1 arg1, T2 arg2, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2), options);

    /// <summary>Creates a process for an asynchronous target with 3 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, TResult>(
        Func<T1, T2, T3, Task<TResult>> target, T1 arg1, T2 arg2, T3 arg3, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3), options);

    /// <summary>Creates a process for an asynchronous target with 4 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, T4, TResult>(
        Func<T1, T2, T3, T4, Task<TResult>> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4), options);

    /// <summary>Creates a process for an asynchronous target with 5 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, T4, T5, TResult>(
        Func<T1, T2, T3, T4, T5, Task<TResult>> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5), options);

    /// <summary>Creates a process for an asynchronous target with 6 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, T4, T5, T6, TResult>(
        Func<T1, T2, T3, T4, T5, T6, Task<TResult>> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6), options);

    /// <summary>Creates a process for an asynchronous target with 7 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="T7">The type of argument 7.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="arg7">Argument 7; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, T4, T5, T6, T7, TResult>(
        Func<T1, T2, T3, T4, T5, T6, T7, Task<TResult>> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6, arg7), options);

    /// <summary>Creates a process for an asynchronous target with 8 arguments and with a result.</summary>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <typeparam name="T5">The type of argument 5.</typeparam>
    /// <typeparam name="T6">The type of argument 6.</typeparam>
    /// <typeparam name="T7">The type of argument 7.</typeparam>
    /// <typeparam name="T8">The type of argument 8.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="target">What to run: a method or lambda that captures nothing.</param>
    /// <param name="arg1">Argument 1; a copy crosses at the start.</param>
    /// <param name="arg2">Argument 2; a copy crosses at the start.</param>
    /// <param name="arg3">Argument 3; a copy crosses at the start.</param>
    /// <param name="arg4">Argument 4; a copy crosses at the start.</param>
    /// <param name="arg5">Argument 5; a copy crosses at the start.</param>
    /// <param name="arg6">Argument 6; a copy crosses at the start.</param>
    /// <param name="arg7">Argument 7; a copy crosses at the start.</param>
    /// <param name="arg8">Argument 8; a copy crosses at the start.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter or of the result cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Create<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(
        Func<T1, T2, T3, T4, T5, T6, T7, T8, Task<TResult>> target, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8), options);

    /// <summary>
    /// Creates a process whose arguments are given by position and by name, as Python's <c>args</c> and <c>kwargs</c>. They
    /// are bound now, so a mistake shows here and not in the child.
    /// </summary>
    /// <param name="target">What to run: a method or lambda that captures nothing; a result is dropped.</param>
    /// <param name="args">The first arguments, in order.</param>
    /// <param name="kwargs">Further arguments by parameter name; parameters with a default value may be left out.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="ArgumentException">An argument is missing, too many, of the wrong type, given twice, or its name is unknown.</exception>
    /// <exception cref="CapturedStateException">The target captures variables; the message names them.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Create(
        Delegate target,
        IReadOnlyList<object?> args,
        IReadOnlyDictionary<string, object?>? kwargs = null,
        WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(target, BoundCall.Bind(target, args, kwargs).Arguments), options);

    /// <summary>
    /// Creates a process for a call written out: <c>Call(() =&gt; Work("test", age: 18))</c>. The arguments are evaluated
    /// here and now, so they may use any variable; only the call itself happens in the child.
    /// </summary>
    /// <param name="call">One call of a static method.</param>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    /// <returns>The process, not yet started.</returns>
    /// <exception cref="ArgumentException">The expression is something else than one call.</exception>
    /// <exception cref="NotSerializableException">The type of a parameter cannot cross.</exception>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Call(Expression<Action> call, WorkerProcessOptions? options = null) => new(ProcessCall.Of(call), options);

    /// <inheritdoc cref="Call(Expression{Action}, WorkerProcessOptions?)"/>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess Call(Expression<Func<Task>> call, WorkerProcessOptions? options = null) => new(ProcessCall.Of(call), options);

    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <inheritdoc cref="Call(Expression{Action}, WorkerProcessOptions?)"/>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Call<TResult>(Expression<Func<TResult>> call, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(call), options);

    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <inheritdoc cref="Call(Expression{Action}, WorkerProcessOptions?)"/>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    public static WorkerProcess<TResult> Call<TResult>(Expression<Func<Task<TResult>>> call, WorkerProcessOptions? options = null) =>
        new(ProcessCall.Of(call), options);
}
