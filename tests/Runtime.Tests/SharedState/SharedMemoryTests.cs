using ConcurrencyAnalyzers.Runtime;
using ConcurrencyAnalyzers.Runtime.Platform;
using Xunit;

namespace Runtime.Tests.SharedState;

public class SharedMemoryTests
{
    [Fact]
    [Trait("Row", "206")]
    public void A_value_is_seen_by_every_process()
    {
        using var value = new SharedValue<long>(7);
        using var child = new SharedChild("shared-value", value.Describe());
        Assert.Equal("7", child.Ask("get"));
        child.Ask("set 12345678901");
        Assert.Equal(12345678901, value.Value);
        value.Value = -1;
        Assert.Equal("-1", child.Ask("get"));
        Assert.Equal(-2, value.Update(v => v * 2));
        Assert.Throws<InvalidOperationException>(() => value.Update(_ => throw new InvalidOperationException()));
        Assert.Equal("-2", child.Ask("get"));
        Assert.False(value.Lock.IsLocked);
    }

    [Fact]
    [Trait("Row", "206")]
    public void A_value_has_one_lock_for_all_and_a_raw_one_has_none()
    {
        using var value = new SharedValue<long>();
        Assert.Same(value.Lock, value.Lock);
        using var child = new SharedChild("shared-value", value.Describe());
        child.Ask("acquire");
        Assert.False(value.Lock.TryAcquire());
        value.Value = 3;
        Assert.Equal("3", child.Ask("get"));
        using var raw = new SharedValue<long>(5, raw: true);
        Assert.Throws<InvalidOperationException>(() => raw.Lock);
        Assert.Throws<InvalidOperationException>(() => raw.Update(v => v));
        using SharedValue<long> other = SharedValue<long>.Attach(raw.Describe());
        Assert.Throws<InvalidOperationException>(() => other.Lock);
        other.Value++;
        Assert.Equal(6, raw.Value);
    }

    [Fact]
    public void A_small_value_survives_the_death_of_its_holder_and_a_large_one_says_so()
    {
        using var value = new SharedValue<long>(1);
        using (var child = new SharedChild("shared-value", value.Describe()))
        {
            child.Ask("acquire");
            child.Kill();
        }

        Assert.Equal(2, value.Update(v => v + 1));
        using var large = new SharedValue<(long, long)>((1, 2));
        using (var child = new SharedChild("shared-reentrant", large.Lock.Describe()))
        {
            child.Begin("acquire");
            child.Expect("done");
            child.Kill();
        }

        Assert.Throws<AbandonedLockException>(() => large.Value);
        Assert.Equal((1, 2), large.Value);
    }

