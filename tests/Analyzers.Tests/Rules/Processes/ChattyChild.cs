using System.Diagnostics;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Analyzers.Tests.Rules.Processes;

/// <summary>Compiles and runs a program that starts a child which prints a megabyte to each of its output streams.</summary>
internal sealed class ChattyChild : IDisposable
{
    /// <summary>The characters that the child prints to each stream.</summary>
    public const int Printed = 1_000_000;

    /// <summary>The program's entry: <c>Program.Run(ProcessStartInfo, Action&lt;Process&gt;)</c> tells how much it has read.</summary>
    private delegate Task<int> Entry(ProcessStartInfo child, Action<Process> started);

    private readonly AssemblyLoadContext context = new(nameof(ChattyChild), isCollectible: true);
    private readonly Entry run;
    private Process? child;

    public ChattyChild(string program)
    {
        using var image = new MemoryStream();
        var result = Compilation(program).Emit(image);
        Xunit.Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        run = context.LoadFromStream(image).GetType("Program")!.GetMethod("Run")!.CreateDelegate<Entry>();
    }

    /// <summary>What the program has read; null where it is stuck, and had to be freed by killing the child.</summary>
    public async Task<int?> RunAsync(TimeSpan patience)
    {
        var program = Task.Factory.StartNew(() => run(Command(), process => child = process), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        if (await Task.WhenAny(program, Task.Delay(patience)) == program)
        {
            return await program;
        }

        child!.Kill(entireProcessTree: true);
        await Task.WhenAny(program, Task.Delay(TimeSpan.FromSeconds(30)));
        return null;
    }

    public void Dispose() => context.Unload();

    private static ProcessStartInfo Command() => OperatingSystem.IsWindows()
        ? new("powershell", ["-NoProfile", "-Command", $"[Console]::Out.Write('x' * {Printed}); [Console]::Error.Write('x' * {Printed})"])
        : new("/bin/sh", ["-c", $"head -c {Printed} /dev/zero | tr '\\0' x >&2; head -c {Printed} /dev/zero | tr '\\0' x"]);

    private static CSharpCompilation Compilation(string program) => CSharpCompilation.Create(
        "Chatty" + Guid.NewGuid().ToString("N"),
        [CSharpSyntaxTree.ParseText(program)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Select(static path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
