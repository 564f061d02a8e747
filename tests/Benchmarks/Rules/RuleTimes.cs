using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using ConcurrencyAnalyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Benchmarks.Rules;

/// <summary>
/// What each rule costs on the C# files of a folder, beside binding and checking the same files without any: the shared flow
/// analyses count for the rule that asks first, so the sum is exact and the single lines depend on the order.
/// </summary>
internal static class RuleTimes
{
    private const int Warmups = 1;
    private const int Rounds = 3;

    internal static async Task RunAsync(string[] folders)
    {
        ImmutableArray<SyntaxTree> trees = [.. folders.SelectMany(Parse)];
        if (trees.Length == 0)
        {
            Console.WriteLine("No C# files: pass one or more folders.");
            return;
        }

        int lines = trees.Sum(static tree => tree.GetText().Lines.Count);
        var compiler = new List<double>();
        var rules = new Dictionary<string, List<double>>();
        for (int round = -Warmups; round < Rounds; round++)
        {
            double binding = Bind(Compile(trees));
            Dictionary<string, double> times = await MeasureAsync(Compile(trees));
            if (round >= 0)
            {
                compiler.Add(binding);
                foreach ((string rule, double time) in times)
                {
                    (rules.TryGetValue(rule, out List<double>? all) ? all : rules[rule] = []).Add(time);
                }
            }
        }

        Print(lines, Median(compiler), rules.ToDictionary(static rule => rule.Key, static rule => Median(rule.Value)));
    }

    private static IEnumerable<SyntaxTree> Parse(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        where !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin")
        select CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview), file);

    private static CSharpCompilation Compile(ImmutableArray<SyntaxTree> trees) => CSharpCompilation.Create(
        "Measured",
        trees,
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    private static double Bind(CSharpCompilation compilation)
    {
        long start = Stopwatch.GetTimestamp();
        _ = compilation.GetDiagnostics();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(CSharpCompilation compilation)
    {
        // One after the other, so that a rule's time is its own.
        var options = new CompilationWithAnalyzersOptions(new([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true);
        CompilationWithAnalyzers run = compilation.WithAnalyzers(Analyzers(), options);
        AnalysisResult result = await run.GetAnalysisResultAsync(CancellationToken.None);
        return result.AnalyzerTelemetryInfo.ToDictionary(
            static rule => rule.Key.SupportedDiagnostics[0].Id, static rule => rule.Value.ExecutionTime.TotalMilliseconds);
    }

    private static ImmutableArray<DiagnosticAnalyzer> Analyzers() =>
    [
        .. from type in typeof(ConcurrencyAnalyzer).Assembly.GetTypes()
           where type.IsSubclassOf(typeof(ConcurrencyAnalyzer)) && !type.IsAbstract
           orderby type.Name
           select (DiagnosticAnalyzer)Activator.CreateInstance(type)!,
    ];

    private static void Print(int lines, double compiler, Dictionary<string, double> rules)
    {
        double all = rules.Values.Sum();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lines} lines; the compiler alone {compiler:0} ms, all rules {all:0} ms: {all / compiler:0.00} of it"));
        Console.WriteLine("| rule | ms | µs per 1000 lines | share of the rules |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach ((string rule, double time) in rules.OrderByDescending(static rule => rule.Value))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rule} | {time:0.0} | {time * 1e6 / lines:0} | {time / all:P0} |"));
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
