using System.Globalization;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A piece of work for a <see cref="WorkerThreadPool"/>: a function with its argument, and what to call with the outcome.
/// The <c>threadpool</c> module's <c>WorkRequest</c>.
/// </summary>
/// <remarks>A request is put into one pool once. Its outcome may be read once the pool has called back, or <see cref="WorkerThreadPool.Wait()"/> has returned.</remarks>
public abstract class WorkRequest
{
    private static long s_lastId;
    private int _isTaken;

    private protected WorkRequest() => RequestId = Interlocked.Increment(ref s_lastId);

    /// <summary>A number that no other request of the process has.</summary>
    public long RequestId { get; }

    /// <summary>Whether the function has ended, with a result or an exception.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>What the function returned; null until then, for a function without a result, and if it threw.</summary>
    public object? Result { get; private protected set; }

    /// <summary>What the function threw; null if it did not.</summary>
    public Exception? Exception { get; private set; }

    /// <summary>Creates a request for a function with one argument.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="function">What to run in a worker.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="callback">Called with the result, on the thread that polls or waits.</param>
    /// <param name="onError">Called with the exception, likewise; null: it is written to standard error.</param>
    /// <returns>The request.</returns>
    public static WorkRequest Create<T, TResult>(
        Func<T, TResult> function, T argument, Action<WorkRequest, TResult>? callback = null, Action<WorkRequest, Exception>? onError = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Typed<TResult>(() => function(argument), callback, onError);
    }

    /// <summary>Creates a request for a method with one argument and no result.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <param name="method">What to run in a worker.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="callback">Called after it, on the thread that polls or waits.</param>
    /// <param name="onError">Called with the exception, likewise; null: it is written to standard error.</param>
    /// <returns>The request.</returns>
    public static WorkRequest Create<T>(
        Action<T> method, T argument, Action<WorkRequest>? callback = null, Action<WorkRequest, Exception>? onError = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        return new Typed<object?>(
            () =>
            {
                method(argument);
                return null;
            },
            callback is null ? null : (request, _) => callback(request),
            onError);
    }

    /// <summary>Creates a request whose arguments are given by position and by name. They are bound now, so a mistake shows here.</summary>
    /// <param name="target">What to run in a worker.</param>
    /// <param name="args">The first arguments, in order.</param>
    /// <param name="kwargs">Further arguments by parameter name.</param>
    /// <param name="callback">Called with the result, on the thread that polls or waits.</param>
    /// <param name="onError">Called with the exception, likewise; null: it is written to standard error.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">An argument is missing, too many, of the wrong type, given twice, or its name is unknown.</exception>
    public static WorkRequest Create(
        Delegate target,
        IReadOnlyList<object?> args,
        IReadOnlyDictionary<string, object?>? kwargs = null,
        Action<WorkRequest, object?>? callback = null,
        Action<WorkRequest, Exception>? onError = null) =>
        new Typed<object?>(Internal.BoundCall.Bind(target, args, kwargs).Invoke, callback, onError);

    /// <summary>The number and the state.</summary>
    /// <returns>For example <c>WorkRequest 7 (failed)</c>.</returns>
    public override string ToString()
    {
        string state = !IsCompleted ? "pending" : Exception is null ? "done" : "failed";
        return string.Create(CultureInfo.InvariantCulture, $"{nameof(WorkRequest)} {RequestId} ({state})");
    }

    /// <summary>A request belongs to the first pool it is put into.</summary>
    internal void Take()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            throw new InvalidOperationException(
                $"Request {RequestId} was already put into a pool; create a new request for every run.");
        }
    }

    /// <summary>Undoes <see cref="Take"/> for a request that found no room.</summary>
    internal void GiveBack() => Volatile.Write(ref _isTaken, 0);

    /// <summary>Runs the function, in a worker.</summary>
    internal void Execute()
    {
        try
        {
            Invoke();
        }
        catch (Exception exception)
        {
            Exception = exception;
        }

        IsCompleted = true;
    }

    /// <summary>Calls back with the outcome, in the thread that polls.</summary>
    internal abstract void CallBack();

    private protected abstract void Invoke();

    private sealed class Typed<TResult>(
        Func<TResult> function, Action<WorkRequest, TResult>? callback, Action<WorkRequest, Exception>? onError) : WorkRequest
    {
        private Func<TResult>? _function = function;
        private TResult? _result;

        internal override void CallBack()
        {
            if (Exception is null)
            {
                callback?.Invoke(this, _result!);
            }
            else if (onError is not null)
            {
                onError(this, Exception);
            }
            else
            {
                Threads.WriteError($"Exception in request {RequestId}:", Exception);
            }
        }

        private protected override void Invoke()
        {
            Func<TResult> function = _function!;

            // Not kept alive by the outcome.
            _function = null;
            _result = function();
            Result = _result;
        }
    }
}
