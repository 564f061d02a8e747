using Xunit;

namespace Verification.Tests;

/// <summary>Asserts that the verifier fails a test, and why.</summary>
internal static class Failure
{
    public static async Task<string> OfAsync(Task verification, params string[] reasons)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => verification);
        Assert.All(reasons, reason => Assert.Contains(reason, failure.Message, StringComparison.Ordinal));
        return failure.Message;
    }
}
