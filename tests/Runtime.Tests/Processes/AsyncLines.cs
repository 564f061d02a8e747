namespace Runtime.Tests.ProcessTests;

internal static class AsyncLines
{
    internal static async Task<string[]> ToArrayAsync(this IAsyncEnumerable<string> lines)
    {
        var all = new List<string>();
        using var limit = new CancellationTokenSource(Wait.Limit);
        await foreach (string line in lines.WithCancellation(limit.Token))
        {
            all.Add(line);
        }

        return [.. all];
    }
}
