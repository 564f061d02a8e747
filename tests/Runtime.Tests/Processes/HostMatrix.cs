using System.Diagnostics;

namespace Runtime.Tests.ProcessTests;

/// <summary>One program in a temp folder, built by the SDK as a user would.</summary>
internal sealed class HostMatrix : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private static readonly string s_here = AppContext.BaseDirectory;
    private readonly string _folder = Directory.CreateTempSubdirectory("host-matrix-").FullName;

    internal static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Library => Path.Combine(s_here, "ConcurrencyAnalyzers.Runtime.dll");

    internal static ChildResult Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = s_here,
        };

        // What the test runner sets for itself would lead another SDK astray.
        foreach (string name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // no build process may outlive the test
        start.Environment["UseSharedCompilation"] = "false";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {s_limit}.");
        }

        return new ChildResult(output.Result.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries), error.Result, process.ExitCode);
    }

    /// <summary>Publishes the program; the path of what came out of it.</summary>
    /// <param name="properties">What makes this host different.</param>
    /// <param name="problem">The SDK's words if it could not.</param>
    /// <param name="firstStatement">With what Main begins.</param>
    internal string? Publish(string properties, out string problem, string firstStatement = "")
    {
        const string Main = "Console.WriteLine(\"main\");";
        string program = File.ReadAllText(Path.Combine(s_here, "HostMatrixProgram.txt"));
        File.WriteAllText(Path.Combine(_folder, "Program.cs"), program.Replace(Main, firstStatement + Main, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_folder, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <SuppressTrimAnalysisWarnings>true</SuppressTrimAnalysisWarnings>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="ConcurrencyAnalyzers.Runtime" HintPath="{Library}" />
              </ItemGroup>
              <Import Project="{Path.Combine(s_here, "package", "build", "ConcurrencyAnalyzers.Runtime.targets")}" />
            </Project>
            """);
        string output = Path.Combine(_folder, "out");
        ChildResult publish = Run(Dotnet, "publish", Path.Combine(_folder, "App.csproj"), "-c", "Release", "-o", output, "-v", "q");
        problem = string.Join('\n', publish.Lines) + publish.Error;
        return publish.ExitCode == 0 ? Path.Combine(output, "App") : null;
    }

    /// <summary>Writes the program as a script with everything in its head.</summary>
    internal string WriteScript()
    {
        string script = Path.Combine(_folder, "script.cs");
        string reference = Path.Combine(_folder, "Directory.Build.targets");
        File.WriteAllText(reference, $"""
            <Project>
              <ItemGroup>
                <Reference Include="ConcurrencyAnalyzers.Runtime" HintPath="{Library}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(script, "#:property PublishAot=false\n" + File.ReadAllText(Path.Combine(s_here, "HostMatrixProgram.txt")));
        return script;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
