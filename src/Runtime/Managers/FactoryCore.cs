using System.Security.Cryptography;
using ConcurrencyAnalyzers.Runtime.Channels;

namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>The manager in the process where the objects live: makes them, names them, ends them.</summary>
internal sealed class FactoryCore : ManagedCore
{
    /// <summary>Kind, two numbers. The reply's content is the handle.</summary>
    internal const byte Create = 1;

    /// <summary>Name, handle.</summary>
    internal const byte Publish = 2;

    /// <summary>Name. The reply's content is the handle.</summary>
    internal const byte Find = 3;

    private readonly Dictionary<string, byte[]> _published = new(StringComparer.Ordinal);
    private readonly List<Action> _ends = [];
    private bool _isEnded;

    internal FactoryCore(ReadOnlySpan<byte> key)
        : base(TokenOf(key))
    {
    }

    /// <summary>A key may have any length; a token has one.</summary>
    internal static byte[] TokenOf(ReadOnlySpan<byte> key) => SHA256.HashData(key);

    /// <summary>Ends every object that was made here.</summary>
    internal void End()
    {
        Action[] ends;
        lock (_ends)
        {
            _isEnded = true;
            ends = [.. _ends];
            _ends.Clear();
        }

        Array.ForEach(ends, static end => end());
        Dispose();
    }

    protected override Reply Do(byte operation, ReadOnlySpan<byte> arguments)
    {
        switch (operation)
        {
            case Create:
                byte kind = Arguments.ReadByte(ref arguments);
                int first = Arguments.ReadInt32(ref arguments);
                return Ok(Make(kind, first, Arguments.ReadInt32(ref arguments)));
            case Publish:
                string name = Text(Arguments.ReadBytes(ref arguments));
                _published[name] = arguments.ToArray();
                return Ok();
            case Find:
                return _published.TryGetValue(Text(Arguments.ReadBytes(ref arguments)), out byte[]? handle) ? Ok(handle) : If(false);
            default:
                throw Unknown(operation);
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    private byte[] Make(byte kind, int first, int second)
    {
        using var writer = new WireWriter();
        switch (kind)
        {
            case ManagedKind.Queue:
                var queue = new HostedQueue(first);
                Keep(queue.Dispose);
                ObjectAddress.Of(queue).WriteTo(writer);
                writer.WriteInt32(first);
                break;
            case ManagedKind.Dictionary:
                Host(new DictionaryCore(), writer);
                break;
            case ManagedKind.List:
                Host(new ListCore(), writer);
                break;
            case ManagedKind.Lock:
                Write(new ProcessLock(), writer);
                break;
            case ManagedKind.ReentrantLock:
                Write(new ProcessReentrantLock(), writer);
                break;
            case ManagedKind.Semaphore:
                Write(new ProcessSemaphore(first, second), writer);
                break;
            case ManagedKind.Event:
                Write(new ProcessEvent(), writer);
                break;
            case ManagedKind.Condition:
                Write(new ProcessCondition(), writer);
                break;
            case ManagedKind.Barrier:
                Write(new ProcessBarrier(first), writer);
                break;
            default:
                throw new InvalidDataException($"There is no managed object of kind {kind}.");
        }

        return writer.Written.ToArray();
    }

    private void Host(ManagedCore core, WireWriter writer)
    {
        Keep(core.Dispose);
        ObjectAddress.Of(core).WriteTo(writer);
    }

    private void Write<T>(T primitive, WireWriter writer)
        where T : IWireSerializable<T>, IDisposable
    {
        Keep(primitive.Dispose);
        primitive.WriteTo(writer);
    }

    private void Keep(Action end)
    {
        lock (_ends)
        {
            if (!_isEnded)
            {
                _ends.Add(end);
                return;
            }
        }

        end();
        throw new ObjectDisposedException(null, "The manager was shut down.");
    }
}
