using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Channels;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Makes pipes: two ends, each of which receives what the other one sends. Python's <c>multiprocessing.Pipe</c>.</summary>
/// <remarks>
/// Give one end to a child as an argument and close it here, so that the child's end is the only one. Passing
/// an end does not close it here. What the maker never used itself does not count as held once the child is dead.
/// </remarks>
public static class ProcessPipe
{
    /// <summary>Creates a pipe whose messages have one type.</summary>
    /// <typeparam name="T">The type of the messages; it must be serialisable.</typeparam>
    /// <param name="duplex">True: both ends send and receive; false: the first only receives and the second only sends.</param>
    /// <returns>The two ends.</returns>
    /// <exception cref="NotSerializableException">Messages of the type cannot cross to another process.</exception>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public static (ProcessConnection<T> First, ProcessConnection<T> Second) Create<T>(bool duplex = true)
    {
        (PipeEnd first, PipeEnd second) = PipeEnd.CreatePair(duplex);
        return (new ProcessConnection<T>(first), new ProcessConnection<T>(second));
    }

    /// <summary>Creates a pipe whose directions have types of their own: requests one way, answers the other.</summary>
    /// <typeparam name="TSend">What the first end sends and the second receives.</typeparam>
    /// <typeparam name="TReceive">What the first end receives and the second sends.</typeparam>
    /// <returns>The two ends.</returns>
    /// <exception cref="NotSerializableException">Messages of one of the types cannot cross to another process.</exception>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public static (ProcessConnection<TSend, TReceive> First, ProcessConnection<TReceive, TSend> Second) Create<TSend, TReceive>()
    {
        (PipeEnd first, PipeEnd second) = PipeEnd.CreatePair(isDuplex: true);
        return (new ProcessConnection<TSend, TReceive>(first), new ProcessConnection<TReceive, TSend>(second));
    }
}
