using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime.Internal;

internal static class Framework
{
    /// <summary>True for assemblies of .NET itself and of ASP.NET Core; by name, because every framework is named alike.</summary>
    internal static bool IsPartOf(Assembly assembly) => assembly == typeof(object).Assembly || IsPartOf(assembly.GetName().Name ?? "");

    internal static bool IsPartOf(string assemblyName) =>
        assemblyName is "mscorlib" or "netstandard" or "System" or "WindowsBase" or "Microsoft.CSharp" or "Microsoft.VisualBasic"
        || assemblyName.StartsWith("System.", StringComparison.Ordinal)
        || assemblyName.StartsWith("Microsoft.Win32.", StringComparison.Ordinal)
        || assemblyName.StartsWith("Microsoft.VisualBasic.", StringComparison.Ordinal)
        || assemblyName.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || assemblyName.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);
}
