namespace Package.Tests;

/// <summary>The packed Runtime.</summary>
internal sealed record RuntimePackage(string File, string Symbols, string Version)
{
    public const string Id = "ConcurrencyAnalyzers.Runtime";

    public string Feed => Path.GetDirectoryName(File)!;
}
