using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Channels;
using ConcurrencyAnalyzers.Runtime.Managers;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Named values that processes share. It lives in a <see cref="SharedManager"/>; this is a handle to it, which may be passed
/// to other processes. Python's <c>manager.Namespace()</c>, whose attributes are names here.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe and each call is atomic; <c>space["n"] = (int)space["n"]! + 1</c> is two calls, and
/// <see cref="Update{T}"/> is one.</para>
/// <para>The values are those that cross as <see cref="object"/>: numbers, texts, times, arrays and collections of them, and
/// types that were registered. They are copies.</para>
/// <para>Every member throws <see cref="ObjectDisposedException"/> after the manager was shut down, and
/// <see cref="OwnerExitedException"/> after its process has ended.</para>
/// </remarks>
public sealed class ManagedNamespace : IWireSerializable<ManagedNamespace>
{
    private readonly ManagedDictionary<string, object?> _values;
    private readonly CoreClient _core;

    internal ManagedNamespace(CoreClient core)
    {
        _core = core;
        _values = new ManagedDictionary<string, object?>(core);
    }

    /// <summary>A value.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such name to read. Python raises <c>AttributeError</c>.</exception>
    /// <exception cref="NotSerializableException">The value cannot cross; nothing was changed.</exception>
    public object? this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    /// <summary>A snapshot of the names.</summary>
    public IReadOnlyList<string> Names => _values.Keys;

    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    public T Get<T>(string name) => Cast<T>(name, _values[name]);

    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value, or <c>default</c>.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    public bool TryGet<T>(string name, [MaybeNullWhen(false)] out T value)
    {
        bool isThere = _values.TryGetValue(name, out object? found);
        value = isThere ? Cast<T>(name, found) : default;
        return isThere;
    }

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="NotSerializableException">The value cannot cross; nothing was changed.</exception>
    public void Set<T>(string name, T value) => _values[name] = value;

    /// <summary>Whether there is such a name now.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether there is.</returns>
    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>Takes a value out. Python's <c>del space.name</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name) => _values.TryRemove(name);

    /// <summary>Changes a value atomically. Nobody else's change gets lost.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="update">Makes the new value of the old one, in this process; called again if somebody else was faster, so it should have no other effect.</param>
    /// <returns>The new value.</returns>
    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    public T Update<T>(string name, Func<T, T> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Cast<T>(name, _values.Update(name, value => update(Cast<T>(name, value))));
    }

    /// <inheritdoc/>
    void IWireSerializable<ManagedNamespace>.WriteTo(WireWriter writer) => _core.Address.WriteTo(writer);

    /// <inheritdoc/>
    static ManagedNamespace IWireSerializable<ManagedNamespace>.ReadFrom(WireReader reader) =>
        new(CoreClient.ReadFrom<DictionaryCore>(reader));

    private static T Cast<T>(string name, object? value) => value switch
    {
        T typed => typed,
        null when default(T) is null => default!,
        _ => throw new InvalidCastException($"'{name}' is a {value?.GetType().Name ?? "null"}, not a {typeof(T).Name}."),
    };
}
