using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Types the program says more about, for their way to other processes. Register in code that runs in parent and child alike,
/// such as a module initializer or a static constructor of the target's class. Thread-safe.
/// </summary>
public static class WireTypes
{
    private static readonly ConcurrentDictionary<Type, string> _ids = new();
    private static readonly ConcurrentDictionary<string, Type> _types = new(StringComparer.Ordinal);

    /// <summary>Lets a type stand where <see cref="object"/>, an interface or a base class is declared; an exception comes back as itself when it is thrown in another process.</summary>
    /// <typeparam name="T">A class or struct that crosses by itself.</typeparam>
    /// <param name="id">A short name, the same in both processes. Only registered names choose a type, never a type's own name.</param>
    /// <exception cref="ArgumentException">The id or the type is registered otherwise already.</exception>
    public static void Register<T>(string id)
        where T : notnull
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (typeof(T).IsAbstract || typeof(T) == typeof(object))
        {
            throw new ArgumentException($"{Refusal.Name(typeof(T))} has no instances of its own: register the types that are made.", nameof(id));
        }

        if (_types.GetOrAdd(id, typeof(T)) != typeof(T) || _ids.GetOrAdd(typeof(T), id) != id)
        {
            throw new ArgumentException($"The id '{id}' or the type {Refusal.Name(typeof(T))} is registered otherwise already.", nameof(id));
        }

        if (typeof(T).IsAssignableTo(typeof(Exception)))
        {
            ExceptionTypes.Register(typeof(T));
        }
    }

    /// <summary>Uses source-generated JSON metadata for the context's types: needs no reflection, so it works in trimmed programs.</summary>
    /// <param name="context">The context. Its options hold for its types.</param>
    public static void Register(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        JsonContexts.Add(context);
    }

    internal static string? IdOf(Type type) => _ids.TryGetValue(type, out string? id) ? id : null;

    internal static Type TypeOf(string? id) =>
        id is not null && _types.TryGetValue(id, out Type? type)
            ? type
            : throw new WireFormatException($"No type is registered as '{id}' in this process. Call WireTypes.Register in code that parent and child run.");

    /// <summary>True if a registered type may stand where a type is declared.</summary>
    internal static bool HasKindOf(Type declared)
    {
        foreach (Type type in _ids.Keys)
        {
            if (type != declared && declared.IsAssignableFrom(type))
            {
                return true;
            }
        }

        return false;
    }
}
