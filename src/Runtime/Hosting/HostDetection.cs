using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>Finds out how this program was started, and with that how to start it again.</summary>
internal static class HostDetection
{
    private static readonly Lazy<HostCommand> s_detected = new(Detect);

    /// <summary>The command the user gave, or the detected one.</summary>
    internal static HostCommand Command => WorkerHost.Command ?? s_detected.Value;

    /// <summary>What goes into DOTNET_STARTUP_HOOKS: the path of this library; its name where it lies inside of a single file.</summary>
    internal static string Hook { get; } = FindHook();

    private static bool IsHookSupported =>
        !AppContext.TryGetSwitch("System.StartupHookProvider.IsSupported", out bool isSupported) || isSupported;

    private static bool HasModuleInitializer => AppContext.GetData(HostEnvironment.ModuleInitializerKey) is not null;

    /// <exception cref="BootstrapException">A child of this program would run its Main instead of becoming a worker.</exception>
    internal static void ThrowIfImpossible()
    {
        if (HostEnvironment.IsStrayChild && !WorkerHost.IsWorker)
        {
            throw new BootstrapException(
                "This process was started to be a worker, but its Main runs: it was not taken over, and starting workers from here would never end. "
                + "Call WorkerHost.RunIfWorker() as the first statement of Main.");
        }

        if (!IsHookSupported && !HasModuleInitializer && !WorkerHost.IsAnnounced)
        {
            throw new BootstrapException(
                "This program was published without startup hooks (trimmed or native), so a child of it would run Main from the start. "
                + "Reference the package ConcurrencyAnalyzers.Runtime from the program itself, which adds a module initializer, or call WorkerHost.RunIfWorker() as the first statement of Main.");
        }
    }

    private static HostCommand Detect()
    {
        string self = Environment.ProcessPath
            ?? throw new BootstrapException("The path of this program is unknown; set WorkerHost.Command to the command that starts it.");
        if (Assembly.GetEntryAssembly() is null)
        {
            throw new BootstrapException(
                "This process is a native program that hosts .NET, so it cannot be started again as a worker. Set WorkerHost.Command to a .NET program that references the same assemblies.");
        }

        return IsDotnet(self) ? new HostCommand(self, ExecArguments()) : new HostCommand(self, []);
    }

    private static bool IsDotnet(string path) =>
        Path.GetFileNameWithoutExtension(path.AsSpan()).Equals("dotnet", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// <c>dotnet exec</c> with the files of the application, not those of the entry assembly: under a test host the entry is
    /// the host, and the application is the test project.
    /// </summary>
    private static List<string> ExecArguments()
    {
        string dependencies = DependenciesFile();
        string application = dependencies[..^".deps.json".Length];
        string configuration = application + ".runtimeconfig.json";
        string assembly = application + ".dll";
        if (!File.Exists(configuration) || !File.Exists(assembly))
        {
            throw new BootstrapException(
                $"'{assembly}' is not a program that can be started again: '{configuration}' is missing. "
                + "Set <OutputType>Exe</OutputType> or <GenerateRuntimeConfigurationFiles>true</GenerateRuntimeConfigurationFiles> in its project, or set WorkerHost.Command.");
        }

        // A program built without one (GenerateDependencyFile) finds its assemblies beside it, as it did itself.
        return File.Exists(dependencies)
            ? ["exec", "--runtimeconfig", configuration, "--depsfile", dependencies, assembly]
            : ["exec", "--runtimeconfig", configuration, assembly];
    }

    /// <returns>Where the application's file is, or would be.</returns>
    private static string DependenciesFile()
    {
        // Separated by ';' on every system; the first is the application's.
        if (AppContext.GetData("APP_CONTEXT_DEPS_FILES") is string files
            && files.Split(';', StringSplitOptions.RemoveEmptyEntries) is [var first, ..]
            && first.EndsWith(".deps.json", StringComparison.OrdinalIgnoreCase))
        {
            return first;
        }

        return Path.Combine(AppContext.BaseDirectory, Assembly.GetEntryAssembly()!.GetName().Name + ".deps.json");
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is what tells the single file.")]
    private static string FindHook()
    {
        Assembly library = typeof(HostDetection).Assembly;
        string location = library.Location;
        bool isUsable = location.Length > 0 && !location.Contains(Path.PathSeparator, StringComparison.Ordinal);
        return isUsable ? location : library.GetName().Name!;
    }
}
