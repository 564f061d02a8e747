using Xunit;

namespace Runtime.Tests.ProcessTests;

/// <summary>A test that publishes self-contained, where the runtime pack of this runtime is at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SkippableByRestoreFactAttribute : FactAttribute
{
    public SkippableByRestoreFactAttribute()
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string runtime = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
        bool isPresent = Directory.Exists(Path.Combine(packages, $"microsoft.netcore.app.runtime.{runtime}"))
            && Directory.Exists(Path.Combine(packages, "microsoft.net.illink.tasks"));
        if (!isPresent && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = $"The runtime pack for {runtime} or the trimmer is not restored: publish a trimmed program once, or run with CI=true.";
        }
    }
}
