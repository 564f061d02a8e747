namespace Package.Tests;

/// <summary>How a user's program was built or published, and where it lies.</summary>
internal sealed record RuntimeBuild(CommandResult Command, RuntimeConsumer Consumer)
{
    public Sarif Log => Sarif.Read(Consumer.PathOf(RuntimeConsumer.LogName));

    /// <summary>Runs what was built.</summary>
    public async Task<CommandResult> RunAsync() => await Dotnet.RunAsync(Consumer.Folder, Consumer.Program);
}
