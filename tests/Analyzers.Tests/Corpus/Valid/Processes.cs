using System.Diagnostics;

namespace Corpus.Valid;

/// <summary>Child processes whose options are set first, whose output is drained, and which are waited for.</summary>
public static class Processes
{
    public static async Task<(int ExitCode, string Output)> RunAsync(string file, string arguments, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        process.EnableRaisingEvents = true;
        process.StartInfo.UseShellExecute = false;
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    public static int? TryExitCode(Process process, TimeSpan patience) =>
        process.WaitForExit(patience) ? process.ExitCode : null;

    public static void OneAfterTheOther(params string[] files)
    {
        foreach (var file in files)
        {
            using var process = Process.Start(file);
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(file);
            }
        }
    }
}
