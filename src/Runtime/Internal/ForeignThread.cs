namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Stands for a thread that was not started by <see cref="WorkerThread.Start"/>.</summary>
internal sealed class ForeignThread : WorkerThread
{
    internal ForeignThread(string name, bool daemon, int ident)
        : base(name, daemon, ident)
    {
    }

    /// <summary>To be called on the thread itself; until then only its id is known.</summary>
    internal void Bind() => StandForCurrentThread();
}
