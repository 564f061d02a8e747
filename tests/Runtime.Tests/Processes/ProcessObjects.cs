using ConcurrencyAnalyzers.Runtime;

namespace Runtime.Tests.ProcessTests;

/// <summary>A process of its own class: fields, properties and parameters of the primary constructor cross.</summary>
internal class Shouter(string word, string file) : WorkerProcess
{
    private readonly int[] _times = [1, 2];

    public int Extra { get; set; }

    protected override void Run() =>
        File.WriteAllText(file, $"{word.ToUpperInvariant()} {_times.Sum() + Extra} {Name} {ReferenceEquals(this, Current)} {GetType().Name}");
}

internal sealed class LoudShouter(string word, string file) : Shouter(word + "!", file);

internal sealed class Unsendable : WorkerProcess
{
    public Stream Stream { get; } = Stream.Null;

    protected override void Run()
    {
    }
}
