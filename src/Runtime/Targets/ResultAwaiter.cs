using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Waits on this thread for the end of an asynchronous target; a child has nothing else to do meanwhile.</summary>
internal abstract class ResultAwaiter
{
    /// <summary>What the target yields in the end, or null if a method is not asynchronous.</summary>
    internal abstract Type ResultType { get; }

    internal abstract object? Wait(object? pending);

    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    [RequiresDynamicCode(TargetId.TrimMessage)]
    internal static ResultAwaiter? For(Type returned)
    {
        if (returned == typeof(Task) || returned == typeof(ValueTask))
        {
            return new OfNothing();
        }

        Type? definition = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        Type? awaiter = definition == typeof(Task<>) ? typeof(OfTask<>) : definition == typeof(ValueTask<>) ? typeof(OfValueTask<>) : null;
        return awaiter is null ? null : (ResultAwaiter)Activator.CreateInstance(awaiter.MakeGenericType(returned.GenericTypeArguments))!;
    }

    private static Task Started(Task? task) => task ?? throw new InvalidOperationException("The target returned null instead of a task.");

    private sealed class OfNothing : ResultAwaiter
    {
        internal override Type ResultType => typeof(void);

        internal override object? Wait(object? pending)
        {
            Task task = pending is ValueTask value ? value.AsTask() : Started((Task?)pending);
            task.GetAwaiter().GetResult();
            return null;
        }
    }

    private sealed class OfTask<T> : ResultAwaiter
    {
        internal override Type ResultType => typeof(T);

        internal override object? Wait(object? pending) => ((Task<T>)Started((Task?)pending)).GetAwaiter().GetResult();
    }

    private sealed class OfValueTask<T> : ResultAwaiter
    {
        internal override Type ResultType => typeof(T);

        internal override object? Wait(object? pending) => ((ValueTask<T>)pending!).AsTask().GetAwaiter().GetResult();
    }
}
