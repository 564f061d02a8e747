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
        "var lines = 0; while (!child.StandardOutput.[|EndOfStream|]) { lines += child.StandardOutput.ReadLine()!.Length; } var errors = child.StandardError.ReadToEnd(); return lines + errors.Length;",
        "var lines = 0; var errorTask = child.StandardError.ReadToEndAsync(); while (!child.StandardOutput.EndOfStream) { lines += child.StandardOutput.ReadLine()!.Length; } var errors = await errorTask; return lines + errors.Length;",
        2)]
    [InlineData(
        "if (!child.[|WaitForExit|](600000)) { child.Kill(); } var output = child.StandardOutput.ReadToEnd(); var errors = child.StandardError.ReadToEnd(); return output.Length + errors.Length;",
        "var outputTask = child.StandardOutput.ReadToEndAsync(); var errorTask = child.StandardError.ReadToEndAsync(); if (!child.WaitForExit(600000)) { child.Kill(); } var output = await outputTask; var errors = await errorTask; return output.Length + errors.Length;",
        2)]
    [InlineData(
        "var length = 0; child.OutputDataReceived += (s, e) => length += e.Data?.Length ?? 0; child.ErrorDataReceived += (s, e) => length += e.Data?.Length ?? 0; child.BeginErrorReadLine(); child.[|WaitForExit|](); return length;",
        "var length = 0; child.OutputDataReceived += (s, e) => length += e.Data?.Length ?? 0; child.ErrorDataReceived += (s, e) => length += e.Data?.Length ?? 0; child.BeginErrorReadLine(); child.BeginOutputReadLine(); child.WaitForExit(); return length;",
        2)]
    [InlineData(
        "var token = System.Threading.CancellationToken.None; await child.[|WaitForExitAsync|](token); var output = await child.StandardOutput.ReadToEndAsync(token); var errors = await child.StandardError.ReadToEndAsync(token); return output.Length + errors.Length;",
        "var token = System.Threading.CancellationToken.None; var outputTask = child.StandardOutput.ReadToEndAsync(token); var errorTask = child.StandardError.ReadToEndAsync(token); await child.WaitForExitAsync(token); var output = await outputTask; var errors = await errorTask; return output.Length + errors.Length;",
        2)]
    [InlineData(
        "child.[|WaitForExit|](); return 0;",
        "child.BeginOutputReadLine(); child.BeginErrorReadLine(); child.WaitForExit(); return 0;",
        0)]
    [InlineData(
        "var length = 0; string? line; while ((line = child.StandardOutput.[|ReadLine|]()) != null) { length += line.Length; } while ((line = child.StandardError.ReadLine()) != null) { length += line.Length; } return length;",
        "var length = 0; string? line; var errorTask = child.StandardError.ReadToEndAsync(); while ((line = child.StandardOutput.ReadLine()) != null) { length += line.Length; } var errorReader = new System.IO.StringReader(await errorTask); while ((line = errorReader.ReadLine()) != null) { length += line.Length; } return length;",
        2)]
    [InlineData(
        "var all = new[] { child }; foreach (var one in all) { one.[|WaitForExit|](); } return 0;",
        "var all = new[] { child }; foreach (var one in all) { one.BeginOutputReadLine(); one.BeginErrorReadLine(); one.WaitForExit(); } return 0;",
        0)]
    [InlineData(
        "static int Finish(Process given) { given.WaitForExit(); return given.ExitCode; } return [|Finish|](child);",
        "static int Finish(Process given) { given.WaitForExit(); return given.ExitCode; } child.BeginOutputReadLine(); child.BeginErrorReadLine(); return Finish(child);",
        0)]
    [InlineData(
        "while (!child.[|HasExited|]) { await Task.Delay(10); } return (await child.StandardOutput.ReadToEndAsync()).Length + (await child.StandardError.ReadToEndAsync()).Length;",
        "var outputTask = child.StandardOutput.ReadToEndAsync(); var errorTask = child.StandardError.ReadToEndAsync(); while (!child.HasExited) { await Task.Delay(10); } return (await outputTask).Length + (await errorTask).Length;",
        2)]
    public async Task The_program_is_stuck_before_the_fix_and_reads_everything_after_it(string before, string after, int streams)
    {
        await Verify.VerifyCodeFixAsync(Program(before), Program(after));
        using var wrong = new ChattyChild(Program(before.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
        using var right = new ChattyChild(Program(after));

        Assert.Null(await wrong.RunAsync(TimeSpan.FromSeconds(3)));
        Assert.Equal(streams * ChattyChild.Printed, await right.RunAsync(TimeSpan.FromSeconds(60)));
    }
}
