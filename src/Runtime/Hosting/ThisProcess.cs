namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The process this code runs in: as long as anybody can ask, it lives.</summary>
internal sealed class ThisProcess : IForeignProcess
{
    private readonly ManualResetEvent _never = new(false);

    public int ProcessId => Environment.ProcessId;

    public bool IsAlive => true;

    public WaitHandle Ended => _never;
}
