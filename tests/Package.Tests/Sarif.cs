using System.Text.Json;

namespace Package.Tests;

/// <summary>The log of a compilation, SARIF 2.1.</summary>
internal sealed class Sarif
{
    private Sarif(IReadOnlyList<SarifResult> results, IReadOnlyDictionary<string, string> helpUris) => (Results, HelpUris) = (results, helpUris);

    public IReadOnlyList<SarifResult> Results { get; }

    public IReadOnlyDictionary<string, string> HelpUris { get; }

    public static Sarif Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var run = document.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray();
        return new(
            [.. run.GetProperty("results").EnumerateArray().Select(ReadResult).OrderBy(result => result.ToString(), StringComparer.Ordinal)],
            rules.Where(rule => rule.TryGetProperty("helpUri", out _)).ToDictionary(rule => rule.GetProperty("id").GetString()!, rule => rule.GetProperty("helpUri").GetString()!));
    }

    private static SarifResult ReadResult(JsonElement result)
    {
        var uri = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!;
        return new(
            uri.Split('/')[^1],
            result.GetProperty("ruleId").GetString()!,
            result.GetProperty("level").GetString()!,
            result.GetProperty("message").GetProperty("text").GetString()!);
    }
}
