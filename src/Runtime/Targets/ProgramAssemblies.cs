using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

internal static class ProgramAssemblies
{
    /// <summary>
    /// The simple names of the assemblies the program is made of. The host's list has them all, except in a single file, which
    /// has no list: there the references are followed.
    /// </summary>
    internal static HashSet<string> Names(Assembly? entry)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is string list)
        {
            foreach (string path in list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            {
                names.Add(Path.GetFileNameWithoutExtension(path));
            }
        }

        if (entry is not null)
        {
            Follow(entry, names, []);
        }

        return names;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A reference that was trimmed away is not part of the program.")]
    private static void Follow(Assembly assembly, HashSet<string> names, HashSet<string> visited)
    {
        foreach (AssemblyName reference in assembly.GetReferencedAssemblies())
        {
            string name = reference.Name ?? "";
            if (Framework.IsPartOf(name) || !visited.Add(name))
            {
                continue;
            }

            // What the host lists need not be loaded to be known.
            if (names.Add(name) && TryLoad(reference) is { } loaded)
            {
                Follow(loaded, names, visited);
            }
        }
    }

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
