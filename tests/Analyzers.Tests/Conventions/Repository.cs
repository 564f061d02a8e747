namespace Analyzers.Tests.Conventions;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Found by walking up: source paths in the assembly are remapped in a deterministic build.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    public static bool Exists(string relativePath) => File.Exists(PathOf(relativePath));

    public static string Read(string relativePath) => File.ReadAllText(PathOf(relativePath)).ReplaceLineEndings("\n");

    public static void Write(string relativePath, string text)
    {
        var path = PathOf(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>C# files of the working copy below a folder, without what the build makes, in a fixed order.</summary>
    public static IEnumerable<string> SourcesUnder(string relativeFolder) =>
        Directory.EnumerateFiles(PathOf(relativeFolder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ConcurrencyAnalyzers.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No ConcurrencyAnalyzers.sln above '{AppContext.BaseDirectory}'.");
    }
}
