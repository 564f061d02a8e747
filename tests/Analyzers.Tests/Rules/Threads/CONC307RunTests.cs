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
}
