namespace Package.Tests;

/// <summary>The sample after <c>dotnet format analyzers</c>: built again, and run.</summary>
internal sealed record RepairedProgram(string FormatOutput, string BuildOutput, Sarif Log, CommandResult Run)
{
    public static async Task<RepairedProgram> RunAsync(Consumer consumer)
    {
        (await Dotnet.RunAsync(consumer.Folder, "restore")).ThrowIfFailed();
        var format = (await Dotnet.RunAsync(consumer.Folder, "format", "analyzers", "--no-restore", "--verbosity", "normal")).ThrowIfFailed();
        var build = (await Dotnet.RunAsync(consumer.Folder, "build", "--no-restore", "-p:ErrorLog=build.sarif%2cversion=2.1")).ThrowIfFailed();
        var log = Sarif.Read(consumer.PathOf("build.sarif"));

        // A program with a mistake left may hang. By "dotnet run", as the README says: its child processes must start from there, too.
        var run = log.Results.Count == 0 ? await Dotnet.RunAsync(consumer.Folder, "run", "--no-build") : new(-1, "not run");
        return new(format.Output, build.Output, log, run);
    }
}
