using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Hosting;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A child process whose target has a result.</summary>
/// <typeparam name="TResult">The type of the result; a copy crosses.</typeparam>
/// <inheritdoc cref="WorkerProcess"/>
public sealed class WorkerProcess<TResult> : WorkerProcess
{
    internal WorkerProcess(ProcessCall call, WorkerProcessOptions? options)
        : base(call, options)
    {
        if (call.ResultType != typeof(TResult))
        {
            throw new ArgumentException(
                $"The target gives {call.ResultType.Name}, which is not what a process can wait for as {typeof(TResult).Name}. Return Task<T> instead of other awaitable types.",
                nameof(call));
        }
    }

    /// <summary>Waits until the process has ended, and has its result.</summary>
    /// <exception cref="InvalidOperationException">The process was not started.</exception>
    /// <exception cref="WorkerCrashedException">The process ended without a result.</exception>
    /// <exception cref="RemoteException">What left the target, if its type does not exist here. Otherwise that exception itself is thrown.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public TResult Result => GetAwaiter().GetResult();

    internal override bool NeedsResult => true;

    /// <summary>Lets the process be awaited for its result.</summary>
    /// <returns>For the compiler.</returns>
    /// <exception cref="InvalidOperationException">The process was not started.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public new TaskAwaiter<TResult> GetAwaiter() => AsTask().GetAwaiter();

    /// <summary>The end of the process as a task.</summary>
    /// <returns>A task with the result, or with what <see cref="WorkerProcess.RemoteException"/> has.</returns>
    /// <exception cref="InvalidOperationException">The process was not started.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public Task<TResult> AsTask()
    {
        ThrowIfNotJoinable();
        return ResultAsync();
    }

    private async Task<TResult> ResultAsync()
    {
        await SucceededAsync().ConfigureAwait(false);
        return (TResult)ResultOfRun()!;
    }
}
