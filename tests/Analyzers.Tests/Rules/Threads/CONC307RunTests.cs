using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>CONC307's sample, run.</summary>
public sealed class CONC307RunTests
{
    /// <summary>A text whose first line takes its time: the thread still reads it when the method that does not wait has closed the file.</summary>
    private const string Driver = """
        var path = Path.GetTempFileName();
        Transcript.Write(path, new SlowText());
        Console.WriteLine(File.ReadAllText(path).Trim());
        File.Delete(path);

        sealed class SlowText : IReadOnlyList<string>
        {
            public int Count => 1;
            public string this[int index] => "line";
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

            public IEnumerator<string> GetEnumerator()
            {
                Thread.Sleep(2000);
                yield return "line";
            }
        }
        """;

    [Fact]
    public async Task Misuse_writes_to_a_closed_file() => Assert.Contains(nameof(ObjectDisposedException), (await SampleRun.ViolationAsync("CONC307", Driver)).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task Repaired_program_writes_the_line() => Assert.Equal("line", (await SampleRun.FixedAsync("CONC307", Driver)).Answer);

    /// <summary>Each of the objects that the rule knows, disposed of as soon as the process has been started.</summary>
    [Fact]
    public async Task A_process_fails_whose_shared_objects_are_disposed_of()
    {
        var run = await SampleRun.ProgramAsync("""
            Try(static () => new SharedValue<int>(), Child.Set);
            Try(static () => new SharedArray<int>(3), Child.SetFirst);
            Try(static () => new ProcessQueue<int>(), Child.Put);
            Try(static () => new ProcessLock(), Child.Take);
            Try(static () => new ProcessEvent(), Child.Tell);

            static void Try<T>(Func<T> create, Action<T> work) where T : IDisposable
            {
                var shared = create();
                var process = WorkerProcess.Create(work, shared);
                process.Start();
                shared.Dispose();
                process.Join();
                Console.WriteLine(process.ExitCode);
            }

            static class Child
            {
                public static void Set(SharedValue<int> shared) => shared.Value = 42;
                public static void SetFirst(SharedArray<int> shared) => shared[0] = 42;
                public static void Put(ProcessQueue<int> shared) => shared.Put(42);
                public static void Take(ProcessLock shared) => shared.Acquire();
                public static void Tell(ProcessEvent shared) => shared.Set();
            }
            """);
        Assert.Equal(["1", "1", "1", "1", "1"], run.Answer.Split('\n'));
    }
}
