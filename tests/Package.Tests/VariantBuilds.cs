namespace Package.Tests;

/// <summary>
/// The sample built in several ways by one call of the SDK. The sample's own .editorconfig is replaced by one that touches a single rule, so that
/// what the presets say is seen, and that a line of the user's wins over them.
/// </summary>
internal sealed class VariantBuilds
{
    /// <summary>The rule that the user's own line turns off in all variants.</summary>
    public const string SilencedByUser = "CONC302";

    private const string Language = "zh-CN";

    /// <summary>The properties of each variant. The name of a mode may be written in small letters.</summary>
    private static readonly Dictionary<string, string> Variants = new()
    {
        ["None"] = "ConcurrencyAnalysisMode=None",
        ["Default"] = "ConcurrencyAnalysisMode=Default",
        ["Recommended"] = "ConcurrencyAnalysisMode=recommended",
        ["All"] = $"ConcurrencyAnalysisMode=All;PreferredUILang={Language}",
        ["AllErrors"] = "ConcurrencyAnalysisMode=AllErrors",
    };

    private readonly Dictionary<string, Sarif> logs;

    private VariantBuilds(Dictionary<string, Sarif> logs, string output) => (this.logs, Output) = (logs, output);

    public string Output { get; }

    /// <summary>The one that was built in Chinese.</summary>
    public Sarif Chinese => logs["All"];

    public Sarif this[string mode] => logs[mode];

    public static async Task<VariantBuilds> RunAsync(Consumer consumer)
    {
        await File.WriteAllTextAsync(consumer.PathOf(".editorconfig"), $"[*.cs]\ndotnet_diagnostic.{SilencedByUser}.severity = none\n");
        await File.WriteAllTextAsync(consumer.PathOf("Variants.proj"), DriverText());
        var result = await Dotnet.RunAsync(consumer.Folder, "build", "Variants.proj");
        var missing = Variants.Keys.Where(name => !File.Exists(consumer.PathOf($"{name}.sarif"))).ToList();
        return missing.Count == 0
            ? new(Variants.Keys.ToDictionary(name => name, name => Sarif.Read(consumer.PathOf($"{name}.sarif"))), result.Output)
            : throw new InvalidOperationException($"No log of {string.Join(", ", missing)}.\n{result.Output}");
    }

    /// <summary>A build with errors is wanted here, so the driver goes on after one.</summary>
    private static string DriverText() =>
        $"""
        <Project DefaultTargets="Build">
          <Target Name="Restore">
            <MSBuild Projects="App.csproj" Targets="Restore" />
          </Target>
          <Target Name="Build">
        {string.Join('\n', Variants.Select(variant => Step(variant.Key, variant.Value)))}
          </Target>
        </Project>
        """;

    private static string Step(string name, string property) =>
        $"""
            <MSBuild Projects="App.csproj" Targets="Build" ContinueOnError="true"
                     Properties="{property};IntermediateOutputPath=obj/{name}/;OutputPath=bin/{name}/;ErrorLog={name}.sarif%2cversion=2.1" />
        """;
}
