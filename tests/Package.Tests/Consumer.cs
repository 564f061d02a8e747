namespace Package.Tests;

/// <summary>A project that uses the package, in a folder of its own outside the repository: the misuse sample with nothing but references to our two packages.</summary>
internal sealed class Consumer
{
    private const string ProjectName = "App";

    private Consumer(string folder) => Folder = folder;

    public string Folder { get; }

    public string Project => Path.Combine(Folder, ProjectName + ".csproj");

    public static Consumer Create(string folder, string feed, string packages, string version)
    {
        CopySample(folder);
        File.WriteAllText(Path.Combine(folder, ProjectName + ".csproj"), ProjectText(packages, version));
        File.WriteAllText(Path.Combine(folder, "nuget.config"), NugetConfig(feed));
        return new(folder);
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    private static void CopySample(string folder)
    {
        var sample = Path.Combine(Repository.Root, "samples", "Misuse");
        foreach (var source in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(sample, source);
            if (relative.EndsWith(".csproj", StringComparison.Ordinal) || relative.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj")
            {
                continue;
            }

            var target = Path.Combine(folder, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }
    }

    private static string ProjectText(string packages, string version) =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <UseAppHost>false</UseAppHost>
            <EnableNETAnalyzers>false</EnableNETAnalyzers>
            <PreferredUILang>en-US</PreferredUILang>
            <RestorePackagesPath>{packages}</RestorePackagesPath>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="ConcurrencyAnalyzers" Version="[{version}]" />
            <PackageReference Include="{RuntimePackage.Id}" Version="[{version}]" />
          </ItemGroup>
        </Project>
        """;

    private static string NugetConfig(string feed) =>
        $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="local" value="{feed}" />
          </packageSources>
          <fallbackPackageFolders>
            <clear />
          </fallbackPackageFolders>
        </configuration>
        """;
}
