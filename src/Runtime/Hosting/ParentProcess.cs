using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The parent as its child sees it.</summary>
internal sealed class ParentProcess(ProcessIdentity identity, string endpoint) : IForeignProcess
{
    private readonly ManualResetEvent _ended = new(false);

    public int ProcessId => identity.ProcessId;

    /// <summary>Set when the lifeline ends: only the parent holds its other end.</summary>
    public WaitHandle Ended => _ended;

    public bool IsAlive => !_ended.WaitOne(0) && identity.IsAlive;

    internal void HasEnded() => _ended.Set();

    /// <summary>Removes what it had no time to remove. Nothing to do after an ordinary end.</summary>
    internal void RemoveLeftovers() => RuntimeDirectory.RemoveOf(identity, Path.GetDirectoryName(endpoint) ?? "");
}
