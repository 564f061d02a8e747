namespace ConcurrencyAnalyzers;

/// <summary>The blocks of the rule catalogue; a rule's category is its block's.</summary>
internal static class Category
{
    public const string Locking = "Concurrency.Locking";
    public const string LockObjects = "Concurrency.LockObjects";
    public const string Threads = "Concurrency.Threads";
    public const string Pools = "Concurrency.Pools";
    public const string Processes = "Concurrency.Processes";
    public const string Signals = "Concurrency.Signals";
    public const string Queues = "Concurrency.Queues";
    public const string SharedState = "Concurrency.SharedState";
    public const string Placement = "Concurrency.Placement";
}
