using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ProcessPools;

/// <summary>A pool of two workers and a folder for signs; whatever the test does, nothing is left behind.</summary>
public abstract class PoolTest : IDisposable
{
    private readonly List<ProcessPool> _pools = [];
    private readonly List<string> _folders = [];

    protected PoolTest() => Environment.SetEnvironmentVariable(
        "POOL_TEST_PROCESS", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));

    protected static TimeSpan Limit => Wait.Limit;

    public void Dispose()
    {
        foreach (ProcessPool pool in _pools)
        {
            pool.Terminate();
            Assert.True(pool.Join(Limit), "The workers of a terminated pool do not end.");
        }

        foreach (string folder in _folders)
        {
            Directory.Delete(folder, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    protected ProcessPool Pool(int processes = 2, ProcessPoolOptions? options = null)
    {
        var pool = new ProcessPool(processes, options);
        _pools.Add(pool);
        return pool;
    }

    protected string Folder()
    {
        string folder = Directory.CreateTempSubdirectory("pool-test-").FullName;
        _folders.Add(folder);
        return folder;
    }

    protected string FilePath() => Path.Combine(Folder(), "gate");

    protected static void WaitForFile(string path) => Wait.Until(() => File.Exists(path), path);
}
