using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Processes.CONC501WaitBeforeOutputDrainedAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC501WaitBeforeOutputDrainedFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Processes;

/// <summary>What the rule says comes true: the program is stuck before the fix, and reads everything after it.</summary>
public sealed class CONC501RunTests
{
    private static string Program(string statements) => $$"""
        using System;
        using System.Diagnostics;
        using System.Threading.Tasks;

        public static class Program
        {
            public static async Task<int> Run(ProcessStartInfo info, Action<Process> started)
            {
                await Task.CompletedTask;
                info.RedirectStandardOutput = true;
                info.RedirectStandardError = true;
                using var child = new Process();
                child.StartInfo = info;
                child.Start();
                started.Invoke(Process.GetProcessById(child.Id)); {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData(
        "child.[|WaitForExit|](); var output = child.StandardOutput.ReadToEnd(); var errors = child.StandardError.ReadToEnd(); return output.Length + errors.Length;",
        "var outputTask = child.StandardOutput.ReadToEndAsync(); var errorTask = child.StandardError.ReadToEndAsync(); child.WaitForExit(); var output = await outputTask; var errors = await errorTask; return output.Length + errors.Length;",
        2)]
    [InlineData(
        "await child.[|WaitForExitAsync|](); return (await child.StandardOutput.ReadToEndAsync()).Length + (await child.StandardError.ReadToEndAsync()).Length;",
        "var outputTask = child.StandardOutput.ReadToEndAsync(); var errorTask = child.StandardError.ReadToEndAsync(); await child.WaitForExitAsync(); return (await outputTask).Length + (await errorTask).Length;",
        2)]
    [InlineData(
        "var output = child.StandardOutput.[|ReadToEnd|](); var errors = child.StandardError.ReadToEnd(); child.WaitForExit(); return output.Length + errors.Length;",
        "var errorTask = child.StandardError.ReadToEndAsync(); var output = child.StandardOutput.ReadToEnd(); var errors = await errorTask; child.WaitForExit(); return output.Length + errors.Length;",
        2)]
    [InlineData(
        "child.BeginErrorReadLine(); child.[|WaitForExit|](); var output = child.StandardOutput.ReadToEnd(); return output.Length;",
        "child.BeginErrorReadLine(); var output = child.StandardOutput.ReadToEnd(); child.WaitForExit(); return output.Length;",
        1)]
    [InlineData(
        "child.[|WaitForExit|](); return 0;",
        "child.BeginOutputReadLine(); child.BeginErrorReadLine(); child.WaitForExit(); return 0;",
        0)]
    public async Task The_program_is_stuck_before_the_fix_and_reads_everything_after_it(string before, string after, int streams)
    {
        await Verify.VerifyCodeFixAsync(Program(before), Program(after));
        using var wrong = new ChattyChild(Program(before.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
        using var right = new ChattyChild(Program(after));

        Assert.Null(await wrong.RunAsync(TimeSpan.FromSeconds(3)));
        Assert.Equal(streams * ChattyChild.Printed, await right.RunAsync(TimeSpan.FromSeconds(60)));
    }
}
