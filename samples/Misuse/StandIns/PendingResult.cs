namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Stands in for the handle of ConcurrencyAnalyzers.Runtime on a result that a pool has yet to compute.</summary>
public sealed class PendingResult<T>
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits for the result. An exception of the function is thrown here.</summary>
    public T Get() => completion.Task.GetAwaiter().GetResult();

    internal void Complete(Func<T> function)
    {
        try
        {
            completion.SetResult(function());
        }
        catch (Exception exception)
        {
            completion.SetException(exception);
        }
    }
}