    [Fact]
    public void Values_of_every_size_keep_what_is_written()
    {
        Check(true);
        Check('x');
        Check(1.5f);
        Check(Math.PI);
        Check(12.345m);
        Check(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        Check((1, (byte)2, 3L));

        static void Check<T>(T expected)
            where T : unmanaged
        {
            using var value = new SharedValue<T>();
            Assert.Equal(default, value.Value);
            value.Value = expected;
            using SharedValue<T> other = SharedValue<T>.Attach(value.Describe());
            Assert.Equal(expected, other.Value);
        }
    }

    [Fact]
    [Trait("Row", "207")]
    public void Two_processes_that_add_200_000_times_under_the_lock_make_exactly_400_000()
    {
        using var value = new SharedValue<long>();
        using var first = new SharedChild("shared-value", value.Describe());
        using var second = new SharedChild("shared-value", value.Describe());
        first.Begin("add 200000");
        second.Begin("update 200000");
        first.Expect("done");
        second.Expect("done");
        Assert.Equal(400_000, value.Value);
    }

    [Fact]
    [Trait("Row", "208")]
    public void An_array_has_a_length_an_indexer_and_slices()
    {
        using var zeros = new SharedArray<int>(10);
        Assert.Equal(new int[10], zeros.ToArray());
        using var array = new SharedArray<int>([1, 2, 3, 4]);
        using var child = new SharedChild("shared-array", array.Describe());
        Assert.Equal(4, array.Length);
        Assert.Equal("1,2,3,4", child.Ask("get"));
        child.Ask("set 2 30");
        Assert.Equal(30, array[2]);
        Assert.Equal(nameof(IndexOutOfRangeException), child.Ask("set 4 0"));
        Assert.Throws<IndexOutOfRangeException>(() => array[-1]);
        array[1..3].Fill(9);
        array[^1]++;
        Assert.Equal("1,9,9,5", child.Ask("get"));
        int sum = 0;
        foreach (int item in array)
        {
            sum += item;
        }

        Assert.Equal(24, sum);
        using (array.Enter())
        {
            Assert.True(array.Lock.IsHeldByCurrentThread);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedArray<int>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedArray<int>(ReadOnlySpan<int>.Empty));
    }

    [Fact]
    public void An_array_that_is_open_elsewhere_outlives_its_creators_disposal()
    {
        var array = new SharedArray<int>([1, 2]);
        string description = array.Describe();
        using SharedArray<int> other = SharedArray<int>.Attach(description);
        array.Dispose();
        array.Dispose();
        Assert.Throws<ObjectDisposedException>(() => array[0]);
        Assert.Throws<ObjectDisposedException>(() => array.Span.Length);
        other[1] = 5;
        Assert.Equal([1, 5], other.ToArray());
        Assert.Throws<SharedStateLostException>(() => SharedArray<int>.Attach(description));
    }

    [Fact]
    public void Elements_of_another_type_are_refused()
    {
        using var array = new SharedArray<int>(2);
        using var value = new SharedValue<double>(1);
        Assert.Throws<SharedStateLostException>(() => SharedArray<float>.Attach(array.Describe()));
        Assert.Throws<SharedStateLostException>(() => SharedValue<long>.Attach(value.Describe()));
    }

    [Fact]
    public void A_block_is_zeros_and_private_to_the_user()
    {
        using var block = SharedMemoryBlock.Create(70_000);
        Assert.Equal(70_000, block.Size);
        Assert.False(block.Span.ContainsAnyExcept((byte)0));
        block.Span[69_999] = 200;
        using var child = new SharedChild("shared-block", block.Describe());
        Assert.Equal("200", child.Ask("get 69999"));
        child.Ask("set 0 3");
        Assert.Equal(3, block.Memory.Span[0]);
        Assert.Equal(3, block.Slice(0, 1)[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Slice(69_999, 2).Length);
        string[] files = Directory.GetFiles(RuntimeDirectory.SharedMemory.FullPath);
        Assert.NotEmpty(files);
        foreach (string file in files.Where(file => Path.GetFileName(file) != "lock"))
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public void The_creators_disposal_removes_the_file_and_more_memory_than_there_is_is_refused()
    {
        int before = Directory.GetFiles(RuntimeDirectory.SharedMemory.FullPath).Length;
        var block = new SharedMemoryBlock(10);
        Memory<byte> memory = block.Memory;
        Assert.Equal(before + 1, Directory.GetFiles(RuntimeDirectory.SharedMemory.FullPath).Length);
        block.Dispose();
        Assert.Equal(before, Directory.GetFiles(RuntimeDirectory.SharedMemory.FullPath).Length);
        Assert.Throws<ObjectDisposedException>(() => block.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedMemoryBlock(0));
        Assert.Throws<IOException>(() => new SharedMemoryBlock(1L << 50));
        Assert.Equal(before, Directory.GetFiles(RuntimeDirectory.SharedMemory.FullPath).Length);
    }

    [Fact]
    [Trait("Row", "209")]
    public void What_a_killed_process_left_is_swept_by_the_next()
    {
        using var victim = new SharedChild("shared-creator");
        string description = victim.Ask("block");
        string folder = FolderOf(description);
        Assert.True(Directory.Exists(folder));
        using (SharedMemoryBlock open = SharedMemoryBlock.Attach(description))
        {
            victim.Kill();
            Assert.Equal(42, open.Span[7]);
        }

        Assert.True(Directory.Exists(folder));
        using var next = new SharedChild("shared-creator");
        next.Ask("block");
        Assert.False(Directory.Exists(folder));
        Assert.Throws<SharedStateLostException>(() => SharedMemoryBlock.Attach(description));
    }

    [Theory]
    [InlineData("end")]
    [InlineData("throw")]
    [Trait("Row", "209")]
    public void A_process_that_ends_otherwise_leaves_nothing(string how)
    {
        using var child = new SharedChild("shared-creator");
        string folder = FolderOf(child.Ask("block"));
        Assert.True(Directory.Exists(folder));
        child.Tell(how);
        child.AwaitEnd();
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Handles_cross_to_another_process_as_messages()
    {
        using var gate = new ProcessLock();
        using var reentrant = new ProcessReentrantLock();
        using var semaphore = new ProcessSemaphore(3, 4);
        using var flag = new ProcessEvent(isSet: true);
        using var condition = new ProcessCondition(gate);
        using var barrier = new ProcessBarrier(2);
        using var value = new SharedValue<int>(5);
        using var array = new SharedArray<byte>([1, 2]);
        using var block = new SharedMemoryBlock(3);
        gate.Acquire();
        Assert.True(Copy(gate).IsLocked);
        Assert.False(Copy(reentrant).IsLocked);
        Assert.Equal(4, Copy(semaphore).MaxCount);
        Assert.True(Copy(flag).IsSet);
        Assert.False(Copy(condition).TryAcquire());
        Assert.Equal(2, Copy(barrier).Parties);
        Assert.Equal(5, Copy(value).Value);
        Assert.Equal([1, 2], Copy(array).ToArray());
        Assert.Equal(3, Copy(block).Size);
    }

    private static T Copy<T>(T handle)
        where T : IWireSerializable<T>
    {
        using var writer = new WireWriter();
        WireCodec.Write(writer, handle);
        return WireCodec.Read<T>(new WireReader(writer.Written));
    }

    private static string FolderOf(string description) =>
        Path.Combine(CurrentPlatform.Instance.SharedMemoryRoot, description.Split('/')[0]);
}
