using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>A mark of a type that is the same in every process, so that nobody reads integers as floating-point numbers.</summary>
internal static class ElementType<T>
    where T : unmanaged
{
    internal static readonly int Mark = Hash(typeof(T).ToString());

    /// <summary>Whether the processor reads and writes it at once.</summary>
    internal static bool IsAtomic => Unsafe.SizeOf<T>() is 1 or 2 or 4 or 8;

    private static int Hash(string name)
    {
        // Not string.GetHashCode, which differs between processes.
        uint hash = (uint)Unsafe.SizeOf<T>();
        foreach (char c in name)
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)hash;
    }
}
