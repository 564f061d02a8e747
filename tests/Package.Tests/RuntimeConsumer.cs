namespace Package.Tests;

/// <summary>A user's project with a reference to the Runtime and nothing else.</summary>
internal sealed class RuntimeConsumer
{
    public const string LogName = "build.sarif";

    private const string ProjectName = "App";

    private RuntimeConsumer(string folder) => Folder = folder;

    public string Folder { get; }

    public string Program => Path.Combine(Folder, "out", ProjectName + ".dll");

    /// <summary>Offline, there is no source but the folder with our packages: whatever else the package asked for would not be found.</summary>
    public static RuntimeConsumer Create(string folder, RuntimePackage package, string program, string properties, bool isOffline)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ProjectName + ".csproj"), ProjectText(folder + "-packages", package.Version, properties));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, "nuget.config"), NugetConfig(package.Feed, isOffline));
        return new(folder);
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    public async Task<RuntimeBuild> BuildAsync() =>
        new(await Dotnet.RunAsync(Folder, "build", "--output", "out", $"-p:ErrorLog={LogName}%2cversion=2.1"), this);

    public async Task<RuntimeBuild> PublishAsync() =>
        new(await Dotnet.RunAsync(Folder, "publish", "--output", "out"), this);

    private static string ProjectText(string packages, string version, string properties) =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <UseAppHost>false</UseAppHost>
            <PreferredUILang>en-US</PreferredUILang>
            <RestorePackagesPath>{packages}</RestorePackagesPath>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{RuntimePackage.Id}" Version="[{version}]" />
            <TrimmerRootAssembly Include="{RuntimePackage.Id}" />
          </ItemGroup>
        </Project>
        """;

    private static string NugetConfig(string feed, bool isOffline) =>
        $"""
        <configuration>
          <packageSources>
            {(isOffline ? "<clear />" : "")}
            <add key="local" value="{feed}" />
          </packageSources>
        </configuration>
        """;
}
