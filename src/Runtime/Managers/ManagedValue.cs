using ConcurrencyAnalyzers.Runtime.Channels;
using ConcurrencyAnalyzers.Runtime.Managers;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// One value of any serialisable type that processes share. It lives in a <see cref="SharedManager"/>; this is a handle to
/// it. Python's <c>manager.Value()</c>. For a number that changes often, <c>SharedValue&lt;T&gt;</c> is faster.
/// </summary>
/// <typeparam name="T">The type of the value; serialisable.</typeparam>
/// <remarks>
/// All members are thread-safe and each call is atomic; <c>v.Value++</c> is two calls, <see cref="Update"/> is one. Every
/// member throws <see cref="ObjectDisposedException"/> after the manager was shut down, and
/// <see cref="OwnerExitedException"/> after its process has ended.
/// </remarks>
public sealed class ManagedValue<T> : IWireSerializable<ManagedValue<T>>
{
    // The only entry of a dictionary.
    private const string Key = "";

    private readonly ManagedDictionary<string, T> _entry;
    private readonly CoreClient _core;

    internal ManagedValue(CoreClient core)
    {
        _core = core;
        _entry = new ManagedDictionary<string, T>(core);
    }

    /// <summary>The value.</summary>
    /// <exception cref="NotSerializableException">The value cannot cross; the old one stays.</exception>
    public T Value
    {
        get => _entry[Key];
        set => _entry[Key] = value;
    }

    /// <summary>Changes the value atomically. Nobody else's change gets lost.</summary>
    /// <param name="update">Makes the new value of the old one, in this process; called again if somebody else was faster, so it should have no other effect.</param>
    /// <returns>The new value.</returns>
    public T Update(Func<T, T> update) => _entry.Update(Key, update);

    /// <inheritdoc/>
    void IWireSerializable<ManagedValue<T>>.WriteTo(WireWriter writer) => _core.Address.WriteTo(writer);

    /// <inheritdoc/>
    static ManagedValue<T> IWireSerializable<ManagedValue<T>>.ReadFrom(WireReader reader) =>
        new(CoreClient.ReadFrom<DictionaryCore>(reader));
}
