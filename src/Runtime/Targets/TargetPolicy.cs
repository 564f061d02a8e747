using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Which methods a child runs on request: those of the program's own assemblies and of what they reference, not the framework's
/// apart from pure functions; in strict mode only those marked <see cref="ProcessTargetAttribute"/>. Thread-safe.
/// </summary>
internal sealed class TargetPolicy
{
    private readonly object _gate = new();
    private readonly Dictionary<Guid, Module> _modules = [];
    private readonly List<Assembly> _allowed = [];
    private HashSet<string>? _program;

    /// <summary>The policy of this process.</summary>
    internal static TargetPolicy Current { get; set; } = new();

    /// <summary>Only methods marked with <see cref="ProcessTargetAttribute"/> or registered by name.</summary>
    internal bool IsStrict { get; set; }

    /// <summary>Adds an assembly that the program loads in its own way.</summary>
    internal void Allow(Assembly assembly)
    {
        lock (_gate)
        {
            _allowed.Add(assembly);
        }
    }

    /// <summary>The module of this process that is the same file as the sender's. No path and no name of a type is taken from the message.</summary>
    internal Module Find(string assemblyName, Guid version)
    {
        lock (_gate)
        {
            if (_modules.TryGetValue(version, out Module? known))
            {
                return known;
            }

            Module module = Load(assemblyName).ManifestModule;
            if (module.ModuleVersionId != version)
            {
                throw new TargetResolutionException($"The child runs a different build of {assemblyName}. Rebuild, and do not replace files while the program runs.");
            }

            return _modules[version] = module;
        }
    }

    /// <summary>The same check in the parent, where a registered target needs no more than its registration.</summary>
    internal void ThrowIfForbiddenHere(MethodInfo method)
    {
        if (TargetTable.NameOf(method) is null)
        {
            ThrowIfForbidden(method);
        }
    }

    internal void ThrowIfForbidden(MethodInfo method)
    {
        if (IsStrict && !method.IsDefined(typeof(ProcessTargetAttribute), inherit: false))
        {
            throw new TargetResolutionException($"{TargetRules.NameOf(method)} is not marked [ProcessTarget], and this program runs only such methods in other processes.");
        }

        if (!IsOfProgram(method))
        {
            throw new TargetResolutionException(
                $"{TargetRules.NameOf(method)} belongs to {method.Module.Assembly.GetName().Name}, not to the program. Write a method that calls it, and pass that.");
        }
    }

    /// <summary>The framework has methods that start processes and delete files; only its pure functions and the console are targets by themselves.</summary>
    private static bool IsOfProgram(MethodInfo method)
    {
        Assembly assembly = method.Module.Assembly;
        return assembly == typeof(TargetPolicy).Assembly ? method.IsDefined(typeof(ProcessTargetAttribute), inherit: false)
            : !Framework.IsPartOf(assembly) || FrameworkTargets.Contains(method);
    }

    private Assembly Load(string name)
    {
        Assembly? given = _allowed.Find(assembly => assembly.GetName().Name == name);
        Assembly? entry = Assembly.GetEntryAssembly();
        return given is not null ? given
            : entry is not null && entry.GetName().Name == name ? entry
            : typeof(TargetPolicy).Assembly.GetName().Name == name ? typeof(TargetPolicy).Assembly
            : Framework.IsPartOf(name) || Program(entry).Contains(name) ? LoadByName(name)
            : throw new TargetResolutionException($"{name} is not part of the program that runs in the child; only the program's own assemblies and what they reference are.");
    }

    /// <summary>The default context looks only where the program's own references come from.</summary>
    private static Assembly LoadByName(string name)
    {
        try
        {
            return Assembly.Load(new AssemblyName { Name = name });
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            throw new TargetResolutionException($"{name} was not found in the child.", exception);
        }
    }

    private HashSet<string> Program(Assembly? entry) => _program ??= ProgramAssemblies.Names(entry);
}
