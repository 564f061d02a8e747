using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ChannelTests;

/// <summary>The notes' programs about communication between processes.</summary>
public class WriterReaderTests
{
    private static readonly string[] s_values = ["a", "b", "c", "d"];

    [Fact, Trait("Row", "226")]
    public void A_writer_is_joined_and_the_reader_that_never_ends_is_terminated()
    {
        using var queue = new ProcessQueue<string>();
        using var seen = new ProcessQueue<string>();
        using WorkerProcess writer = WorkerProcess.Create(Write, queue);
        using WorkerProcess reader = WorkerProcess.Create(Read, queue, seen);
        writer.Start();
        reader.Start();
        Assert.True(writer.Join(Wait.Limit));
        Assert.Equal(s_values, s_values.Select(_ => seen.Get(block: true, Wait.Limit)));
        reader.Terminate();
        Assert.True(reader.Join(Wait.Limit));
        Assert.Equal((0, -15), (writer.ExitCode, reader.ExitCode));
        Assert.True(queue.IsEmpty);
    }

    [Fact, Trait("Row", "227")]
    public void A_managers_queue_and_lock_serve_a_pool()
    {
        using SharedManager manager = SharedManager.Start();
        ManagedQueue<string> queue = manager.Queue<string>();
        ManagedLock gate = manager.Lock();
        using var pool = new ProcessPool(2);
        PendingResult<int> write = pool.ApplyAsync(WriteLocked, queue, gate);
        PendingResult<string[]> read = pool.ApplyAsync(ReadFour, queue);
        pool.Close();
        pool.Join();
        Assert.Equal(4, write.Get(Wait.Limit));
        Assert.Equal(s_values, read.Get(Wait.Limit));
        Assert.False(gate.IsLocked);
    }

    private static void Write(ProcessQueue<string> queue)
    {
        foreach (string value in s_values)
        {
            queue.Put(value);
        }
    }

    private static void Read(ProcessQueue<string> queue, ProcessQueue<string> seen)
    {
        while (true)
        {
            seen.Put(queue.Get());
        }
    }

    private static int WriteLocked(ManagedQueue<string> queue, ManagedLock gate)
    {
        using (gate.Enter())
        {
            foreach (string value in s_values)
            {
                queue.Put(value);
            }
        }

        return s_values.Length;
    }

    private static string[] ReadFour(ManagedQueue<string> queue) => [.. s_values.Select(_ => queue.Get())];
}
