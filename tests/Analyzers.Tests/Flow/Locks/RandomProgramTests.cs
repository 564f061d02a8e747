using System.Globalization;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using Microsoft.CodeAnalysis.Operations;
using Xunit;

namespace Analyzers.Tests.Flow.Locks;

public sealed class RandomProgramTests
{
    private const string Members = """
        private readonly SemaphoreSlim _s = new SemaphoreSlim(1, 1);
        private volatile bool _b;
        private static void Here(int mark) { }
        private static void May() { }

        """;

    /// <summary>Whatever path a run takes, the depth it sees lies in the interval that the analysis says.</summary>
    [Fact]
    public void The_analysis_covers_every_run_of_random_programs()
    {
        const int programs = 120;
        var methods = Enumerable.Range(0, programs).Select(static seed => new RandomProgram(seed, 40)).ToList();
        var source = Members + string.Concat(methods.Select(static (program, index) => $"void M{index}() {{\n{program.Source}}}\n"));
        var snippet = FlowSnippet.OfMembers(source);
        var flows = new LockFlows(snippet.Type);
        var checkedMarks = 0;
        for (var index = 0; index < programs; index++)
        {
            var found = Intervals(flows, snippet.BodyOf($"M{index}"));
            foreach (var (mark, depth) in Enumerable.Range(0, 60).SelectMany(methods[index].Run))
            {
                var text = $"program {index}, mark {mark}, depth {depth}:\n{methods[index].Source}";
                Assert.True(found.TryGetValue(mark, out var value), "Said to be unreachable: " + text);
                var clamped = Math.Clamp(depth, -LockValue.Cap, LockValue.Cap);
                Assert.True(value.Min <= clamped && clamped <= value.Max, $"Said to be {value.Min}..{value.Max}: {text}");
                checkedMarks++;
            }
        }

        Assert.True(checkedMarks > 1000, $"Only {checkedMarks} marks were passed: the programs say too little.");
    }

    private static Dictionary<int, LockValue> Intervals(LockFlows flows, Body body)
    {
        var found = new Dictionary<int, LockValue>();
        var result = flows.ResultOf(body);
        if (result is null)
        {
            // The program never touches the lock.
            foreach (var call in body.Operations.All.OfType<IInvocationOperation>().Where(static call => call.TargetMethod.Name == "Here"))
            {
                found[(int)call.Arguments[0].Value.ConstantValue.Value!] = LockValue.Untouched;
            }

            return found;
        }

        Assert.False(result.IsOverBudget, body.ToString());
        result.Visit((operation, before) =>
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "Here" } call)
            {
                var key = before.Keys.FirstOrDefault();
                found[Convert.ToInt32(call.Arguments[0].Value.ConstantValue.Value, CultureInfo.InvariantCulture)] = key is null ? LockValue.Untouched : before[key];
            }
        });
        return found;
    }
}
