using System.Buffers.Binary;
using ConcurrencyAnalyzers.Runtime.Channels;

namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>A managed object as its users see it: here, or in another process.</summary>
internal sealed class CoreClient
{
    private readonly ManagedCore? _here;
    private readonly Remote? _there;

    internal CoreClient(ManagedCore here) => _here = here;

    internal CoreClient(ObjectAddress address) => _there = new Remote(address);

    internal ObjectAddress Address => _there?.Address ?? ObjectAddress.Of(_here!);

    /// <summary>The object itself in the process where it lives.</summary>
    internal ManagedCore? Core => _here;

    internal static CoreClient ReadFrom<TCore>(WireReader reader)
        where TCore : ManagedCore
    {
        ObjectAddress address = ObjectAddress.ReadFrom(reader);
        return address.FindHere() switch
        {
            null => new CoreClient(address),
            TCore here => new CoreClient(here),
            _ => throw new WireFormatException("The shared object is of another kind."),
        };
    }

    /// <summary>Does one operation. True: done; false: no such key or element.</summary>
    /// <exception cref="ObjectDisposedException">The object is no more.</exception>
    /// <exception cref="OwnerExitedException">Its owner has ended.</exception>
    internal bool Try(byte operation, ReadOnlySpan<byte> arguments, out byte[] content)
    {
        Reply reply = _here?.Invoke(operation, arguments) ?? _there!.Call(operation, [], arguments);
        content = reply.Content;
        return reply.Status == ReplyStatus.No ? false : Outcome.Succeeded(reply.Status);
    }

    internal byte[] Do(byte operation, ReadOnlySpan<byte> arguments)
    {
        Try(operation, arguments, out byte[] content);
        return content;
    }

    internal int DoInt32(byte operation, ReadOnlySpan<byte> arguments) => BinaryPrimitives.ReadInt32LittleEndian(Do(operation, arguments));

    internal void Connect() => _there?.Connect();

    internal void Release() => _there?.Release();

    private sealed class Remote(ObjectAddress address) : RemoteObject(address)
    {
        internal override void OnNotice(byte notice, ReadOnlySpan<byte> content)
        {
            // The next call is told.
        }
    }
}
