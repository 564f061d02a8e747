namespace Corpus.Valid;

/// <summary>Parallel loops that share nothing, or share it in an orderly way.</summary>
public static class ParallelSums
{
    public static long ByLocals(int[] numbers)
    {
        long total = 0;
        Parallel.For(0, numbers.Length, () => 0L, (i, _, local) => local + numbers[i], local => Interlocked.Add(ref total, local));
        return total;
    }

    public static double[] ByIndex(double[] inputs)
    {
        var outputs = new double[inputs.Length];
        Parallel.For(0, inputs.Length, i => outputs[i] = Math.Sqrt(inputs[i]));
        return outputs;
    }

    public static int ByLinq(IEnumerable<int> numbers) =>
        numbers.AsParallel().WithDegreeOfParallelism(Environment.ProcessorCount).Where(number => number % 3 == 0).Sum();

    public static async Task<int> ByTasksAsync(IReadOnlyList<int> numbers)
    {
        var halves = await Task.WhenAll(
            Task.Run(() => numbers.Take(numbers.Count / 2).Sum()),
            Task.Run(() => numbers.Skip(numbers.Count / 2).Sum()));
        return halves[0] + halves[1];
    }

    /// <summary>As many threads as processors, for work that wants its own stack.</summary>
    public static long ByOneThreadPerProcessor(long limit)
    {
        var parts = new long[Environment.ProcessorCount];
        var threads = new Thread[parts.Length];
        for (var i = 0; i < threads.Length; i++)
        {
            var part = i;
            threads[i] = new Thread(
                () =>
                {
                    for (long number = part; number < limit; number += parts.Length)
                    {
                        parts[part] += number;
                    }
                },
                maxStackSize: 16 * 1024 * 1024);
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        return parts.Sum();
    }
}
