using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The parent as its child sees it.</summary>
internal sealed class ParentProcess(ProcessIdentity identity) : IForeignProcess
{
    private readonly ManualResetEvent _ended = new(false);

    public int ProcessId => identity.ProcessId;

    /// <summary>Set when the lifeline ends: only the parent holds its other end.</summary>
    public WaitHandle Ended => _ended;

    public bool IsAlive => !_ended.WaitOne(0) && identity.IsAlive;

    internal void HasEnded() => _ended.Set();
}
