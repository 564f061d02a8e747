using System.Text;
using Xunit;

namespace Analyzers.Tests.Corpus;

/// <summary>Code of a size or depth that only a generator writes: the rules fall silent rather than slow, and no stack overflows.</summary>
public sealed class HugeCodeTests
{
    [Fact]
    public Task Thousands_of_operators_in_one_expression() =>
        RunAsync("Console.WriteLine(" + string.Join(" + ", Enumerable.Range(0, 3000).Select(i => $"\"{i}\"")) + ");");

    [Fact]
    public Task Thousands_of_branches_in_one_method() =>
        RunAsync(string.Concat(Enumerable.Range(0, 3000).Select(i => $"if (number == {i}) {{ gate.Wait(); gate.Release(); }}\n")));

    [Fact]
    public Task Hundreds_of_guard_variables() =>
        RunAsync(string.Concat(Enumerable.Range(0, 300).Select(i => $"var taken{i} = gate.Wait({i});\nif (taken{i}) {{ gate.Release(); }}\n")));

    [Fact]
    public Task Loops_and_handlers_nested_deeply() => RunAsync(Nested(40, i => i % 2 == 0 ? "try {" : "while (number > 0) {", i => i % 2 == 0 ? "} finally { gate.Release(); }" : "}"));

    [Fact]
    public Task Lambdas_nested_deeply() => RunAsync(Nested(40, i => $"Action action{i} = () => {{ gate.Wait();", i => $"}}; action{i}();"));

    [Fact]
    public Task Hundreds_of_threads_and_locks() =>
        RunAsync(string.Concat(Enumerable.Range(0, 300).Select(i =>
            $"var gate{i} = new SemaphoreSlim(1, 1); gate{i}.Wait(); var thread{i} = new Thread(() => number = {i}); thread{i}.Start();\n")));

    [Fact]
    public async Task Hundreds_of_methods_that_call_each_other()
    {
        var methods = string.Concat(Enumerable.Range(0, 300).Select(i => $"void M{i}() {{ gate.Wait(); M{(i + 1) % 300}(); M{i * 7 % 300}(); gate.Release(); }}\n"));

        CorpusTests.AssertNoException("methods", await CorpusTests.RunAsync(RuleRunner.Compile(("Huge.cs", Type(methods)))));
    }

    private static string Nested(int depth, Func<int, string> open, Func<int, string> close)
    {
        var text = new StringBuilder();
        foreach (var i in Enumerable.Range(0, depth))
        {
            text.AppendLine(open(i));
        }

        text.AppendLine("gate.Wait();");
        foreach (var i in Enumerable.Range(0, depth).Reverse())
        {
            text.AppendLine(close(i));
        }

        return text.ToString();
    }

    private static async Task RunAsync(string statements)
    {
        var compilation = RuleRunner.Compile(("Huge.cs", Type($"void Run(int number) {{ {statements} }}")));

        CorpusTests.AssertNoException("huge", await CorpusTests.RunAsync(compilation));
    }

    private static string Type(string members) => $"internal sealed class Huge {{ private readonly SemaphoreSlim gate = new(1, 1); {members} }}";
}
