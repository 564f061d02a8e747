using BenchmarkDotNet.Attributes;

namespace Benchmarks.Runtime;

/// <summary>
/// The pairs under BenchmarkDotNet: <c>dotnet run -c Release --project tests/Benchmarks -- --filter *Runtime*</c>. One
/// invocation is a whole run of a pair, so read the Ratio column; times per operation come from <c>--ratios</c>.
/// </summary>
[MemoryDiagnoser]
public class RuntimeBenchmarks
{
    private static readonly Dictionary<string, Pair> s_pairs = Pairs.All().ToDictionary(pair => $"{pair.Name}, {pair.Threads} threads");

    private Pair _pair = null!;

    public static IEnumerable<string> Cases => s_pairs.Keys;

    /// <summary>Which pair.</summary>
    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _pair = s_pairs[Case];

    [Benchmark]
    public long Ours() => _pair.Ours();

    [Benchmark(Baseline = true)]
    public long Theirs() => _pair.Theirs();
}
