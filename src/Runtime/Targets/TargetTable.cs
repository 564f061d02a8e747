using System.Collections.Concurrent;
using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Targets by name: for trimmed and natively compiled programs, in which methods cannot be looked up. Register the same names
/// in parent and child, in a module initializer for example. Thread-safe.
/// </summary>
public static class TargetTable
{
    private static readonly ConcurrentDictionary<string, Delegate> _targets = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<MethodInfo, string> _names = new();

    /// <summary>Names a target; from now on it crosses by this name.</summary>
    /// <param name="name">The same in parent and child.</param>
    /// <param name="target">A static method, or a lambda that captures nothing.</param>
    /// <exception cref="CapturedStateException">The target captures variables.</exception>
    /// <exception cref="ArgumentException">The name stands for another method already.</exception>
    public static void Register(string name, Delegate target)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(target);
        TargetOrigin origin = TargetOrigin.Of(target);
        if (origin.HasReceiver)
        {
            throw new ArgumentException("A registered target has no object of its own: register a static method.", nameof(target));
        }

        if (_targets.GetOrAdd(name, target).Method != target.Method)
        {
            throw new ArgumentException($"'{name}' stands for another method already.", nameof(name));
        }

        _names[target.Method] = name;
    }

    internal static string? NameOf(MethodInfo method) =>
        _names.IsEmpty ? null : _names.TryGetValue(method, out string? name) ? name : null;

    internal static Delegate Find(string name) =>
        _targets.TryGetValue(name, out Delegate? target)
            ? target
            : throw new TargetResolutionException($"No target is registered as '{name}' in this process. Call TargetTable.Register in code that parent and child run.");
}
