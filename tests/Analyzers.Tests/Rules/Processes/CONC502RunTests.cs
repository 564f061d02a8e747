using Xunit;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    ConcurrencyAnalyzers.Rules.Processes.CONC502ExitCodeBeforeExitAnalyzer,
    ConcurrencyAnalyzers.CodeFixes.Rules.Processes.CONC502ExitCodeBeforeExitFix,
    Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace Analyzers.Tests.Rules.Processes;

/// <summary>What the rule says comes true: the program gets none of the output before the fix, and all of it afterwards.</summary>
public sealed class CONC502RunTests
{
    // The child prints one line to each stream; the handler takes its time with it, as one that writes to a log may do.
    private static string Program(string statements) => $$"""
        using System;
        using System.Diagnostics;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;

        public static class Program
        {
            public static Task<int> Run(ProcessStartInfo info, Action<Process> started)
            {
                info.RedirectStandardOutput = true;
                info.RedirectStandardError = true;
                var text = new StringBuilder();
                var child = new Process();
                child.StartInfo = info;
                child.OutputDataReceived += (s, e) => { if (e.Data != null) { Thread.Sleep(2000); text.Append(e.Data); } };
                child.Start();
                child.BeginOutputReadLine();
                child.BeginErrorReadLine();
                {{statements}}
            }
        }
        """;

    [Fact]
    public async Task The_output_is_missing_before_the_fix_and_there_after_it()
    {
        const string Before = "if (!child.WaitForExit(60000)) return Task.FromResult(-1); return Task.FromResult([|text|].Length);";
        const string After = "if (!child.WaitForExit(60000)) return Task.FromResult(-1); child.WaitForExit(); return Task.FromResult(text.Length);";
        await Verify.VerifyCodeFixAsync(Program(Before), Program(After));
        using var wrong = new ChattyChild(Program(Before.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
        using var right = new ChattyChild(Program(After));

        Assert.Equal(0, await wrong.RunAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(ChattyChild.Printed, await right.RunAsync(TimeSpan.FromSeconds(60)));
    }
}
