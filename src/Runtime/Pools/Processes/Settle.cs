namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>
/// Callbacks come before the result is there for others, as in Python, so who waits can rely on what they did. What a
/// callback throws costs nobody the result.
/// </summary>
internal static class Settle
{
    internal static void Succeed<T>(PendingResult<T> pending, T value, Action<T>? callback)
    {
        if (callback is not null)
        {
            Guard(() => callback(value));
        }

        pending.Succeed(value);
    }

    internal static void Fail<T>(PendingResult<T> pending, Exception exception, Action<Exception>? onError)
    {
        if (onError is not null)
        {
            Guard(() => onError(exception));
        }

        pending.Fail(exception);
    }

    private static void Guard(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception exception)
        {
            Threads.WriteError("Exception in a callback of a ProcessPool:", exception);
        }
    }
}
