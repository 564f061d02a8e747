using ConcurrencyAnalyzers.Runtime.Channels;

namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>Elements in order.</summary>
internal sealed class ListCore : ManagedCore
{
    internal const byte Get = 1;
    internal const byte Set = 2;
    internal const byte Add = 3;
    internal const byte Insert = 4;
    internal const byte RemoveAt = 5;
    internal const byte Remove = 6;
    internal const byte IndexOf = 7;
    internal const byte Count = 8;
    internal const byte Clear = 9;
    internal const byte Snapshot = 10;
    internal const byte CompareSet = 11;

    private readonly List<byte[]> _items = [];

    protected override Reply Do(byte operation, ReadOnlySpan<byte> arguments)
    {
        switch (operation)
        {
            case Count:
                return Ok(Packing.Of(_items.Count));
            case Clear:
                _items.Clear();
                return Ok();
            case Snapshot:
                return Ok(Packing.Pack(_items));
            case Add:
                _items.AddRange(Packing.Unpack(arguments));
                return Ok();
            case Remove:
                int place = Find(arguments);
                if (place >= 0)
                {
                    _items.RemoveAt(place);
                }

                return If(place >= 0);
            case IndexOf:
                return Ok(Packing.Of(Find(arguments)));
            default:
                return DoAt(operation, Arguments.ReadInt32(ref arguments), arguments);
        }
    }

    /// <summary>A negative index counts from the end: −1 is the last element.</summary>
    private Reply DoAt(byte operation, int index, ReadOnlySpan<byte> arguments)
    {
        index += index < 0 ? _items.Count : 0;
        if (index < 0 || index > _items.Count || (index == _items.Count && operation != Insert))
        {
            return If(false);
        }

        switch (operation)
        {
            case Get:
                return Ok(_items[index]);
            case Set:
                _items[index] = arguments.ToArray();
                return Ok();
            case Insert:
                _items.Insert(index, arguments.ToArray());
                return Ok();
            case RemoveAt:
                byte[] removed = _items[index];
                _items.RemoveAt(index);
                return Ok(removed);
            case CompareSet:
                bool isSame = Arguments.ReadBytes(ref arguments).SequenceEqual(_items[index]);
                _items[index] = isSame ? Arguments.ReadBytes(ref arguments).ToArray() : _items[index];
                return Ok(isSame ? [1] : [0]);
            default:
                throw Unknown(operation);
        }
    }

    private int Find(ReadOnlySpan<byte> item)
    {
        for (int i = 0; i < _items.Count; i++)
        {
            if (item.SequenceEqual(_items[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
