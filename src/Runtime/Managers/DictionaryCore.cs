using ConcurrencyAnalyzers.Runtime.Channels;

namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>Keys and values, of a dictionary or a namespace.</summary>
internal sealed class DictionaryCore : ManagedCore
{
    internal const byte Get = 1;
    internal const byte Set = 2;
    internal const byte Add = 3;
    internal const byte Remove = 4;
    internal const byte Contains = 5;
    internal const byte Count = 6;
    internal const byte Clear = 7;
    internal const byte Snapshot = 8;
    internal const byte CompareSet = 9;
    internal const byte CompareRemove = 10;

    private readonly Dictionary<byte[], byte[]> _entries = new(ByteKeys.Instance);

    protected override Reply Do(byte operation, ReadOnlySpan<byte> arguments)
    {
        switch (operation)
        {
            case Count:
                return Ok(Packing.Of(_entries.Count));
            case Clear:
                _entries.Clear();
                return Ok();
            case Snapshot:
                return Ok(Packing.Pack([.. _entries.SelectMany(static entry => new[] { entry.Key, entry.Value })]));
        }

        byte[] key = Arguments.ReadBytes(ref arguments).ToArray();
        switch (operation)
        {
            case Get:
                return _entries.TryGetValue(key, out byte[]? found) ? Ok(found) : If(false);
            case Set:
                _entries[key] = Arguments.ReadBytes(ref arguments).ToArray();
                return Ok();
            case Add:
                return If(_entries.TryAdd(key, Arguments.ReadBytes(ref arguments).ToArray()));
            case Remove:
                return _entries.Remove(key, out byte[]? removed) ? Ok(removed) : If(false);
            case Contains:
                return If(_entries.ContainsKey(key));
            case CompareSet:
                return If(Is(key, Arguments.ReadBytes(ref arguments)) && Replace(key, Arguments.ReadBytes(ref arguments)));
            case CompareRemove:
                return If(Is(key, Arguments.ReadBytes(ref arguments)) && _entries.Remove(key));
            default:
                throw Unknown(operation);
        }
    }

    private bool Is(byte[] key, ReadOnlySpan<byte> value) => _entries.TryGetValue(key, out byte[]? found) && value.SequenceEqual(found);

    private bool Replace(byte[] key, ReadOnlySpan<byte> value)
    {
        _entries[key] = value.ToArray();
        return true;
    }
}
