using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime.Internal;

internal static class TargetNames
{
    /// <summary>
    /// The name the user gave a method: a local function is compiled to <c>&lt;Main&gt;g__Work|0_1</c> and is called Work
    /// here; a lambda has no name.
    /// </summary>
    internal static string? Of(MethodInfo method)
    {
        string name = method.Name;
        const string LocalFunction = ">g__";
        int start = name.IndexOf(LocalFunction, StringComparison.Ordinal);
        if (start < 0)
        {
            return name.Contains('<', StringComparison.Ordinal) ? null : name;
        }

        start += LocalFunction.Length;
        int end = name.IndexOf('|', start);
        return end < 0 ? null : name[start..end];
    }
}
