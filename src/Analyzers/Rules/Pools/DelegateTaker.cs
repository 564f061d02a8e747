namespace ConcurrencyAnalyzers.Rules.Pools;

/// <summary>Who gets an async delegate, and takes its first await for its end.</summary>
internal enum DelegateTaker
{
    /// <summary>A factory whose task has the task of the work inside.</summary>
    TaskFactory,

    /// <summary>A thread that ends.</summary>
    Thread,

    /// <summary>A loop, query or pool that counts the delegate as done.</summary>
    Parallel,

    /// <summary>A timer or the thread pool: nobody waits for the delegate in any case.</summary>
    Callback,
}
