using System.Collections.Concurrent;
using Xunit;

namespace Runtime.Tests.ProcessTests;

/// <summary>What a child tells while it runs: the tests wait for a word instead of for some time.</summary>
internal sealed class Reports : IProgress<string>
{
    private readonly BlockingCollection<string> _all = [];

    public void Report(string value) => _all.Add(value);

    internal string Next()
    {
        Assert.True(_all.TryTake(out string? next, Wait.Limit), "The child does not report.");
        return next!;
    }
}
