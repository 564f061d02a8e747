using System.Text.Json.Nodes;
using Xunit;

namespace Runtime.Tests.ProcessTests;

/// <summary>The same program under every host: its Main runs once, its target in a child. VSTest is proved by all other tests.</summary>
public class HostMatrixTests
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "Runtime.TestHost");
    private static readonly string[] s_expected = ["main", "result 42", "elsewhere True"];

    [Fact]
    public void Apphost() => Assert.Equal(["result 42"], Succeeded(HostMatrix.Run(s_program, "process-add")));

    [Fact]
    public void Dotnet_and_the_assembly() => Assert.Equal(["result 42"], Succeeded(Child.Run("process-add")));

    [Fact]
    public void Dotnet_run()
    {
        string project = Path.Combine(AppContext.BaseDirectory, "../../../../Runtime.TestHost");
        string configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        Assert.Equal(["result 42"], Succeeded(HostMatrix.Run(
            HostMatrix.Dotnet, "run", "--no-build", "-c", configuration, "--project", Path.GetFullPath(project), "process-add")));
    }

    [Fact]
    public void File_based_program()
    {
        using var matrix = new HostMatrix();
        Assert.Equal(s_expected, Succeeded(HostMatrix.Run(HostMatrix.Dotnet, "run", matrix.WriteScript())));
    }

    [Fact]
    public void Single_file_that_depends_on_the_framework()
    {
        using var matrix = new HostMatrix();
        string? program = matrix.Publish("<PublishSingleFile>true</PublishSingleFile><SelfContained>false</SelfContained>", out string problem);
        Assert.True(program is not null, problem);
        Assert.Equal(s_expected, Succeeded(HostMatrix.Run(program!)));
    }

    [SkippableByRestoreFact]
    public void Trimmed_and_self_contained()
    {
        using var matrix = new HostMatrix();
        string? program = matrix.Publish("<PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained>", out string problem);
        Assert.True(program is not null, problem);
        Assert.Equal(s_expected, Succeeded(HostMatrix.Run(program!)));
    }

    [Fact, Trait("Row", "137")]
    public void Where_hooks_are_off_a_call_at_the_head_of_main_takes_the_child_over()
    {
        using var matrix = new HostMatrix();
        string? program = matrix.Publish(
            "<StartupHookSupport>false</StartupHookSupport><ConcurrencyWorkerInitializer>false</ConcurrencyWorkerInitializer><SelfContained>false</SelfContained>",
            out string problem,
            "WorkerHost.RunIfWorker();");
        Assert.True(program is not null, problem);
        Assert.Equal(s_expected, Succeeded(HostMatrix.Run(program!)));
    }

    [Fact, Trait("Row", "137")]
    public void Where_hooks_are_off_and_nothing_else_takes_a_child_over_the_start_is_refused()
    {
        string folder = Directory.CreateTempSubdirectory("host-matrix-").FullName;
        string configuration = Path.Combine(folder, "hooks-off.runtimeconfig.json");
        try
        {
            JsonNode json = JsonNode.Parse(File.ReadAllText(s_program + ".runtimeconfig.json"))!;
            JsonObject properties = json["runtimeOptions"]!["configProperties"] as JsonObject ?? [];
            properties["System.StartupHookProvider.IsSupported"] = false;
            json["runtimeOptions"]!["configProperties"] = properties.Parent is null ? properties : properties.DeepClone();
            File.WriteAllText(configuration, json.ToJsonString());
            ChildResult refused = HostMatrix.Run(
                HostMatrix.Dotnet, "exec", "--runtimeconfig", configuration, "--depsfile", s_program + ".deps.json", s_program + ".dll", "process-add");
            Assert.NotEqual(0, refused.ExitCode);
            Assert.Empty(refused.Lines);
            Assert.Contains("BootstrapException", refused.Error, StringComparison.Ordinal);
            Assert.Contains("WorkerHost.RunIfWorker()", refused.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact, Trait("Row", "137")]
    public void A_marked_process_that_was_not_taken_over_starts_nothing()
    {
        ChildResult stray = HostMatrix.Run("/usr/bin/env", "CONCURRENCY_RUNTIME_CHILD=1", HostMatrix.Dotnet, s_program + ".dll", "process-add");
        Assert.NotEqual(0, stray.ExitCode);
        Assert.Empty(stray.Lines);
        Assert.Contains("BootstrapException", stray.Error, StringComparison.Ordinal);
    }

    private static string[] Succeeded(ChildResult result)
    {
        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}: {string.Join('\n', result.Lines)} {result.Error}");
        return result.Lines;
    }
}
