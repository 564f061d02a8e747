using System.Diagnostics;
using Analyzers.Tests.Conventions;
using Analyzers.Tests.Corpus;
using ConcurrencyAnalyzers.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Analyzers.Tests.Execution;

/// <summary>
/// How a rule's sample behaves when it is run, in a process of its own: the wrong half must hang, throw or answer wrongly, the repaired half must not.
/// The same driver runs both halves: statements that use the sample's types and print an answer.
/// </summary>
/// <param name="IsHung">The program did not end in time after its start, and was killed.</param>
/// <param name="ExitCode">Not 0 after an unhandled exception; null where the program hung.</param>
/// <param name="Output">What the driver printed, trimmed, with line feeds.</param>
/// <param name="Errors">What went to the standard error stream: there is the unhandled exception.</param>
internal sealed record SampleRun(bool IsHung, int? ExitCode, string Output, string Errors)
{
    /// <summary>The program's first line: patience is counted from here, not from the start of the runtime.</summary>
    private const string Started = "started";

    /// <summary>A program that hangs is given this long. One that is only slow would be called hung, which no test of a hang minds.</summary>
    private static readonly TimeSpan PatienceWithViolation = TimeSpan.FromSeconds(5);

    /// <summary>Hang guard: a program that must end has a minute, however busy the machine is.</summary>
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    /// <summary>Runs the sample's wrong half.</summary>
    public static Task<SampleRun> ViolationAsync(string id, string driver) => RunAsync(id, SampleFile.Violation, driver, PatienceWithViolation);

    /// <summary>Runs the sample's repaired half.</summary>
    public static Task<SampleRun> FixedAsync(string id, string driver) => RunAsync(id, SampleFile.Fixed, driver, HangGuard);

    /// <summary>Runs a program that is no sample, and must end.</summary>
    public static async Task<SampleRun> ProgramAsync(string program)
    {
        var folder = Directory.CreateTempSubdirectory("sample-run-");
        try
        {
            return await RunAsync(Build(folder.FullName, "Program", [("Program.cs", $"using ConcurrencyAnalyzers.Runtime;\nConsole.WriteLine(\"{Started}\");\n{program}\n")]), HangGuard);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the program printed, once it has ended well.</summary>
    /// <exception cref="InvalidOperationException">It hung, or ended with an exception.</exception>
    public string Answer => ExitCode == 0 ? Output : throw new InvalidOperationException(IsHung ? $"The program hung after: {Output}" : $"Exit code {ExitCode}.\n{Output}\n{Errors}");

    private static async Task<SampleRun> RunAsync(string id, string half, string driver, TimeSpan patience)
    {
        var folder = Directory.CreateTempSubdirectory("sample-run-");
        try
        {
            return await RunAsync(Build(folder.FullName, id, half, driver), patience);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>The program's path; its runtime configuration and the Runtime lie beside it.</returns>
    private static string Build(string folder, string id, string half, string driver)
    {
        var text = $"using ConcurrencyAnalyzers.Samples.{id}.{half};\nConsole.WriteLine(\"{Started}\");\n{driver}\n";
        return Build(folder, $"{id}.{half}", [.. SampleTests.SourcesOf(RuleCatalog.Get(id)), ("Driver.cs", text)]);
    }

    private static string Build(string folder, string name, IEnumerable<(string Path, string Text)> sources)
    {
        var program = Path.Combine(folder, $"{name}.dll");
        var compilation = RuleRunner
            .CompileWithRuntime(sources)
            .WithAssemblyName(Path.GetFileNameWithoutExtension(program));
        compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication).WithOptimizationLevel(OptimizationLevel.Release));
        var result = compilation.Emit(program);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)));

        var runtime = typeof(WorkerThread).Assembly.Location;
        File.Copy(runtime, Path.Combine(folder, Path.GetFileName(runtime)));
        File.Copy(Path.ChangeExtension(typeof(SampleRun).Assembly.Location, ".runtimeconfig.json"), Path.ChangeExtension(program, ".runtimeconfig.json"));
        return program;
    }

    private static async Task<SampleRun> RunAsync(string program, TimeSpan patience)
    {
        using var process = Process.Start(CommandOf(program))!;
        var errors = process.StandardError.ReadToEndAsync();
        Assert.Equal(Started, await process.StandardOutput.ReadLineAsync().WaitAsync(HangGuard));

        var output = process.StandardOutput.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return new(IsHung: false, process.ExitCode, Normal(await output), await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new(IsHung: true, ExitCode: null, Normal(await output), await errors);
        }
    }

    private static ProcessStartInfo CommandOf(string program)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // An unhandled exception is an outcome here, not something to keep a dump of.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }

    private static string Normal(string output) => output.ReplaceLineEndings("\n").Trim();
}
