using System.Collections;
using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Channels;
using ConcurrencyAnalyzers.Runtime.Managers;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A dictionary that processes share. It lives in a <see cref="SharedManager"/>; this is a handle to it, which may be passed
/// to other processes and put into other managed collections. Python's <c>manager.dict()</c>.
/// </summary>
/// <typeparam name="TKey">The type of the keys; serialisable.</typeparam>
/// <typeparam name="TValue">The type of the values; serialisable.</typeparam>
/// <remarks>
/// <para>All members are thread-safe and each call is atomic. Several calls are not: <c>counts[key]++</c> is a read and a
/// write, between which another process may write. <see cref="Update"/>, <see cref="GetOrAdd"/> and
/// <see cref="AddOrUpdate"/> are atomic.</para>
/// <para>Values are copies: changing an object that was read changes nothing in the dictionary; write it back. Keys are
/// equal when their serialised forms are: texts by their characters, <c>1.0m</c> and <c>1.00m</c> are two keys.</para>
/// <para>Enumerating goes over a snapshot. Every member throws <see cref="ObjectDisposedException"/> after the manager was
/// shut down, and <see cref="OwnerExitedException"/> after its process has ended.</para>
/// </remarks>
public sealed class ManagedDictionary<TKey, TValue> : IEnumerable<KeyValuePair<TKey, TValue>>, IWireSerializable<ManagedDictionary<TKey, TValue>>
    where TKey : notnull
{
    private readonly CoreClient _core;
    private readonly WireFormatter<TKey> _keys = Formatters.Of<TKey>();
    private readonly WireFormatter<TValue> _values = Formatters.Of<TValue>();

    internal ManagedDictionary(CoreClient core) => _core = core;

    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">There is no such key to read.</exception>
    /// <exception cref="NotSerializableException">The value cannot cross; nothing was changed.</exception>
    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue? value) ? value : throw Missing(key);
        set => _core.Do(DictionaryCore.Set, Packing.Pack(_keys.Encode(key), _values.Encode(value)));
    }

    /// <summary>How many entries there are now.</summary>
    public int Count => _core.DoInt32(DictionaryCore.Count, []);

    /// <summary>A snapshot of the keys.</summary>
    public IReadOnlyList<TKey> Keys => [.. ToArray().Select(static entry => entry.Key)];

    /// <summary>A snapshot of the values.</summary>
    public IReadOnlyList<TValue> Values => [.. ToArray().Select(static entry => entry.Value)];

    /// <summary>Adds an entry unless the key is there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was added; false when the key was there, with its value unchanged.</returns>
    public bool TryAdd(TKey key, TValue value) =>
        _core.Try(DictionaryCore.Add, Packing.Pack(_keys.Encode(key), _values.Encode(value)), out _);

    /// <summary>Takes an entry out.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value it had, or <c>default</c>.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value) => Read(DictionaryCore.Remove, key, out value);

    /// <summary>Takes an entry out.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryRemove(TKey key) => _core.Try(DictionaryCore.Remove, Packing.Pack(_keys.Encode(key)), out _);

    /// <summary>Reads a value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, or <c>default</c>.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => Read(DictionaryCore.Get, key, out value);

    /// <summary>Whether there is such a key now.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there is.</returns>
    public bool ContainsKey(TKey key) => _core.Try(DictionaryCore.Contains, Packing.Pack(_keys.Encode(key)), out _);

    /// <summary>Reads a value, or adds one. Python's <c>setdefault</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">What to add where there is none.</param>
    /// <returns>The value that is in the dictionary now.</returns>
    public TValue GetOrAdd(TKey key, TValue value)
    {
        while (true)
        {
            if (TryGetValue(key, out TValue? found))
            {
                return found;
            }

            if (TryAdd(key, value))
            {
                return value;
            }
        }
    }

    /// <summary>Changes a value atomically. Nobody else's change gets lost.</summary>
    /// <param name="key">The key.</param>
    /// <param name="update">Makes the new value of the old one, in this process; called again if somebody else was faster, so it should have no other effect.</param>
    /// <returns>The new value.</returns>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public TValue Update(TKey key, Func<TValue, TValue> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return TryUpdate(key, update, out TValue? value) ? value : throw Missing(key);
    }

    /// <summary>Changes a value atomically, or adds one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">What to add where there is none.</param>
    /// <param name="update">Makes the new value of the old one, in this process; called again if somebody else was faster, so it should have no other effect.</param>
    /// <returns>The value that is in the dictionary now.</returns>
    public TValue AddOrUpdate(TKey key, TValue value, Func<TValue, TValue> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        while (true)
        {
            if (TryUpdate(key, update, out TValue? updated))
            {
                return updated;
            }

            if (TryAdd(key, value))
            {
                return value;
            }
        }
    }

    /// <summary>Takes all entries out.</summary>
    public void Clear() => _core.Do(DictionaryCore.Clear, []);

    /// <summary>A snapshot of the entries.</summary>
    /// <returns>The entries, in no order that is promised.</returns>
    public KeyValuePair<TKey, TValue>[] ToArray()
    {
        byte[][] parts = Packing.Unpack(_core.Do(DictionaryCore.Snapshot, []));
        var entries = new KeyValuePair<TKey, TValue>[parts.Length / 2];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new(_keys.Decode(parts[2 * i]), _values.Decode(parts[(2 * i) + 1]));
        }

        return entries;
    }

    /// <summary>Goes over a snapshot.</summary>
    /// <returns>The entries as they are now.</returns>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => ((IEnumerable<KeyValuePair<TKey, TValue>>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    void IWireSerializable<ManagedDictionary<TKey, TValue>>.WriteTo(WireWriter writer) => _core.Address.WriteTo(writer);

    /// <inheritdoc/>
    static ManagedDictionary<TKey, TValue> IWireSerializable<ManagedDictionary<TKey, TValue>>.ReadFrom(WireReader reader) =>
        new(CoreClient.ReadFrom<DictionaryCore>(reader));

    private static KeyNotFoundException Missing(TKey key) => new($"The managed dictionary has no key '{key}'.");

    private bool Read(byte operation, TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        bool isThere = _core.Try(operation, Packing.Pack(_keys.Encode(key)), out byte[] content);
        value = isThere ? _values.Decode(content) : default;
        return isThere;
    }

    private bool TryUpdate(TKey key, Func<TValue, TValue> update, [MaybeNullWhen(false)] out TValue value)
    {
        byte[] keyBytes = _keys.Encode(key);
        byte[] get = Packing.Pack(keyBytes);
        while (_core.Try(DictionaryCore.Get, get, out byte[] before))
        {
            value = update(_values.Decode(before));
            if (_core.Try(DictionaryCore.CompareSet, Packing.Pack(keyBytes, before, _values.Encode(value)), out _))
            {
                return true;
            }
        }

        value = default;
        return false;
    }
}
