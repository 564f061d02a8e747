using ConcurrencyAnalyzers.Runtime;

namespace Runtime.Tests.ManagerTests;

/// <summary>One child process that runs what the tests of a class want done elsewhere.</summary>
public sealed class Children : IDisposable
{
    public ProcessPool Pool { get; } = new(1);

    public void Dispose()
    {
        Pool.Terminate();
        Pool.Dispose();
    }
}
