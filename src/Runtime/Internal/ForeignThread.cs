namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>Stands for a thread that was not started by <see cref="WorkerThread.Start"/>.</summary>
internal sealed class ForeignThread : WorkerThread
{
    private readonly int _ident;

    internal ForeignThread(string name, bool daemon, int ident)
        : base(name, daemon) => _ident = ident;

    public override int? Ident => _ident;

    /// <summary>To be called on the thread itself; until then only its id is known.</summary>
    internal void Bind() => StandForCurrentThread();
}
